import { dataException } from './connect-exceptions.ts'
import { javaClassOf, kindOf, type ConnectValue, type ValueKind } from './connect-value.ts'
import { LOGICAL, sameSchema, schemaText, type ConnectSchema, type SchemaType } from './schema.ts'

/** The Java classes that a type takes (ConnectSchema.SCHEMA_TYPE_CLASSES). */
const KINDS: Readonly<Record<SchemaType, ValueKind>> = {
  int8: 'int8', int16: 'int16', int32: 'int32', int64: 'int64', float32: 'float32', float64: 'float64',
  boolean: 'boolean', string: 'string', bytes: 'bytes', array: 'list', map: 'map', struct: 'struct',
}

/** The classes that logical types take instead (ConnectSchema.LOGICAL_TYPE_CLASSES). */
const LOGICAL_KINDS: ReadonlyMap<string, ValueKind> = new Map([
  [LOGICAL.decimal, 'decimal'], [LOGICAL.date, 'date'], [LOGICAL.time, 'date'], [LOGICAL.timestamp, 'date'],
])

/**
 * Checks that a value fits a schema (ConnectSchema.validateValue).
 * @throws KafkaException a DataException
 */
export function validateValue(schema: ConnectSchema, value: ConnectValue, name: string | null = null): void {
  const location = name === null ? '' : `: field: "${name}"`
  if (value === null) {
    if (schema.optional) return
    throw dataException(`Invalid value: null used for required field: ${name === null ? 'null' : `"${name}"`}, schema type: ${schema.type.toUpperCase()}`)
  }
  const expected = (schema.name === undefined ? undefined : LOGICAL_KINDS.get(schema.name)) ?? KINDS[schema.type]
  if (kindOf(value) !== expected) {
    throw dataException(`Invalid Java object for schema ${schema.name === undefined ? `with type ${schema.type.toUpperCase()}` : `"${schema.name}" with type ${schema.type.toUpperCase()}`}: class ${javaClassOf(value)}${name === null ? '' : ` for field: "${name}"`}`)
  }
  if (typeof value !== 'object') return
  if (value.kind === 'struct' && !sameSchema(value.schema, schema)) {
    throw dataException(`Struct schemas do not match${location} ${schemaText(value.schema)}`)
  }
  if (value.kind === 'list' && schema.valueSchema !== undefined) for (const item of value.items) validateValue(schema.valueSchema, item, name)
  if (value.kind !== 'map') return
  for (const [key, item] of value.entries) {
    if (schema.keySchema !== undefined) validateValue(schema.keySchema, key, name)
    if (schema.valueSchema !== undefined) validateValue(schema.valueSchema, item, name)
  }
}
