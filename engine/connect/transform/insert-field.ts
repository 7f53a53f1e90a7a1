import { configDef } from '../../kafka/config/config-def.ts'
import { configException, invalidValue } from '../../kafka/config/config-exception.ts'
import type { ParsedConfig } from '../../kafka/config/parsed-config.ts'
import { dataException } from '../data/connect-exceptions.ts'
import { hashMap, integer, textEntries, type ConnectValue } from '../data/connect-value.ts'
import { logicalTimeSchema, schemaOf, structLike, withField, type ConnectSchema, type SchemaField } from '../data/schema.ts'
import { fieldReader, structOf } from '../data/struct.ts'
import { sideOf, withSide, type ConnectRecord } from './connect-record.ts'
import { requireMap, requireStruct, type TransformationType } from './transformation.ts'

const PURPOSE = 'field insertion'

interface Insertion {
  readonly name: string
  readonly schema: ConnectSchema
  /** Undefined where the record has no such thing: nothing is put. */
  readonly valueOf: (record: ConnectRecord) => ConnectValue | undefined
  /** The value where there is no schema, if it differs. */
  readonly plainValueOf?: (record: ConnectRecord) => ConnectValue | undefined
}

/** Adds fields with facts about the record, or with a fixed text (InsertField). */
export const insertField: TransformationType = {
  def: configDef([
    ['offset.field', 'STRING', null, 'MEDIUM'],
    ['partition.field', 'STRING', null, 'MEDIUM'],
    ['replace.null.with.default', 'BOOLEAN', 'true', 'MEDIUM'],
    ['static.field', 'STRING', null, 'MEDIUM'],
    ['static.value', 'STRING', null, 'MEDIUM'],
    ['timestamp.field', 'STRING', null, 'MEDIUM'],
    ['topic.field', 'STRING', null, 'MEDIUM'],
  ]),
  configure: (config, side) => {
    const insertions = insertionsOf(config)
    const read = fieldReader(config.flag('replace.null.with.default'))
    return (record) => {
      const { schema, value } = sideOf(record, side)
      if (value === null) return record
      if (schema === null) {
        const map = requireMap(value, PURPOSE)
        const put = insertions.flatMap(({ name, valueOf, plainValueOf }) => entryOf(name, (plainValueOf ?? valueOf)(record)))
        return withSide(record, side, null, hashMap([...textEntries(map), ...put]))
      }
      const struct = requireStruct(value, PURPOSE)
      const fields = struct.schema.fields ?? []
      let updated: readonly SchemaField[] = fields
      for (const insertion of insertions) updated = withField(updated, insertion.name, insertion.schema)
      const updatedSchema = structLike(struct.schema, updated)
      const kept = fields.map(({ name }) => [name, read(struct, name)] as const)
      const put = insertions.flatMap(({ name, valueOf }) => entryOf(name, valueOf(record)))
      return withSide(record, side, updatedSchema, structOf(updatedSchema, [...kept, ...put]))
    }
  },
}

function entryOf(name: string, value: ConnectValue | undefined): readonly (readonly [string, ConnectValue])[] {
  return value === undefined ? [] : [[name, value]]
}

function insertionsOf(config: ParsedConfig): readonly Insertion[] {
  const staticValue = config.textOrNull('static.value')
  const found = [
    insertion(config, 'topic.field', (optional) => schemaOf('string', optional), ({ topic }) => topic),
    insertion(config, 'partition.field', (optional) => schemaOf('int32', optional), ({ partition }) => (partition === null ? undefined : integer('int32', partition))),
    insertion(config, 'offset.field', (optional) => schemaOf('int64', optional), offsetOf),
    insertion(config, 'timestamp.field', (optional) => logicalTimeSchema('timestamp', optional),
      ({ timestamp }) => (timestamp === null ? undefined : { kind: 'date', value: timestamp }),
      ({ timestamp }) => (timestamp === null ? undefined : integer('int64', timestamp))),
    insertion(config, 'static.field', (optional) => schemaOf('string', optional), () => staticValue ?? undefined),
  ].flat()
  if (found.length === 0) throw configException('No field insertion configured')
  if (config.textOrNull('static.field') !== null && staticValue === null) {
    throw invalidValue('static.value', 'null', 'No value specified for static field: org.apache.kafka.connect.transforms.InsertField$InsertionSpec@<hash>')
  }
  return found
}

/** The insertion of a key whose text may end with `?` (optional, as without) or `!` (required). */
function insertion(
  config: ParsedConfig, key: string, schema: (optional: boolean) => ConnectSchema,
  valueOf: Insertion['valueOf'], plainValueOf?: Insertion['valueOf'],
): readonly Insertion[] {
  const text = config.textOrNull(key)
  if (text === null) return []
  const name = /[?!]$/.test(text) ? text.slice(0, -1) : text
  return [{ name, schema: schema(!text.endsWith('!')), valueOf, ...(plainValueOf === undefined ? {} : { plainValueOf }) }]
}

function offsetOf({ origin }: ConnectRecord): ConnectValue {
  if (origin === undefined) throw dataException(`Only SinkRecord supported for [${PURPOSE}], found: org.apache.kafka.connect.source.SourceRecord`)
  return integer('int64', origin.offset)
}
