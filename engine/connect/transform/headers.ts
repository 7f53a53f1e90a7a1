import { configDef, REQUIRED } from '../../kafka/config/config-def.ts'
import { configException, invalidValue } from '../../kafka/config/config-exception.ts'
import { javaList } from '../../kafka/config/config-value.ts'
import { anyList, NON_NULL_STRING, oneOf, type Validator } from '../../kafka/config/validators.ts'
import { javaLangException } from '../data/connect-exceptions.ts'
import { hashMap, mapGet, textEntries } from '../data/connect-value.ts'
import { fieldOf, structLike } from '../data/schema.ts'
import { fieldReader, structOf } from '../data/struct.ts'
import { parseString } from '../data/values/parse-string.ts'
import { sideOf, withSide, type ConnectHeader, type ConnectRecord, type RecordSide } from './connect-record.ts'
import { requireMap, requireStruct, type TransformationType } from './transformation.ts'

const NON_EMPTY_LIST: Validator = {
  text: 'non-empty list',
  check: (key, _type, value) => {
    const items = Array.isArray(value) ? value.map(String) : []
    if (items.length === 0) throw invalidValue(key, javaList(items), 'Empty list')
  },
}

/** Takes away every header of the given names (DropHeaders). */
export const dropHeaders: TransformationType = {
  def: configDef([['headers', 'LIST', REQUIRED, 'HIGH', anyList()]]),
  configure: (config) => {
    const names = config.list('headers')
    return (record) => ({ ...record, headers: record.headers.filter(({ key }) => !names.includes(key)) })
  },
}

/** Adds a header whose literal is read as Values.parseString reads it (InsertHeader). */
export const insertHeader: TransformationType = {
  def: configDef([
    ['header', 'STRING', REQUIRED, 'HIGH', NON_NULL_STRING],
    ['value.literal', 'STRING', REQUIRED, 'HIGH', NON_NULL_STRING],
  ]),
  configure: (config) => {
    const key = config.text('header')
    const literal = parseString(config.text('value.literal'))
    const header = { key, schema: literal?.schema ?? null, value: literal?.value ?? null }
    return (record) => ({ ...record, headers: [...record.headers, header] })
  },
}

interface Copied {
  readonly fields: readonly string[]
  readonly headers: readonly string[]
  readonly isMove: boolean
  readonly purpose: string
  readonly side: RecordSide
}

/** Copies or moves fields into headers (HeaderFrom). */
export const headerFrom: TransformationType = {
  def: configDef([
    ['fields', 'LIST', REQUIRED, 'HIGH', NON_EMPTY_LIST],
    ['headers', 'LIST', REQUIRED, 'HIGH', NON_EMPTY_LIST],
    ['operation', 'STRING', REQUIRED, 'HIGH', oneOf('move', 'copy')],
    ['replace.null.with.default', 'BOOLEAN', 'true', 'MEDIUM'],
  ]),
  configure: (config, side) => {
    const [fields, headers] = [config.list('fields'), config.list('headers')]
    if (headers.length !== fields.length) throw configException("'fields' config must have the same number of elements as 'headers' config.")
    const operation = config.text('operation')
    const copied: Copied = { fields, headers, isMove: operation === 'move', purpose: `header ${operation}`, side }
    const read = fieldReader(config.flag('replace.null.with.default'))
    return (record) => (sideOf(record, side).schema === null ? fromMap(record, copied) : fromStruct(record, copied, read))
  },
}

function fromMap(record: ConnectRecord, { fields, headers, isMove, purpose, side }: Copied): ConnectRecord {
  const map = requireMap(sideOf(record, side).value, purpose)
  const added = fields.map((field, index): ConnectHeader => ({ key: headers[index] ?? '', schema: null, value: mapGet(map, field) ?? null }))
  const kept = isMove ? hashMap(textEntries(map).filter(([name]) => !fields.includes(name))) : map
  return { ...withSide(record, side, null, kept), headers: [...record.headers, ...added] }
}

function fromStruct(record: ConnectRecord, { fields, headers, isMove, purpose, side }: Copied, read: ReturnType<typeof fieldReader>): ConnectRecord {
  const struct = requireStruct(sideOf(record, side).value, purpose)
  const { schema } = struct
  const keptFields = (schema.fields ?? []).filter(({ name }) => !isMove || !fields.includes(name))
  const kept = isMove ? structLike(schema, keptFields) : schema
  const value = isMove ? structOf(kept, keptFields.map(({ name }) => [name, read(struct, name)] as const)) : struct
  const added = fields.map((name, index): ConnectHeader => {
    const field = fieldOf(schema, name)
    if (field === undefined) {
      throw javaLangException('NullPointerException', 'Cannot invoke "org.apache.kafka.connect.data.Field.schema()" because the return value of "org.apache.kafka.connect.data.Schema.field(String)" is null')
    }
    return { key: headers[index] ?? '', schema: field.schema, value: read(struct, name) }
  })
  return { ...withSide(record, side, kept, value), headers: [...record.headers, ...added] }
}
