import { configDef } from '../../kafka/config/config-def.ts'
import { invalidValue } from '../../kafka/config/config-exception.ts'
import { javaList } from '../../kafka/config/config-value.ts'
import { anyList, type Validator } from '../../kafka/config/validators.ts'
import { hashMap, textEntries } from '../data/connect-value.ts'
import { structLike, withField, type SchemaField } from '../data/schema.ts'
import { fieldReader, structOf } from '../data/struct.ts'
import { sideOf, withSide } from './connect-record.ts'
import { requireMap, requireStruct, type TransformationType } from './transformation.ts'

const PURPOSE = 'field replacement'

const RENAMES: Validator = {
  text: 'list of colon-delimited pairs, e.g. <code>foo:bar,abc:xyz</code>',
  check: (_key, _type, value) => {
    const mappings = Array.isArray(value) ? value.map(String) : []
    for (const mapping of mappings) {
      if (partsOf(mapping).length !== 2) throw invalidValue('renames', javaList(mappings), `Invalid rename mapping: ${mapping}`)
    }
  },
}

/** Leaves out, keeps only, and renames fields (ReplaceField). */
export const replaceField: TransformationType = {
  def: configDef([
    ['exclude', 'LIST', '', 'MEDIUM', anyList('empty')],
    ['include', 'LIST', '', 'MEDIUM', anyList('empty')],
    ['renames', 'LIST', '', 'MEDIUM', RENAMES],
    ['replace.null.with.default', 'BOOLEAN', 'true', 'MEDIUM'],
  ]),
  configure: (config, side) => {
    const [exclude, include] = [config.list('exclude'), config.list('include')]
    const renames = new Map(config.list('renames').map((mapping) => [partsOf(mapping)[0] ?? '', partsOf(mapping)[1] ?? ''] as const))
    const isKept = (name: string) => !exclude.includes(name) && (include.length === 0 || include.includes(name))
    const renamed = (name: string) => renames.get(name) ?? name
    const read = fieldReader(config.flag('replace.null.with.default'))
    return (record) => {
      const { schema, value } = sideOf(record, side)
      if (value === null) return record
      if (schema === null) {
        const kept = textEntries(requireMap(value, PURPOSE)).filter(([name]) => isKept(name))
        return withSide(record, side, null, hashMap(kept.map(([name, item]) => [renamed(name), item] as const)))
      }
      const struct = requireStruct(value, PURPOSE)
      const fields = (struct.schema.fields ?? []).filter(({ name }) => isKept(name))
      let updated: readonly SchemaField[] = []
      for (const field of fields) updated = withField(updated, renamed(field.name), field.schema)
      const updatedSchema = structLike(struct.schema, updated)
      return withSide(record, side, updatedSchema, structOf(updatedSchema, fields.map(({ name }) => [renamed(name), read(struct, name)] as const)))
    }
  },
}

/** String.split(":"), which drops empty parts at the end. */
function partsOf(mapping: string): readonly string[] {
  const parts = mapping.split(':')
  while (parts.length > 1 && parts.at(-1) === '') parts.pop()
  return parts
}
