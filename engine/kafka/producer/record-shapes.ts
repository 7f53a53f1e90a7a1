import type { RecordRun } from '../../ledger/record-run.ts'
import type { RecordStreams } from '../../ledger/record-stream.ts'
import { utf8Bytes } from '../record/utf8-bytes.ts'
import type { HeaderShape, RecordShape } from '../record/record-size.ts'

/** The serialized sizes of one record (StringSerializer for key and headers, ByteArraySerializer for the value). */
export function shapeOf(streams: RecordStreams, record: number): RecordShape {
  const stream = streams.of(record)
  const number = record - stream.base
  const key = stream.content.key(number)
  const headers: HeaderShape[] = []
  for (const [name, value] of stream.content.headers(number) ?? []) headers.push({ keySize: utf8Bytes(name), valueSize: utf8Bytes(value) })
  return { keySize: key === undefined ? -1 : utf8Bytes(key), valueSize: stream.content.valueBytes(number), headers }
}

/** A run cut into parts of one shape and one key each; a uniform stream's run stays whole. */
export function alikeRuns(streams: RecordStreams, run: RecordRun): readonly RecordRun[] {
  if (run.count === 1 || streams.of(run.first).content.isUniform) return [run]
  const parts: RecordRun[] = []
  for (let offset = 0; offset < run.count; offset++) parts.push({ first: run.first + offset, count: 1 })
  return parts
}
