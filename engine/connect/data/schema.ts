import { dataException, schemaBuilderException } from './connect-exceptions.ts'
import type { ConnectValue } from './connect-value.ts'

/** The types of Connect's Schema.Type, in the words of its JSON and of `getName()`. */
export const SCHEMA_TYPES = [
  'int8', 'int16', 'int32', 'int64', 'float32', 'float64', 'boolean', 'string', 'bytes', 'array', 'map', 'struct',
] as const

/** One of {@link SCHEMA_TYPES}. */
export type SchemaType = (typeof SCHEMA_TYPES)[number]

/** A field of a STRUCT. */
export interface SchemaField {
  readonly name: string
  readonly schema: ConnectSchema
}

/** A schema of Connect's data model (org.apache.kafka.connect.data.ConnectSchema). */
export interface ConnectSchema {
  readonly type: SchemaType
  readonly optional: boolean
  readonly name?: string
  readonly version?: number
  readonly doc?: string
  readonly parameters?: ReadonlyMap<string, string>
  /** Absent where there is none; a default of null counts as none, too, as in Java. */
  readonly defaultValue?: ConnectValue
  /** Of a STRUCT. */
  readonly fields?: readonly SchemaField[]
  /** Of a MAP. */
  readonly keySchema?: ConnectSchema
  /** Of an ARRAY or a MAP. */
  readonly valueSchema?: ConnectSchema
}

/** Names of the logical types (org.apache.kafka.connect.data). */
export const LOGICAL = {
  date: 'org.apache.kafka.connect.data.Date',
  time: 'org.apache.kafka.connect.data.Time',
  timestamp: 'org.apache.kafka.connect.data.Timestamp',
  decimal: 'org.apache.kafka.connect.data.Decimal',
} as const

/** The schema of a type without anything else. */
export function schemaOf(type: SchemaType, optional = false): ConnectSchema {
  return { type, optional }
}

/** Schemas of the logical types of time. */
export function logicalTimeSchema(kind: 'date' | 'time' | 'timestamp', optional = false): ConnectSchema {
  return { type: kind === 'timestamp' ? 'int64' : 'int32', optional, name: LOGICAL[kind], version: 1 }
}

/** The schema of a list whose items have a schema. */
export function arrayOf(valueSchema: ConnectSchema, optional = false): ConnectSchema {
  return { type: 'array', optional, valueSchema }
}

/** The schema of a map. */
export function mapOf(keySchema: ConnectSchema, valueSchema: ConnectSchema, optional = false): ConnectSchema {
  return { type: 'map', optional, keySchema, valueSchema }
}

/** A type in the words of exceptions: the enum's constant. */
function typeName(schema: ConnectSchema): string {
  return schema.type.toUpperCase()
}

/** The fields of a struct (ConnectSchema.fields). @throws KafkaException a DataException for any other schema */
export function fieldsOf(schema: ConnectSchema): readonly SchemaField[] {
  if (schema.type !== 'struct') throw dataException('Cannot list fields on non-struct type')
  return schema.fields ?? []
}

/** A field of a struct by name (ConnectSchema.field). @throws KafkaException a DataException for any other schema */
export function fieldOf(schema: ConnectSchema, name: string): SchemaField | undefined {
  if (schema.type !== 'struct') throw dataException('Cannot look up fields on non-struct type')
  return schema.fields?.find((field) => field.name === name)
}

/**
 * Fields of a struct under construction with one more (SchemaBuilder.field).
 * @throws KafkaException a SchemaBuilderException for a name that is empty or there already
 */
export function withField(fields: readonly SchemaField[], name: string, schema: ConnectSchema): readonly SchemaField[] {
  if (name === '') throw schemaBuilderException('fieldName cannot be null.')
  if (fields.some((field) => field.name === name)) {
    throw schemaBuilderException(`Cannot create field because of field name duplication ${name}`)
  }
  return [...fields, { name, schema }]
}

/** A struct like another but with other fields: name, version, doc and parameters stay (SchemaUtil.copySchemaBasics). */
export function structLike(schema: ConnectSchema, fields: readonly SchemaField[], optional = false): ConnectSchema {
  return { ...basicsOf(schema), type: 'struct', optional, fields }
}

/** What SchemaUtil.copySchemaBasics copies: name, version, doc and parameters. */
export function basicsOf({ name, version, doc, parameters }: ConnectSchema): Partial<ConnectSchema> {
  return {
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    ...(doc === undefined ? {} : { doc }),
    ...(parameters === undefined ? {} : { parameters }),
  }
}

/** Whether two schemas are equal (ConnectSchema.equals; defaults are compared by identity, which is enough here). */
export function sameSchema(left: ConnectSchema | null, right: ConnectSchema | null): boolean {
  if (left === right) return true
  if (left === null || right === null) return false
  const flat = left.type === right.type && left.optional === right.optional && left.name === right.name && left.version === right.version
  if (!flat || !sameParts(left.keySchema, right.keySchema) || !sameParts(left.valueSchema, right.valueSchema)) return false
  const [ours, theirs] = [left.fields ?? [], right.fields ?? []]
  return ours.length === theirs.length && ours.every((field, index) => isSameField(field, theirs[index]))
}

function isSameField(left: SchemaField, right: SchemaField | undefined): boolean {
  return right !== undefined && left.name === right.name && sameParts(left.schema, right.schema)
}

function sameParts(left: ConnectSchema | undefined, right: ConnectSchema | undefined): boolean {
  return sameSchema(left ?? null, right ?? null)
}

/** A schema as Java prints it (ConnectSchema.toString). */
export function schemaText(schema: ConnectSchema): string {
  return schema.name === undefined ? `Schema{${typeName(schema)}}` : `Schema{${schema.name}:${typeName(schema)}}`
}
