import { configDef, REQUIRED } from '../../kafka/config/config-def.ts'
import { anyList } from '../../kafka/config/validators.ts'
import { dataException } from '../data/connect-exceptions.ts'
import { hashMap, mapGet } from '../data/connect-value.ts'
import { fieldOf, withField, type ConnectSchema, type SchemaField } from '../data/schema.ts'
import { fieldReader, structOf } from '../data/struct.ts'
import { requireMap, requireStruct, type TransformationType } from './transformation.ts'

const PURPOSE = 'copying fields from value to key'

/** Makes the key out of fields of the value (ValueToKey). */
export const valueToKey: TransformationType = {
  def: configDef([
    ['fields', 'LIST', REQUIRED, 'HIGH', anyList()],
    ['replace.null.with.default', 'BOOLEAN', 'true', 'MEDIUM'],
  ]),
  configure: (config) => {
    const names = config.list('fields')
    const read = fieldReader(config.flag('replace.null.with.default'))
    return (record) => {
      if (record.valueSchema === null) {
        const map = requireMap(record.value, PURPOSE)
        return { ...record, keySchema: null, key: hashMap(names.map((name) => [name, mapGet(map, name) ?? null] as const)) }
      }
      const struct = requireStruct(record.value, PURPOSE)
      let fields: readonly SchemaField[] = []
      for (const name of names) {
        const field = fieldOf(struct.schema, name)
        if (field === undefined) throw dataException(`Field does not exist: ${name}`)
        fields = withField(fields, name, field.schema)
      }
      const keySchema: ConnectSchema = { type: 'struct', optional: false, fields }
      return { ...record, keySchema, key: structOf(keySchema, names.map((name) => [name, read(struct, name)] as const)) }
    }
  },
}
