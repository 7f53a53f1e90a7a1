import { configDef, REQUIRED } from '../../kafka/config/config-def.ts'
import { anyList, NON_EMPTY_STRING } from '../../kafka/config/validators.ts'
import { dataException } from '../data/connect-exceptions.ts'
import { hashMap, integer, isInteger, javaClassOf, mapGet, textEntries, type ConnectValue } from '../data/connect-value.ts'
import { fieldReader, structOf } from '../data/struct.ts'
import { numberOf, wholeOf } from '../data/values/convert-number.ts'
import { sideOf, withSide } from './connect-record.ts'
import { requireMap, requireStruct, type TransformationType } from './transformation.ts'

const PURPOSE = 'mask fields'

/** Replaces fields by the zero of their type, or by a text or number (MaskField). */
export const maskField: TransformationType = {
  def: configDef([
    ['fields', 'LIST', REQUIRED, 'HIGH', anyList()],
    ['replace.null.with.default', 'BOOLEAN', 'true', 'MEDIUM'],
    ['replacement', 'STRING', null, 'LOW', NON_EMPTY_STRING],
  ]),
  configure: (config, side) => {
    const names = config.list('fields')
    const replacement = config.textOrNull('replacement')
    const masked = (value: ConnectValue) => (value === null ? null : replacement === null ? zeroFor(value) : replaced(value, replacement))
    const read = fieldReader(config.flag('replace.null.with.default'))
    return (record) => {
      const { schema, value } = sideOf(record, side)
      if (schema === null) {
        const map = requireMap(value, PURPOSE)
        const entries = names.map((name) => [name, masked(mapGet(map, name) ?? null)] as const)
        return withSide(record, side, null, hashMap([...textEntries(map), ...entries]))
      }
      const struct = requireStruct(value, PURPOSE)
      const values = (struct.schema.fields ?? []).map(({ name }) => {
        const found = read(struct, name)
        return [name, names.includes(name) ? masked(found) : found] as const
      })
      return withSide(record, side, schema, structOf(struct.schema, values))
    }
  },
}

function zeroFor(value: Exclude<ConnectValue, null>): ConnectValue {
  if (typeof value === 'string') return ''
  if (typeof value === 'boolean') return false
  if (isInteger(value)) return integer(value.kind, 0)
  switch (value.kind) {
    case 'float32': case 'float64': return { kind: value.kind, value: 0 }
    case 'decimal': return { kind: 'decimal', unscaled: 0n, scale: 0 }
    case 'date': return { kind: 'date', value: 0 }
    case 'list': return { kind: 'list', items: [], javaClass: 'java.util.Collections$EmptyList' }
    case 'map': return { kind: 'map', entries: [], javaClass: 'java.util.Collections$EmptyMap' }
    default: throw dataException(`Cannot mask value of type: class ${javaClassOf(value)}`)
  }
}

function replaced(value: Exclude<ConnectValue, null>, replacement: string): ConnectValue {
  if (typeof value === 'string') return replacement
  if (isInteger(value)) return integer(value.kind, wholeOf(replacement))
  if (typeof value === 'object' && (value.kind === 'float32' || value.kind === 'float64')) {
    const number = numberOf(replacement)
    return { kind: value.kind, value: value.kind === 'float32' ? Math.fround(number) : number }
  }
  throw dataException(`Cannot mask value of type class ${javaClassOf(value)} with custom replacement.`)
}
