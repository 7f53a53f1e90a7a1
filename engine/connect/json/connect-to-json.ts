import { dataException } from '../data/connect-exceptions.ts'
import { MS_PER_DAY } from '../data/calendar.ts'
import { decimalText, isInteger, javaClassOf, kindOf, type ConnectDecimal, type ConnectValue } from '../data/connect-value.ts'
import { LOGICAL, sameSchema, type ConnectSchema, type SchemaType } from '../data/schema.ts'
import { fieldReader } from '../data/struct.ts'
import { base64Of } from '../data/values/base64.ts'
import type { JsonOut } from './write-json.ts'

/** How values are written. */
export interface WriteOptions {
  readonly replaceNullWithDefault: boolean
  /** decimal.format: text with base64 of the unscaled number, or a JSON number. */
  readonly decimals: 'BASE64' | 'NUMERIC'
}

/** Connect data as JSON (JsonConverter.convertToJson). @throws KafkaException a DataException */
export function connectToJson(schema: ConnectSchema | null, value: ConnectValue, options: WriteOptions): JsonOut {
  if (value === null) return nullToJson(schema, options)
  const fail = () => dataException(`Invalid type for ${schema === null ? 'unknown schema' : schema.type.toUpperCase()}: class ${javaClassOf(value)}`)
  const logical = logicalToJson(schema, value, options)
  if (logical !== undefined) return logical
  const type = schema?.type ?? typeOf(value)
  if (type === undefined) throw dataException(`Java class class ${javaClassOf(value)} does not have corresponding schema type.`)
  if (type === 'string' || type === 'boolean') {
    if (typeof value === type) return value as string | boolean
    throw fail()
  }
  if (typeof value !== 'object') throw fail()
  if (isInteger(value) && value.kind === type) return value.value
  if (value.kind === 'float32' && type === 'float32') return { float: value.value }
  if (value.kind === 'float64' && type === 'float64') return { double: value.value }
  if (type === 'bytes') {
    if (value.kind !== 'bytes') throw dataException(`Invalid type for bytes type: class ${javaClassOf(value)}`)
    return base64Of(value.value)
  }
  if (value.kind === 'list' && type === 'array') return { items: value.items.map((item) => connectToJson(schema?.valueSchema ?? null, item, options)) }
  if (value.kind === 'map' && type === 'map') return mapToJson(schema, value.entries, options)
  if (value.kind !== 'struct' || type !== 'struct') throw fail()
  if (schema !== null && !sameSchema(value.schema, schema)) throw dataException('Mismatching schema.')
  const read = fieldReader(options.replaceNullWithDefault)
  return { fields: (value.schema.fields ?? []).map((field) => [field.name, connectToJson(field.schema, read(value, field.name), options)] as const) }
}

function nullToJson(schema: ConnectSchema | null, options: WriteOptions): JsonOut {
  if (schema === null) return null
  if (schema.defaultValue !== undefined && options.replaceNullWithDefault) return connectToJson(schema, schema.defaultValue, options)
  if (schema.optional) return null
  throw dataException('Conversion error: null value for field that is required and has no default value')
}

function typeOf(value: Exclude<ConnectValue, null>): SchemaType | undefined {
  const kind = kindOf(value)
  if (kind === 'list') return 'array'
  return kind === 'date' || kind === 'decimal' || kind === 'null' ? undefined : kind
}

function mapToJson(schema: ConnectSchema | null, entries: readonly (readonly [ConnectValue, ConnectValue])[], options: WriteOptions): JsonOut {
  const item = (value: ConnectValue) => connectToJson(schema?.valueSchema ?? null, value, options)
  const hasTextKeys = schema === null ? entries.every(([key]) => typeof key === 'string') : schema.keySchema?.type === 'string'
  if (hasTextKeys) return { fields: entries.map(([key, value]) => [typeof key === 'string' ? key : '', item(value)] as const) }
  return { items: entries.map(([key, value]) => ({ items: [connectToJson(schema?.keySchema ?? null, key, options), item(value)] })) }
}

function logicalToJson(schema: ConnectSchema | null, value: Exclude<ConnectValue, null>, { decimals }: WriteOptions): JsonOut | undefined {
  const isDate = typeof value === 'object' && value.kind === 'date'
  const fail = (type: string, needs: string) => dataException(`Invalid type for ${type}, expected ${needs} but was class ${javaClassOf(value)}`)
  switch (schema?.name) {
    case LOGICAL.date: case LOGICAL.time: case LOGICAL.timestamp:
      if (!isDate) throw fail(schema.name.slice(schema.name.lastIndexOf('.') + 1), 'Date')
      return BigInt(schema.name === LOGICAL.date ? Math.floor(value.value / MS_PER_DAY) : value.value)
    case LOGICAL.decimal:
      if (typeof value !== 'object' || value.kind !== 'decimal') throw fail('Decimal', 'BigDecimal')
      return decimals === 'NUMERIC' ? { number: decimalText(value) } : base64Of(unscaledBytes(value))
    default: return undefined
  }
}

/** BigInteger.toByteArray: the shortest two's complement, highest byte first. */
function unscaledBytes({ unscaled }: ConnectDecimal): Uint8Array {
  const bytes: number[] = []
  for (let rest = unscaled; ; rest >>= 8n) {
    const low = Number(BigInt.asUintN(8, rest))
    bytes.unshift(low)
    const isSigned = (low & 0x80) !== 0
    if ((rest >> 8n === 0n && !isSigned) || (rest >> 8n === -1n && isSigned)) return Uint8Array.from(bytes)
  }
}
