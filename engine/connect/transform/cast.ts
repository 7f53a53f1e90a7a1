import { configDef, REQUIRED } from '../../kafka/config/config-def.ts'
import { configException, invalidValue } from '../../kafka/config/config-exception.ts'
import { javaList } from '../../kafka/config/config-value.ts'
import type { Validator } from '../../kafka/config/validators.ts'
import { dataException } from '../data/connect-exceptions.ts'
import { hashMap, javaClassOf, textEntries, type ConnectValue } from '../data/connect-value.ts'
import { SCHEMA_TYPES, basicsOf, structLike, type ConnectSchema, type SchemaType } from '../data/schema.ts'
import { fieldReader, structOf } from '../data/struct.ts'
import { castValue, inferredTypeOf } from './cast-value.ts'
import { sideOf, withSide } from './connect-record.ts'
import { requireMap, requireStruct, type TransformationType } from './transformation.ts'

const PURPOSE = 'cast types'
const OUTPUTS = ['int8', 'int16', 'int32', 'int64', 'float32', 'float64', 'boolean', 'string'] as const
const INPUTS: readonly SchemaType[] = [...OUTPUTS, 'bytes']

const SPEC: Validator = {
  text: 'list of colon-delimited pairs, e.g. <code>foo:bar,abc:xyz</code>',
  check: (_key, _type, value) => {
    const mappings = Array.isArray(value) ? value.map(String) : []
    for (const mapping of mappings) {
      if (mapping.split(':').length > 2) throw invalidValue('renames', javaList(mappings), `Invalid rename mapping: ${mapping}`)
    }
  },
}

/** Casts fields, or the whole key or value, to other types (Cast). */
export const cast: TransformationType = {
  def: configDef([
    ['replace.null.with.default', 'BOOLEAN', 'true', 'MEDIUM'],
    ['spec', 'LIST', REQUIRED, 'HIGH', SPEC],
  ]),
  configure: (config, side) => {
    const { whole, fields: casts } = castsOf(config.list('spec'))
    const read = fieldReader(config.flag('replace.null.with.default'))
    return (record) => {
      const { schema, value } = sideOf(record, side)
      if (value === null) return record
      if (whole !== undefined) {
        const updated = schema === null ? null : wholeSchema(schema, whole)
        return withSide(record, side, updated, checkedCast(schema, value, whole))
      }
      if (schema === null) {
        const entries = textEntries(requireMap(value, PURPOSE)).map(([name, item]) => {
          const target = casts.get(name)
          return [name, target === undefined ? item : checkedCast(null, item, target)] as const
        })
        return withSide(record, side, null, hashMap(entries))
      }
      const struct = requireStruct(value, PURPOSE)
      const fields = (struct.schema.fields ?? []).map((field) => {
        const target = casts.get(field.name)
        return target === undefined ? field : { name: field.name, schema: castSchema(field.schema, target) }
      })
      const updated = structLike(struct.schema, fields, struct.schema.optional)
      const values = (struct.schema.fields ?? []).map((field) => {
        const target = casts.get(field.name)
        const found = read(struct, field.name)
        return [field.name, target === undefined ? found : checkedCast(field.schema, found, target)] as const
      })
      return withSide(record, side, updated, structOf(updated, values))
    }
  },
}

interface Casts {
  readonly whole: SchemaType | undefined
  readonly fields: ReadonlyMap<string, SchemaType>
}

function castsOf(spec: readonly string[]): Casts {
  const fields = new Map<string, SchemaType>()
  let whole: SchemaType | undefined
  for (const mapping of spec) {
    const [name = '', type] = mapping.split(':').map((part) => part.trim())
    if (type === undefined) whole = output(typeNamed(name) ?? noSuchType(name))
    else fields.set(name, output(typeNamed(type) ?? noSuchType(type)))
  }
  if (whole !== undefined && spec.length > 1) {
    throw configException('Cast transformations that specify a type to cast the entire value to may only specify a single cast in their spec')
  }
  if (whole === undefined && fields.size === 0) throw configException('Must specify at least one field to cast.')
  return { whole, fields }
}

function typeNamed(text: string): SchemaType | undefined {
  return SCHEMA_TYPES.find((type) => type === text.toLowerCase())
}

function noSuchType(text: string): never {
  throw configException(
    `Invalid value java.lang.IllegalArgumentException: No enum constant org.apache.kafka.connect.data.Schema.Type.${text.toUpperCase()} ` +
      `for configuration Invalid type found in casting spec: ${text}`,
  )
}

function output(type: SchemaType): SchemaType {
  if (OUTPUTS.some((known) => known === type)) return type
  throw configException(`Cast transformation does not support casting to ${type.toUpperCase()}; supported types are ${javaList(OUTPUTS.map((known) => known.toUpperCase()))}`)
}

function checkedCast(schema: ConnectSchema | null, value: ConnectValue, target: SchemaType): ConnectValue {
  if (value === null) return null
  const type = schema?.type ?? inferredTypeOf(value)
  if (type === undefined) throw dataException(`Cast transformation was passed a value of type class ${javaClassOf(value)} which is not supported by Connect's data API`)
  if (!INPUTS.includes(type)) {
    throw dataException(`Cast transformation does not support casting from ${type.toUpperCase()}; supported types are ${javaList(INPUTS.map((known) => known.toUpperCase()))}`)
  }
  return castValue(schema, value, target)
}

/** The schema of a field that was cast: its type, whether it is optional, and its default. */
function castSchema(schema: ConnectSchema, type: SchemaType): ConnectSchema {
  const given = schema.defaultValue
  return { type, optional: schema.optional, ...(given === undefined ? {} : { defaultValue: checkedCast(schema, given, type) }) }
}

function wholeSchema(schema: ConnectSchema, type: SchemaType): ConnectSchema {
  return { ...basicsOf(schema), ...castSchema(schema, type) }
}
