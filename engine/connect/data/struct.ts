import { dataException } from './connect-exceptions.ts'
import type { ConnectStruct, ConnectValue } from './connect-value.ts'
import { fieldOf, type ConnectSchema } from './schema.ts'
import { validateValue } from './validate-value.ts'

/**
 * A Struct with these values (Struct.put for each).
 * @throws KafkaException a DataException for a field that is not there or a value that does not fit its schema
 */
export function structOf(schema: ConnectSchema, values: Iterable<readonly [string, ConnectValue]>): ConnectStruct {
  if (schema.type !== 'struct') throw dataException(`Not a struct schema: ${schema.type}`)
  const put = new Map<string, ConnectValue>()
  for (const [name, value] of values) {
    const field = fieldOf(schema, name)
    if (field === undefined) throw dataException(`${name} is not a valid field name`)
    validateValue(field.schema, value, name)
    put.set(name, value)
  }
  return { kind: 'struct', schema, values: put }
}

/** The value of a field; its default where it has no value and there is one (Struct.get). @throws KafkaException a DataException for no field */
export function structGet(struct: ConnectStruct, name: string): ConnectValue {
  const field = fieldOf(struct.schema, name)
  if (field === undefined) throw dataException(`${name} is not a valid field name`)
  return struct.values.get(name) ?? field.schema.defaultValue ?? null
}

/** The value of a field as it was put (Struct.getWithoutDefault). @throws KafkaException a DataException for no field */
export function structGetWithoutDefault(struct: ConnectStruct, name: string): ConnectValue {
  if (fieldOf(struct.schema, name) === undefined) throw dataException(`${name} is not a valid field name`)
  return struct.values.get(name) ?? null
}

/** A reader of fields: with defaults in the place of nulls, or without (replace.null.with.default). */
export function fieldReader(replaceNullWithDefault: boolean): (struct: ConnectStruct, name: string) => ConnectValue {
  return replaceNullWithDefault ? structGet : structGetWithoutDefault
}
