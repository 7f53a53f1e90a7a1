import type { ConsumedRun } from '../../kafka/consumer/consumed-run.ts'
import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import { utf8Encode } from '../../kafka/record/utf8-encode.ts'
import type { RecordStreams } from '../../ledger/record-stream.ts'
import { connectException } from '../data/connect-exceptions.ts'
import { valueText } from '../data/connect-value.ts'
import { parseString } from '../data/values/parse-string.ts'
import type { ConnectRecord } from '../transform/connect-record.ts'
import type { Transform } from '../transform/transformation.ts'
import type { SinkRecords } from './sink-connector.ts'
import type { TaskConverters } from './task-converters.ts'

/** What becomes of records on their way from the consumer to the connector. */
export interface RecordConversion {
  readonly streams: RecordStreams
  readonly converters: TaskConverters
  readonly transform: Transform
  /** Whether values pass as they are: text, and no transformation. */
  readonly isPlain: boolean
  /** errors.tolerance = all. */
  readonly isTolerant: boolean
  /** A transformation dropped a record. */
  readonly onFiltered: (record: SinkRecords) => void
  /** A bad record was passed over. */
  readonly onSkipped: (record: SinkRecords, error: KafkaException) => void
}

/**
 * Converts and transforms what a poll brought (WorkerSinkTask.convertMessages).
 * @throws KafkaException a ConnectException for the first bad record, unless errors are tolerated
 */
export function convertRecords(polled: readonly ConsumedRun[], conversion: RecordConversion): readonly SinkRecords[] {
  return polled.flatMap((consumed): readonly SinkRecords[] => {
    const { topic, partition, offset, run } = consumed
    if (conversion.isPlain) return [{ topic, origin: { topic, partition, offset }, run }]
    return Array.from({ length: run.count }, (_, index) => convertOne(consumed, index, conversion)).flat()
  })
}

function convertOne({ topic, partition, offset, run, timestampMs }: ConsumedRun, index: number, conversion: RecordConversion): readonly SinkRecords[] {
  const { streams, converters, transform, isTolerant, onFiltered, onSkipped } = conversion
  const record = run.first + index
  const plain: SinkRecords = { topic, origin: { topic, partition, offset: offset + index }, run: { first: record, count: 1 } }
  try {
    const key = streams.keyOf(record)
    const { schema: keySchema, value: keyValue } = converters.key.toConnect(key === undefined ? null : utf8Encode(key))
    const { schema: valueSchema, value } = converters.value.toConnect(utf8Encode(streams.valueOf(record)))
    const headers = [...(streams.headersOf(record) ?? [])].map(([name, text]) => ({ key: name, ...(parseString(text) ?? { schema: null, value: null }) }))
    const given: ConnectRecord = { topic, partition, keySchema, key: keyValue, valueSchema, value, timestamp: timestampMs, headers, origin: plain.origin }
    const transformed = transform(given)
    if (transformed !== null) return [{ ...plain, topic: transformed.topic, text: valueText(transformed.value) }]
    onFiltered(plain)
    return []
  } catch (error) {
    if (!(error instanceof KafkaException)) throw error
    if (!isTolerant) throw connectException('Tolerance exceeded in error handler', error)
    onSkipped(plain, error)
    return []
  }
}
