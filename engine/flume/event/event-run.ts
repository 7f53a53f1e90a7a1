import type { RecordRun } from '../../ledger/record-run.ts'
import type { RecordStreams } from '../../ledger/record-stream.ts'

/**
 * Flume events that carry consecutive records: one event a record. Events are alike in what this object says, so a batch
 * of a thousand is one object.
 */
export interface EventRun extends RecordRun {
  /** Headers that every event of the run has (beside those of its record, when they travel along). */
  readonly headers?: ReadonlyMap<string, string>
  /** Whether the record's own headers are headers of the event (they came over Avro; a line of a file has none). */
  readonly hasRecordHeaders?: boolean
  /** The body, where it is not the record's value; then the run has one event. */
  readonly body?: string
}

/** A header key that is null in Java: an Avro client fails on it. */
export const NULL_HEADER_KEY = '\u0000'

/** A header value that is null in Java; a map prints it as `null`. */
export const NULL_HEADER_VALUE = '\u0000'

/** A header's value as Java concatenates it. */
export function headerText(value: string): string {
  return value === NULL_HEADER_VALUE ? 'null' : value
}

/** How many events the runs have. */
export function countEvents(runs: readonly EventRun[]): number {
  let count = 0
  for (const run of runs) count += run.count
  return count
}

/** A part of a run: `count` events from its event `from` on. */
export function partOf(run: EventRun, from: number, count: number): EventRun {
  return from === 0 && count === run.count ? run : { ...run, first: run.first + from, count }
}

/** Whether two runs can be one. */
export function continues(run: EventRun, next: EventRun): boolean {
  return (
    run.first + run.count === next.first &&
    run.headers === next.headers &&
    run.hasRecordHeaders === next.hasRecordHeaders &&
    run.body === undefined &&
    next.body === undefined
  )
}

/** Adds a run at the end, joined with the last one where it continues it. */
export function appendEvents(runs: EventRun[], run: EventRun): void {
  if (run.count === 0) return
  const last = runs[runs.length - 1]
  if (last !== undefined && continues(last, run)) runs[runs.length - 1] = { ...last, count: last.count + run.count }
  else runs.push(run)
}

/** One event of the runs after the other. */
export function* eachEvent(runs: readonly EventRun[]): Generator<EventRun> {
  for (const run of runs) for (let index = 0; index < run.count; index++) yield partOf(run, index, 1)
}

/** Body of the first event of a run. */
export function bodyOf(streams: RecordStreams, run: EventRun): string {
  return run.body ?? streams.valueOf(run.first)
}

/** Headers of the first event of a run; the run's own win over the record's. */
export function headersOf(streams: RecordStreams, run: EventRun): ReadonlyMap<string, string> {
  const own = run.headers ?? new Map<string, string>()
  if (run.hasRecordHeaders !== true) return own
  const ofRecord = streams.headersOf(run.first)
  return ofRecord === undefined ? own : new Map([...ofRecord, ...own])
}

/** Bytes of the bodies of all events of a run. */
export function bodyBytes(streams: RecordStreams, run: EventRun): number {
  return run.body === undefined ? streams.valueBytes(run) : utf8Bytes(run.body)
}

/** Whether all events of a run have bodies of the same size and the same headers. */
export function isUniform(streams: RecordStreams, run: EventRun): boolean {
  return run.count === 1 || streams.of(run.first).content.isUniform
}

/** Length of a text in UTF-8; a lone surrogate counts as the one byte of `?`, as Java encodes it. */
export function utf8Bytes(text: string): number {
  let bytes = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x80 || (code >= 0xd800 && code <= 0xdfff)) bytes += 1
    else if (code < 0x800) bytes += 2
    else bytes += code < 0x10000 ? 3 : 4
  }
  return bytes
}
