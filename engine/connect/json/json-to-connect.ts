import { dataException } from '../data/connect-exceptions.ts'
import { hashMap, integer, type ConnectMap, type ConnectValue } from '../data/connect-value.ts'
import { LOGICAL, type ConnectSchema, type SchemaType } from '../data/schema.ts'
import { structOf } from '../data/struct.ts'
import { MS_PER_DAY } from '../data/calendar.ts'
import { bytesOfBase64 } from '../data/values/base64.ts'
import { decimalOf, wholePart } from '../data/values/convert-number.ts'
import { fieldNode, nodeType, type JsonNode } from './json-node.ts'

/** How nulls are read: as the default where there is one (replace.null.with.default), or as null. */
export interface ReadOptions {
  readonly replaceNullWithDefault: boolean
}

/** A JSON value as Connect data (JsonConverter.convertToConnect). @throws KafkaException a DataException */
export function jsonToConnect(schema: ConnectSchema | null, node: JsonNode, options: ReadOptions): ConnectValue {
  if (schema === null) return withoutSchema(node, options)
  if (node.kind === 'null' || node.kind === 'missing') {
    if (schema.defaultValue !== undefined && options.replaceNullWithDefault) return schema.defaultValue
    if (schema.optional) return null
    throw dataException(`Invalid null value for required ${schema.type.toUpperCase()} field`)
  }
  return logical(schema, node) ?? ofType(schema, node, options)
}

function withoutSchema(node: JsonNode, options: ReadOptions): ConnectValue {
  switch (node.kind) {
    case 'missing': case 'null': return null
    case 'boolean': case 'string': return node.value
    case 'integer': return integer('int64', node.value)
    case 'decimal': return { kind: 'float64', value: Number(node.text) }
    case 'array': return { kind: 'list', items: node.items.map((item) => withoutSchema(item, options)) }
    case 'object': return hashMap([...node.fields].map(([name, value]) => [name, withoutSchema(value, options)] as const))
  }
}

function ofType(schema: ConnectSchema, node: JsonNode, options: ReadOptions): ConnectValue {
  const type: SchemaType = schema.type
  switch (type) {
    case 'boolean': return node.kind === 'boolean' && node.value
    case 'int8': case 'int16': case 'int32': case 'int64': return integer(type, wholeOfNode(node))
    case 'float32': return { kind: 'float32', value: Math.fround(numberOfNode(node)) }
    case 'float64': return { kind: 'float64', value: numberOfNode(node) }
    case 'string': return node.kind === 'string' ? node.value : null
    case 'bytes': return bytesOf(node)
    case 'array': return listOf(schema, node, options)
    case 'map': return mapOf(schema, node, options)
    case 'struct':
      if (node.kind !== 'object') throw dataException(`Structs should be encoded as JSON objects, but found ${nodeType(node)}`)
      return structOf(schema, (schema.fields ?? []).map((field) => [field.name, jsonToConnect(field.schema, fieldNode(node, field.name) ?? { kind: 'missing' }, options)] as const))
  }
}

/** JsonNode.longValue and its like: zero for what is no number. */
function wholeOfNode(node: JsonNode): bigint {
  if (node.kind === 'integer') return node.value
  const decimal = node.kind === 'decimal' ? decimalOf(node.text) : undefined
  return decimal === undefined ? 0n : wholePart(decimal)
}

function numberOfNode(node: JsonNode): number {
  if (node.kind === 'decimal') return Number(node.text)
  return node.kind === 'integer' ? Number(node.value) : 0
}

function bytesOf(node: JsonNode): ConnectValue {
  if (node.kind !== 'string') return null
  const value = bytesOfBase64(node.value)
  if (value === undefined) throw dataException('Invalid bytes field')
  return { kind: 'bytes', value }
}

function listOf(schema: ConnectSchema, node: JsonNode, options: ReadOptions): ConnectValue {
  if (node.kind !== 'array') throw dataException(`Arrays should be encoded as JSON arrays, but found ${nodeType(node)}`)
  return { kind: 'list', items: node.items.map((item) => jsonToConnect(schema.valueSchema ?? null, item, options)) }
}

function mapOf({ keySchema, valueSchema }: ConnectSchema, node: JsonNode, options: ReadOptions): ConnectMap {
  const value = (item: JsonNode) => jsonToConnect(valueSchema ?? null, item, options)
  if (keySchema === undefined || keySchema.type === 'string') {
    if (node.kind !== 'object') throw dataException(`Maps with string fields should be encoded as JSON objects, but found ${nodeType(node)}`)
    return hashMap([...node.fields].map(([name, item]) => [name, value(item)] as const))
  }
  if (node.kind !== 'array') throw dataException(`Maps with non-string fields should be encoded as JSON array of tuples, but found ${nodeType(node)}`)
  const entries = node.items.map((tuple) => {
    if (tuple.kind !== 'array') throw dataException(`Found invalid map entry instead of array tuple: ${nodeType(tuple)}`)
    const [key, item] = tuple.items
    if (key === undefined || item === undefined || tuple.items.length !== 2) throw dataException(`Found invalid map entry, expected length 2 but found :${String(tuple.items.length)}`)
    return [jsonToConnect(keySchema, key, options), value(item)] as const
  })
  return { kind: 'map', entries }
}

/** A value of a logical type; undefined where the schema has none. */
function logical(schema: ConnectSchema, node: JsonNode): ConnectValue | undefined {
  const fail = (type: string, needs: string) => dataException(`Invalid type for ${type}, underlying representation should be ${needs} but was ${nodeType(node)}`)
  switch (schema.name) {
    case LOGICAL.date: case LOGICAL.time:
      if (node.kind !== 'integer') throw fail(schema.name === LOGICAL.date ? 'Date' : 'Time', 'int32')
      return { kind: 'date', value: Number(node.value) * (schema.name === LOGICAL.date ? MS_PER_DAY : 1) }
    case LOGICAL.timestamp:
      if (node.kind !== 'integer') throw fail('Timestamp', 'int64')
      return { kind: 'date', value: Number(node.value) }
    case LOGICAL.decimal: return decimalOfNode(schema, node)
    default: return undefined
  }
}

function decimalOfNode(schema: ConnectSchema, node: JsonNode): ConnectValue {
  if (node.kind === 'integer') return { kind: 'decimal', unscaled: node.value, scale: 0 }
  const decimal = node.kind === 'decimal' ? decimalOf(node.text) : undefined
  if (decimal !== undefined) return { kind: 'decimal', ...decimal }
  const bytes = node.kind === 'string' ? bytesOfBase64(node.value) : undefined
  if (bytes === undefined) throw dataException(`Invalid type for Decimal, underlying representation should be numeric or bytes but was ${nodeType(node)}`)
  let unscaled = 0n
  for (const byte of bytes) unscaled = (unscaled << 8n) | BigInt(byte)
  return { kind: 'decimal', unscaled: BigInt.asIntN(bytes.length * 8, unscaled), scale: Number(schema.parameters?.get('scale') ?? '0') }
}
