import type { RecordContent } from '../../../../engine/ledger/record-stream.ts'
import { utf8Bytes } from '../../../../engine/kafka/record/utf8-bytes.ts'

/** What the records of one step are made of, by their number within the step. */
export interface RecordSpec {
  readonly value: (index: number) => string
  readonly key?: (index: number) => string | undefined
  /** Bytes of each value where they are given instead of a text. */
  readonly valueBytes?: number
}

interface Segment extends RecordSpec {
  readonly first: number
}

/** The records that one client sends over its life, numbered from 0; each step adds what its records contain. */
export class ClientRecords implements RecordContent {
  readonly name: string
  readonly isUniform = false
  readonly #segments: Segment[] = []
  #count = 0

  constructor(name: string) {
    this.name = name
  }

  /** Records that steps have asked for so far. */
  get count(): number {
    return this.#count
  }

  /** Adds `count` records. @returns the number of the first */
  add(count: number, spec: RecordSpec): number {
    const first = this.#count
    this.#segments.push({ ...spec, first })
    this.#count += count
    return first
  }

  /** Adds one more record to those of the last step (a flow does not know how many there will be). */
  extend(): number {
    this.#count++
    return this.#count - 1
  }

  /** Bytes of a record's value. */
  valueBytes(number: number): number {
    const segment = this.#segmentOf(number)
    return segment.valueBytes ?? utf8Bytes(segment.value(number - segment.first))
  }

  /** A record's value. */
  value(number: number): string {
    const segment = this.#segmentOf(number)
    return segment.value(number - segment.first)
  }

  /** A record's key. */
  key(number: number): string | undefined {
    const segment = this.#segmentOf(number)
    return segment.key?.(number - segment.first)
  }

  /** Replayed records have no headers. */
  headers(): undefined {
    return undefined
  }

  #segmentOf(number: number): Segment {
    for (let index = this.#segments.length - 1; index >= 0; index--) {
      const segment = this.#segments[index]
      if (segment !== undefined && segment.first <= number) return segment
    }
    throw new RangeError(`${this.name} has no record ${String(number)}`)
  }
}
