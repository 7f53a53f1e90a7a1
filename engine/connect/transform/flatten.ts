import { configDef } from '../../kafka/config/config-def.ts'
import { dataException } from '../data/connect-exceptions.ts'
import { javaClassOf, textEntries, type ConnectMap, type ConnectStruct, type ConnectValue } from '../data/connect-value.ts'
import { structLike, withField, type ConnectSchema, type SchemaField } from '../data/schema.ts'
import { structGet, structOf } from '../data/struct.ts'
import { sideOf, withSide } from './connect-record.ts'
import { requireMap, requireStruct, type TransformationType } from './transformation.ts'

const PURPOSE = 'flattening'

/** Makes one level out of nested structs or maps, with joined names (Flatten). */
export const flatten: TransformationType = {
  def: configDef([['delimiter', 'STRING', '.', 'MEDIUM']]),
  configure: (config, side) => {
    const delimiter = config.text('delimiter')
    return (record) => {
      const { schema, value } = sideOf(record, side)
      if (value === null) return record
      if (schema === null) {
        const entries = new Map(flatEntries('', requireMap(value, PURPOSE), delimiter))
        return withSide(record, side, null, { kind: 'map', entries: [...entries], javaClass: 'java.util.LinkedHashMap' })
      }
      const struct = requireStruct(value, PURPOSE)
      const fields = flatFields('', struct.schema, struct.schema.optional, undefined, delimiter)
      let checked: readonly SchemaField[] = []
      for (const field of fields) checked = withField(checked, field.name, field.schema)
      const flat = structLike(struct.schema, checked)
      return withSide(record, side, flat, structOf(flat, flatValues('', struct, delimiter)))
    }
  },
}

function joined(prefix: string, name: string, delimiter: string): string {
  return prefix === '' ? name : `${prefix}${delimiter}${name}`
}

function flatEntries(prefix: string, map: ConnectMap, delimiter: string): readonly (readonly [string, ConnectValue])[] {
  return textEntries(map).flatMap(([key, value]): readonly (readonly [string, ConnectValue])[] => {
    const name = joined(prefix, key, delimiter)
    if (typeof value !== 'object' || value === null) return [[name, value]]
    if (value.kind === 'map') return flatEntries(name, value, delimiter)
    if (value.kind === 'date' || value.kind === 'decimal') {
      throw dataException(`Flatten transformation was passed a value of type class ${javaClassOf(value)} which is not supported by Connect's data API`)
    }
    if (value.kind === 'struct') throw dataException(`Flatten transformation does not support STRUCT for record without schemas (for field ${name}).`)
    return [[name, value]]
  })
}

function flatFields(prefix: string, schema: ConnectSchema, optional: boolean, parentDefault: ConnectStruct | undefined, delimiter: string): readonly SchemaField[] {
  return (schema.fields ?? []).flatMap((field) => {
    const name = joined(prefix, field.name, delimiter)
    const isOptional = optional || field.schema.optional
    const given = field.schema.defaultValue ?? (optional && parentDefault !== undefined ? structGet(parentDefault, field.name) : null)
    if (field.schema.type === 'struct') {
      return flatFields(name, field.schema, isOptional, typeof given === 'object' && given?.kind === 'struct' ? given : undefined, delimiter)
    }
    return [{ name, schema: { ...field.schema, optional: isOptional, ...(given === null ? {} : { defaultValue: given }) } }]
  })
}

function flatValues(prefix: string, struct: ConnectStruct, delimiter: string): readonly (readonly [string, ConnectValue])[] {
  return (struct.schema.fields ?? []).flatMap((field): readonly (readonly [string, ConnectValue])[] => {
    const name = joined(prefix, field.name, delimiter)
    const value = structGet(struct, field.name)
    if (field.schema.type !== 'struct') return [[name, value]]
    return typeof value === 'object' && value?.kind === 'struct' ? flatValues(name, value, delimiter) : []
  })
}
