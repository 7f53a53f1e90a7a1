import { javaDouble } from '../../../../engine/kafka/config/config-value.ts'
import { decimalText, integer, valueText, type ConnectMap, type ConnectValue } from '../../../../engine/connect/data/connect-value.ts'
import { javaFloat } from '../../../../engine/connect/data/java-float.ts'
import { SCHEMA_TYPES, type ConnectSchema } from '../../../../engine/connect/data/schema.ts'
import { structOf } from '../../../../engine/connect/data/struct.ts'
import { decimalOf } from '../../../../engine/connect/data/values/convert-number.ts'
import { isList, isObject, listOf, numberOf, plainText, property, textOf, type Json } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'
import { bytesOfHex, hexOf } from '../functions/bytes.ts'

/** A schema in the facts' form; null for none. */
export function schemaOfFact(json: Json | undefined): ConnectSchema | null {
  if (!isObject(json)) return null
  const type = SCHEMA_TYPES.find((name) => name === json['type'])
  if (type === undefined) throw new NotReplayable(`the schema type ${textOf(json, 'type')}`)
  const [name, version, doc] = [textOf(json, 'name'), numberOf(json, 'version'), textOf(json, 'doc')]
  const parameters = json['parameters']
  const schema: ConnectSchema = {
    type,
    optional: json['optional'] === true,
    ...(name === '' ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    ...(doc === '' ? {} : { doc }),
    ...(isObject(parameters) ? { parameters: new Map(Object.entries(parameters).map(([key, value]) => [key, plainText(value)])) } : {}),
    ...(type === 'struct' ? { fields: listOf(json, 'fields').map((field) => ({ name: textOf(field, 'field'), schema: required(property(field, 'schema')) })) } : {}),
    ...(json['keys'] === undefined ? {} : { keySchema: required(json['keys']) }),
    ...(json['values'] === undefined ? {} : { valueSchema: required(json['values']) }),
  }
  const given = json['default']
  return given === undefined || given === null ? schema : { ...schema, defaultValue: valueOfFact(given, schema) }
}

function required(json: Json | undefined): ConnectSchema {
  const schema = schemaOfFact(json)
  if (schema === null) throw new NotReplayable('a schema is missing')
  return schema
}

/** A value in the facts' form. The recorder makes maps without schema from Java's LinkedHashMap, and lists with List.of. */
export function valueOfFact(json: Json | undefined, schema: ConnectSchema | null): ConnectValue {
  if (json === null || json === undefined) return null
  if (typeof json === 'string' || typeof json === 'boolean') return json
  if (!isObject(json)) throw new NotReplayable('a value of an unknown form')
  const [kind, value] = Object.entries(json)[0] ?? ['', null]
  if (kind === 'int8' || kind === 'int16' || kind === 'int32' || kind === 'int64') return integer(kind, typeof value === 'number' ? value : BigInt(plainText(value)))
  if (kind === 'float32' || kind === 'float64') return { kind, value: Number(value) }
  if (kind === 'bytes') return { kind, value: bytesOfHex(plainText(value)) }
  if (kind === 'date') return { kind, value: Number(value) }
  if (kind === 'decimal') return { kind, ...(decimalOf(plainText(value)) ?? { unscaled: 0n, scale: 0 }) }
  if (kind === 'list') return listValue(value, schema)
  if (kind === 'map') return mapValue(value, schema)
  if (kind !== 'struct' || schema === null || !isObject(value)) throw new NotReplayable(`a value of the form ${kind}`)
  const fields = schema.fields ?? []
  return structOf(schema, Object.entries(value).map(([name, item]) => [name, valueOfFact(item, fields.find((field) => field.name === name)?.schema ?? null)] as const))
}

function listValue(value: Json | undefined, schema: ConnectSchema | null): ConnectValue {
  const items = isList(value) ? value.map((item) => valueOfFact(item, schema?.valueSchema ?? null)) : []
  return { kind: 'list', items, javaClass: `java.util.ImmutableCollections$List${items.length > 0 && items.length < 3 ? '12' : 'N'}` }
}

function mapValue(value: Json | undefined, schema: ConnectSchema | null): ConnectMap {
  const entries = Object.entries(isObject(value) ? value : {})
  const keySchema = schema?.keySchema
  const hasTextKeys = keySchema === undefined || keySchema.type === 'string'
  return {
    kind: 'map',
    entries: entries.map(([key, item]) => [hasTextKeys ? key : keyValue(key, keySchema), valueOfFact(item, schema?.valueSchema ?? null)] as const),
    javaClass: hasTextKeys ? 'java.util.LinkedHashMap' : `java.util.ImmutableCollections$Map${entries.length === 1 ? '1' : 'N'}`,
  }
}

function keyValue(text: string, { type }: ConnectSchema): ConnectValue {
  if (type === 'int8' || type === 'int16' || type === 'int32' || type === 'int64') return integer(type, BigInt(text))
  return type === 'boolean' ? text === 'true' : text
}

/** A schema as the facts write it. */
export function factOfSchema(schema: ConnectSchema | null): Json {
  if (schema === null) return null
  const { type, optional, name, version, doc, parameters, defaultValue, fields, keySchema, valueSchema } = schema
  return {
    type,
    optional,
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    ...(doc === undefined ? {} : { doc }),
    ...(parameters === undefined ? {} : { parameters: Object.fromEntries(parameters) }),
    ...(defaultValue === undefined ? {} : { default: factOfValue(defaultValue) }),
    ...(fields === undefined ? {} : { fields: fields.map((field) => ({ field: field.name, schema: factOfSchema(field.schema) })) }),
    ...(keySchema === undefined ? {} : { keys: factOfSchema(keySchema) }),
    ...(valueSchema === undefined ? {} : { values: factOfSchema(valueSchema) }),
  }
}

/** A value as the facts write it. */
export function factOfValue(value: ConnectValue): Json {
  if (value === null || typeof value !== 'object') return value
  switch (value.kind) {
    case 'int8': case 'int16': case 'int32': case 'int64': return { [value.kind]: Number(value.value) }
    case 'float32': return { float32: javaFloat(value.value) }
    case 'float64': return { float64: javaDouble(value.value) }
    case 'bytes': return { bytes: hexOf(value.value) }
    case 'date': return { date: value.value }
    case 'decimal': return { decimal: decimalText(value) }
    case 'list': return { list: value.items.map(factOfValue) }
    case 'map': return { map: Object.fromEntries(value.entries.map(([key, item]) => [keyText(key), factOfValue(item)])) }
    case 'struct': return { struct: Object.fromEntries((value.schema.fields ?? []).map(({ name }) => [name, factOfValue(value.values.get(name) ?? null)])) }
  }
}

function keyText(key: ConnectValue): string {
  return typeof key === 'string' ? key : valueText(key)
}
