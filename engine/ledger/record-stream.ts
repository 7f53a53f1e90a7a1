import type { RecordRun } from './record-run.ts'

/** Distance between the first numbers of two streams; a stream can have so many records. */
const streamSpan = 2 ** 40

/**
 * What a stream of records is made of, each a function of the record's number within the stream (from 0). Both lanes get
 * the same stream, so record 123 of one lane is record 123 of the other.
 */
export interface RecordContent {
  readonly name: string
  /** Bytes of the value (Flume: the event's body). */
  valueBytes(number: number): number
  /** The value as text; what a filter or a serializer looks at. */
  value(number: number): string
  /** The record's key; undefined when it has none. */
  key(number: number): string | undefined
  /** Headers; undefined when it has none. */
  headers(number: number): ReadonlyMap<string, string> | undefined
  /** Whether all records have the same size, no key and no headers, so that ranges need not be split to look at them. */
  readonly isUniform: boolean
}

/** A stream with its place in the run's numbering. */
export interface RecordStream {
  readonly index: number
  readonly content: RecordContent
  /** Global number of its record 0. */
  readonly base: number
}

/** All streams of a run: gives each its range of global record numbers, and finds a record's stream again. */
export class RecordStreams {
  readonly #streams: RecordStream[] = []
  /** Of streams that are another form of one: its index. */
  readonly #origins = new Map<number, number>()

  /** Adds a stream. */
  add(content: RecordContent): RecordStream {
    const stream = { index: this.#streams.length, content, base: streamBase(this.#streams.length) }
    this.#streams.push(stream)
    return stream
  }

  /**
   * Adds the same records in another form, made on their way: record n of the form is record n of the stream for the books,
   * and has another content.
   */
  addForm(streamIndex: number, content: RecordContent): RecordStream {
    const form = this.add(content)
    this.#origins.set(form.index, this.originOf(streamIndex))
    return form
  }

  /** Whether any stream is a form of another one. */
  get hasForms(): boolean {
    return this.#origins.size > 0
  }

  /** The index of the stream that a stream is a form of; its own where it is none. */
  originOf(streamIndex: number): number {
    return this.#origins.get(streamIndex) ?? streamIndex
  }

  /** The records that a run consists of in the books: the originals of those that are forms of others. */
  originalOf(run: RecordRun): RecordRun {
    if (this.#origins.size === 0) return run
    const origin = this.#origins.get(streamIndexOf(run.first))
    return origin === undefined ? run : { first: streamBase(origin) + numberInStream(run.first), count: run.count }
  }

  get all(): readonly RecordStream[] {
    return this.#streams
  }

  /** The stream of a global record number. @throws RangeError for a number that no stream has */
  of(record: number): RecordStream {
    const stream = this.#streams[streamIndexOf(record)]
    if (stream === undefined) throw new RangeError(`record ${String(record)} belongs to no stream`)
    return stream
  }

  /** Bytes of the values of a run of records. */
  valueBytes(run: RecordRun): number {
    const stream = this.of(run.first)
    const number = run.first - stream.base
    if (stream.content.isUniform) return stream.content.valueBytes(number) * run.count
    let bytes = 0
    for (let offset = 0; offset < run.count; offset++) bytes += stream.content.valueBytes(number + offset)
    return bytes
  }

  /** The value of one record as text. */
  valueOf(record: number): string {
    const stream = this.of(record)
    return stream.content.value(record - stream.base)
  }

  /** The key of one record. */
  keyOf(record: number): string | undefined {
    const stream = this.of(record)
    return stream.content.key(record - stream.base)
  }

  /** The headers of one record. */
  headersOf(record: number): ReadonlyMap<string, string> | undefined {
    const stream = this.of(record)
    return stream.content.headers(record - stream.base)
  }
}

/** The index of the stream that a global record number belongs to. */
export function streamIndexOf(record: number): number {
  return Math.floor(record / streamSpan)
}

/** The number of a record within its stream. */
export function numberInStream(record: number): number {
  // What `%` would give, without the slow remainder of floating point numbers.
  return record - Math.floor(record / streamSpan) * streamSpan
}

/** The global number of record 0 of the stream with an index. */
export function streamBase(index: number): number {
  return index * streamSpan
}
