import { configDef, REQUIRED } from '../../kafka/config/config-def.ts'
import { illegalArgument } from '../../kafka/config/config-exception.ts'
import { oneOfIgnoringCase } from '../../kafka/config/validators.ts'
import { fieldReader } from '../data/struct.ts'
import { sideOf, withSide } from './connect-record.ts'
import { fieldAt, fieldPath, valueAt } from './field-path.ts'
import { requireMap, requireStruct, type TransformationType } from './transformation.ts'

const PURPOSE = 'field extraction'

/** Replaces key or value by one of its fields (ExtractField). */
export const extractField: TransformationType = {
  def: configDef([
    ['field', 'STRING', REQUIRED, 'MEDIUM'],
    ['field.syntax.version', 'STRING', 'V1', 'HIGH', oneOfIgnoringCase('V1', 'V2')],
    ['replace.null.with.default', 'BOOLEAN', 'true', 'MEDIUM'],
  ]),
  configure: (config, side) => {
    const name = config.text('field')
    const path = fieldPath(name, config.text('field.syntax.version').toUpperCase() === 'V2' ? 'V2' : 'V1')
    const read = fieldReader(config.flag('replace.null.with.default'))
    return (record) => {
      const { schema, value } = sideOf(record, side)
      if (schema === null) return withSide(record, side, null, value === null ? null : valueAt(requireMap(value, PURPOSE), path, read))
      if (value !== null) requireStruct(value, PURPOSE)
      const field = fieldAt(schema, path)
      if (field === undefined) throw illegalArgument(`Unknown field: ${name}`)
      return withSide(record, side, field.schema, valueAt(value, path, read))
    }
  },
}
