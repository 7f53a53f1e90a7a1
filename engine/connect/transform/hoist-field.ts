import { configDef, REQUIRED } from '../../kafka/config/config-def.ts'
import { structOf } from '../data/struct.ts'
import type { ConnectSchema } from '../data/schema.ts'
import { sideOf, withSide } from './connect-record.ts'
import type { TransformationType } from './transformation.ts'

/** Wraps key or value into a struct, or a map, with one field (HoistField). */
export const hoistField: TransformationType = {
  def: configDef([['field', 'STRING', REQUIRED, 'MEDIUM']]),
  configure: (config, side) => {
    const field = config.text('field')
    return (record) => {
      const { schema, value } = sideOf(record, side)
      if (schema === null) return withSide(record, side, null, { kind: 'map', entries: [[field, value]], javaClass: 'java.util.Collections$SingletonMap' })
      const hoisted: ConnectSchema = { type: 'struct', optional: false, fields: [{ name: field, schema }] }
      return withSide(record, side, hoisted, structOf(hoisted, [[field, value]]))
    }
  },
}
