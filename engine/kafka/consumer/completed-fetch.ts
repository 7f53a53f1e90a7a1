import type { FetchResponseAbortedTransaction } from '../protocol/fetch.ts'
import { offsetAt, recordsBefore, recordsWithoutGap } from '../log/cleaned-batch.ts'
import type { RecordBatch } from '../record/record-batch.ts'
import type { ConsumedRun } from './consumed-run.ts'
import type { AssignedPartition } from './subscription-state.ts'

/** What a fetch of one partition brought, while `poll` takes it out in parts of max.poll.records (Kafka's CompletedFetch). */
export class CompletedFetch {
  readonly partition: AssignedPartition
  readonly #batches: readonly RecordBatch[]
  readonly #aborted: readonly FetchResponseAbortedTransaction[]
  readonly #isReadCommitted: boolean
  readonly #abortedProducers = new Set<number>()
  #abortedIndex = 0
  #batchIndex = 0
  #nextOffset: number
  #lastEpoch: number

  constructor(options: {
    readonly partition: AssignedPartition
    readonly fetchOffset: number
    readonly batches: readonly RecordBatch[]
    readonly aborted: readonly FetchResponseAbortedTransaction[] | null
    readonly isReadCommitted: boolean
  }) {
    this.partition = options.partition
    this.#batches = options.batches
    this.#aborted = [...(options.aborted ?? [])].sort((left, right) => left.firstOffset - right.firstOffset)
    this.#isReadCommitted = options.isReadCommitted
    this.#nextOffset = options.fetchOffset
    this.#lastEpoch = options.partition.position?.offsetEpoch ?? -1
  }

  /** Offset from which the next records come. */
  get nextOffset(): number {
    return this.#nextOffset
  }

  /** Epoch of the last record taken out. */
  get lastEpoch(): number {
    return this.#lastEpoch
  }

  get isDrained(): boolean {
    return this.#batchIndex >= this.#batches.length
  }

  /** Takes out up to so many records; the position moves over control batches and aborted transactions on the way. */
  take(countMax: number): readonly ConsumedRun[] {
    const taken: ConsumedRun[] = []
    let room = countMax
    while (!this.isDrained) {
      const batch = this.#batches[this.#batchIndex]
      if (batch === undefined) break
      if (!this.#isVisible(batch)) {
        this.#pass(batch)
        continue
      }
      if (room === 0) break
      room -= this.#takeFrom(batch, room, taken)
      if (this.#nextOffset > batch.lastOffset) this.#pass(batch)
    }
    return taken
  }

  /** Every record that is still inside. */
  walk(visit: (run: { readonly first: number; readonly count: number }) => void): void {
    for (const batch of this.#batches.slice(this.#batchIndex)) {
      let position = 0
      const begin = recordsBefore(batch, this.#nextOffset)
      for (const run of batch.runs) {
        const skip = Math.min(run.count, Math.max(0, begin - position))
        if (skip < run.count) visit({ first: run.first + skip, count: run.count - skip })
        position += run.count
      }
    }
  }

  #takeFrom(batch: RecordBatch, room: number, taken: ConsumedRun[]): number {
    let count = 0
    let position = 0
    const begin = recordsBefore(batch, this.#nextOffset)
    for (const run of batch.runs) {
      let skip = Math.min(run.count, Math.max(0, begin - position))
      while (skip < run.count && count < room) {
        const offset = offsetAt(batch, position + skip)
        const size = Math.min(recordsWithoutGap(batch, position + skip, run.count - skip), room - count)
        taken.push({
          topic: this.partition.topic, partition: this.partition.partition, offset,
          run: { first: run.first + skip, count: size }, leaderEpoch: batch.partitionLeaderEpoch, timestampMs: batch.firstTimestampMs,
        })
        this.#nextOffset = offset + size
        count += size
        skip += size
      }
      position += run.count
    }
    if (count < room) this.#nextOffset = batch.lastOffset + 1
    this.#lastEpoch = batch.partitionLeaderEpoch
    return count
  }

  #pass(batch: RecordBatch): void {
    this.#nextOffset = Math.max(this.#nextOffset, batch.lastOffset + 1)
    this.#lastEpoch = batch.partitionLeaderEpoch
    this.#batchIndex++
  }

  #isVisible(batch: RecordBatch): boolean {
    if (batch.lastOffset < this.#nextOffset) return false
    if (this.#isReadCommitted) {
      for (let next = this.#aborted[this.#abortedIndex]; next !== undefined && next.firstOffset <= batch.lastOffset; next = this.#aborted[this.#abortedIndex]) {
        this.#abortedProducers.add(next.producerId)
        this.#abortedIndex++
      }
    }
    if (batch.isControl) {
      this.#abortedProducers.delete(batch.producerId)
      return false
    }
    return !(batch.isTransactional && this.#abortedProducers.has(batch.producerId)) && batch.runs.length > 0
  }
}
