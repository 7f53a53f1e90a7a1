import type { CarriesRecords } from '../../ledger/lane.ts'
import type { RecordStreams } from '../../ledger/record-stream.ts'
import { bodyBytes, headersOf, partOf, utf8Bytes, type EventRun } from '../event/event-run.ts'

/** A call of AvroSourceProtocol. Source: flume.avdl. */
export interface AvroRequest extends CarriesRecords {
  readonly method: 'append' | 'appendBatch'
  readonly events: readonly EventRun[]
  readonly carriedRuns: readonly EventRun[]
}

/** Its answer. */
export interface AvroReply {
  readonly status: 'OK' | 'FAILED'
}

/** Bytes of a call without its events (Avro's frame and call header). */
const CALL_BYTES = 40
/** Bytes of an answer. */
export const REPLY_BYTES = 16
/** An event's lengths and counts in Avro's encoding. */
const EVENT_BYTES = 4

/** A call with its size. */
export function avroRequest(
  streams: RecordStreams,
  method: AvroRequest['method'],
  events: readonly EventRun[],
): { readonly request: AvroRequest; readonly bytes: number } {
  let bytes = CALL_BYTES
  for (const run of events) bytes += bodyBytes(streams, run) + run.count * (EVENT_BYTES + headerBytes(streams, run))
  return { request: { method, events, carriedRuns: events }, bytes }
}

/** Bytes of an event's headers, as those of the first of its run. */
function headerBytes(streams: RecordStreams, run: EventRun): number {
  let bytes = 0
  for (const [key, value] of headersOf(streams, partOf(run, 0, 1))) bytes += utf8Bytes(key) + utf8Bytes(value) + 2
  return bytes
}
