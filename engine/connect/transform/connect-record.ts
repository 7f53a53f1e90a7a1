import type { ConnectValue } from '../data/connect-value.ts'
import { valueText } from '../data/connect-value.ts'
import { schemaText, type ConnectSchema } from '../data/schema.ts'

/** A value with its schema; null for none (SchemaAndValue). */
export interface SchemaAndValue {
  readonly schema: ConnectSchema | null
  readonly value: ConnectValue
}

/** A header of a record; several may have the same key. */
export interface ConnectHeader extends SchemaAndValue {
  readonly key: string
}

/** A record between converter and connector (ConnectRecord). */
export interface ConnectRecord {
  readonly topic: string
  /** Null where the producer is to choose. */
  readonly partition: number | null
  readonly keySchema: ConnectSchema | null
  readonly key: ConnectValue
  readonly valueSchema: ConnectSchema | null
  readonly value: ConnectValue
  /** Milliseconds since 1970; null for none. */
  readonly timestamp: number | null
  readonly headers: readonly ConnectHeader[]
  /** What only a SinkRecord has: where it came from. */
  readonly origin?: RecordOrigin
}

/** The place of a sink's record in its topic, before any transformation. */
export interface RecordOrigin {
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

/** Which half of a record a transformation works on: `Xyz$Key` or `Xyz$Value`. */
export type RecordSide = 'key' | 'value'

/** The half of a record that a transformation works on. */
export function sideOf(record: ConnectRecord, side: RecordSide): SchemaAndValue {
  return side === 'key' ? { schema: record.keySchema, value: record.key } : { schema: record.valueSchema, value: record.value }
}

/** The record with another half. */
export function withSide(record: ConnectRecord, side: RecordSide, schema: ConnectSchema | null, value: ConnectValue): ConnectRecord {
  return side === 'key' ? { ...record, keySchema: schema, key: value } : { ...record, valueSchema: schema, value }
}

/** A record as its toString prints it (SinkRecord, ConnectRecord). */
export function recordText(record: ConnectRecord): string {
  const common = `ConnectRecord{topic='${record.topic}', kafkaPartition=${String(record.partition)}, key=${valueText(record.key)}, ` +
    `keySchema=${schemaOrNull(record.keySchema)}, value=${valueText(record.value)}, valueSchema=${schemaOrNull(record.valueSchema)}, ` +
    `timestamp=${String(record.timestamp)}, headers=ConnectHeaders(headers=${headersText(record.headers)})}`
  if (record.origin === undefined) return common
  const { topic, partition, offset } = record.origin
  return `SinkRecord{kafkaOffset=${String(offset)}, timestampType=CreateTime, originalTopic=${topic}, ` +
    `originalKafkaPartition=${String(partition)}, originalKafkaOffset=${String(offset)}} ${common}`
}

function headersText(headers: readonly ConnectHeader[]): string {
  if (headers.length === 0) return ''
  const texts = headers.map(({ key, value, schema }) => `ConnectHeader(key=${key}, value=${valueText(value)}, schema=${schemaOrNull(schema)})`)
  return `[${texts.join(', ')}]`
}

function schemaOrNull(schema: ConnectSchema | null): string {
  return schema === null ? 'null' : schemaText(schema)
}
