import { configDef } from '../../kafka/config/config-def.ts'
import { configException } from '../../kafka/config/config-exception.ts'
import { dataException } from '../data/connect-exceptions.ts'
import type { ConnectValue } from '../data/connect-value.ts'
import { fieldsOf, type ConnectSchema } from '../data/schema.ts'
import { fieldReader, structOf } from '../data/struct.ts'
import { sideOf, withSide } from './connect-record.ts'
import type { TransformationType } from './transformation.ts'

/** Gives a struct's schema another name or version (SetSchemaMetadata). */
export const setSchemaMetadata: TransformationType = {
  def: configDef([
    ['replace.null.with.default', 'BOOLEAN', 'true', 'MEDIUM'],
    ['schema.name', 'STRING', null, 'HIGH'],
    ['schema.version', 'INT', null, 'HIGH'],
  ]),
  configure: (config, side) => {
    const [name, version] = [config.textOrNull('schema.name'), config.numberOrNull('schema.version')]
    if (name === null && version === null) throw configException('Neither schema name nor version configured')
    const read = fieldReader(config.flag('replace.null.with.default'))
    return (record) => {
      const { schema, value } = sideOf(record, side)
      if (schema === null && value === null) return record
      if (schema === null) throw dataException('Schema required for [updating schema metadata]')
      const fields = fieldsOf(schema)
      const updated: ConnectSchema = { ...schema, fields, ...(name === null ? {} : { name }), ...(version === null ? {} : { version }) }
      return withSide(record, side, updated, updatedValue(value, updated, read))
    }
  },
}

function updatedValue(value: ConnectValue, schema: ConnectSchema, read: ReturnType<typeof fieldReader>): ConnectValue {
  if (typeof value !== 'object' || value === null || value.kind !== 'struct') return value
  return structOf(schema, (value.schema.fields ?? []).map(({ name }) => [name, read(value, name)] as const))
}
