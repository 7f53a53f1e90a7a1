import { dataException } from '../data/connect-exceptions.ts'
import type { ConnectValue } from '../data/connect-value.ts'
import type { ConnectSchema, SchemaField, SchemaType } from '../data/schema.ts'
import { fieldNode, type JsonNode } from './json-node.ts'
import type { JsonOut } from './write-json.ts'

/** The types that JsonConverter's schemas name differently. */
const NAMES: ReadonlyMap<SchemaType, string> = new Map([['float32', 'float'], ['float64', 'double']])
const PRIMITIVES: ReadonlyMap<string, SchemaType> = new Map([
  ['boolean', 'boolean'], ['int8', 'int8'], ['int16', 'int16'], ['int32', 'int32'], ['int64', 'int64'],
  ['float', 'float32'], ['double', 'float64'], ['bytes', 'bytes'], ['string', 'string'],
])

/** A schema as JsonConverter writes it (asJsonSchema). @param convert how a default is written */
export function schemaToJson(schema: ConnectSchema, convert: (schema: ConnectSchema, value: ConnectValue) => JsonOut): { readonly fields: readonly (readonly [string, JsonOut])[] } {
  const fields: (readonly [string, JsonOut])[] = [['type', NAMES.get(schema.type) ?? schema.type]]
  if (schema.type === 'array' && schema.valueSchema !== undefined) fields.push(['items', schemaToJson(schema.valueSchema, convert)])
  if (schema.type === 'map') {
    if (schema.keySchema !== undefined) fields.push(['keys', schemaToJson(schema.keySchema, convert)])
    if (schema.valueSchema !== undefined) fields.push(['values', schemaToJson(schema.valueSchema, convert)])
  }
  if (schema.type === 'struct') {
    const items = (schema.fields ?? []).map((field): JsonOut => ({ fields: [...schemaToJson(field.schema, convert).fields, ['field', field.name]] }))
    fields.push(['fields', { items }])
  }
  fields.push(['optional', schema.optional])
  if (schema.name !== undefined) fields.push(['name', schema.name])
  if (schema.version !== undefined) fields.push(['version', BigInt(schema.version)])
  if (schema.doc !== undefined) fields.push(['doc', schema.doc])
  if (schema.parameters !== undefined) fields.push(['parameters', { fields: [...schema.parameters] }])
  if (schema.defaultValue !== undefined) fields.push(['default', convert(schema, schema.defaultValue)])
  return { fields }
}

/**
 * The schema of its JSON (JsonConverter.asConnectSchema); null for none.
 * @param convert how a default is read
 * @throws KafkaException a DataException
 */
export function schemaOfJson(node: JsonNode, convert: (schema: ConnectSchema, node: JsonNode) => ConnectValue): ConnectSchema | null {
  if (node.kind === 'null' || node.kind === 'missing') return null
  const type = fieldNode(node, 'type')
  if (type?.kind !== 'string') throw dataException("Schema must contain 'type' field")
  const read = (inner: JsonNode) => schemaOfJson(inner, convert)
  const schema: ConnectSchema = { ...shapeOf(type.value, node, read), ...annotationsOf(node) }
  const given = fieldNode(node, 'default')
  return given === undefined ? schema : { ...schema, defaultValue: convert(schema, given) }
}

type Read = (node: JsonNode) => ConnectSchema | null

function shapeOf(type: string, node: JsonNode, read: Read): ConnectSchema {
  const primitive = PRIMITIVES.get(type)
  if (primitive !== undefined) return { type: primitive, optional: false }
  if (type === 'array') return { type, optional: false, valueSchema: inner(node, 'items', 'Array schema did not specify the element type', read) }
  if (type === 'map') {
    const keySchema = inner(node, 'keys', 'Map schema did not specify the key type', read)
    return { type, optional: false, keySchema, valueSchema: inner(node, 'values', 'Map schema did not specify the value type', read) }
  }
  if (type !== 'struct') throw dataException(`Unknown schema type: ${type}`)
  const fields = fieldNode(node, 'fields')
  if (fields?.kind !== 'array') throw dataException('Struct schema\'s "fields" argument is not an array.')
  return { type, optional: false, fields: fields.items.map((field) => structField(field, read)) }
}

function inner(node: JsonNode, name: string, missing: string, read: Read): ConnectSchema {
  const found = fieldNode(node, name)
  const schema = found === undefined ? null : read(found)
  if (schema === null) throw dataException(missing)
  return schema
}

function structField(node: JsonNode, read: Read): SchemaField {
  const name = fieldNode(node, 'field')
  if (name?.kind !== 'string') throw dataException("Struct schema's field name not specified properly")
  const schema = read(node)
  if (schema === null) throw dataException('Struct schema\'s field schema not specified properly')
  return { name: name.value, schema }
}

function annotationsOf(node: JsonNode): Partial<ConnectSchema> {
  const [optional, name, version, doc, parameters] = ['optional', 'name', 'version', 'doc', 'parameters'].map((key) => fieldNode(node, key))
  return {
    optional: optional?.kind === 'boolean' && optional.value,
    ...(name?.kind === 'string' ? { name: name.value } : {}),
    ...(version?.kind === 'integer' ? { version: Number(version.value) } : {}),
    ...(doc?.kind === 'string' ? { doc: doc.value } : {}),
    ...(parameters?.kind === 'object' ? { parameters: new Map([...parameters.fields].map(([key, value]) => [key, parameterText(value)])) } : {}),
  }
}

function parameterText(node: JsonNode): string {
  if (node.kind === 'string') return node.value
  throw dataException('Schema parameters must have string values.')
}
