import type { TransactionMarker } from '../record/end-transaction-marker.ts'
import type { RecordBatch } from '../record/record-batch.ts'
import { payloadOf } from './payload-batch.ts'

/** A transaction whose records read_committed readers skip. */
export interface AbortedTransaction {
  readonly producerId: number
  readonly firstOffset: number
  readonly lastOffset: number
}

interface OpenTransaction {
  readonly firstOffset: number
  /** Offset of the marker that ended it; it stays unstable until the high watermark is past it. */
  markerOffset: number | undefined
}

/** The payload of a control batch that ends a transaction. */
export interface MarkerPayload {
  readonly marker: TransactionMarker
  /** transaction.version of the cluster: with 2, a marker's epoch is newer than its transaction's. */
  readonly transactionVersion: number
}

/** Open and aborted transactions of one log (ProducerStateManager's ongoing and unreplicated transactions, TransactionIndex). */
export class TransactionIndex {
  readonly #open = new Map<number, OpenTransaction>()
  #unreplicated: OpenTransaction[] = []
  readonly #aborted: AbortedTransaction[] = []

  /** Looks at a batch that was appended. */
  note(batch: RecordBatch, highWatermark: number): void {
    if (!batch.isTransactional) return
    const open = this.#open.get(batch.producerId)
    if (!batch.isControl) {
      if (open === undefined) this.#open.set(batch.producerId, { firstOffset: batch.baseOffset, markerOffset: undefined })
      return
    }
    if (open === undefined) return
    this.#open.delete(batch.producerId)
    open.markerOffset = batch.baseOffset
    this.#unreplicated = this.#unreplicated.filter((transaction) => (transaction.markerOffset ?? 0) >= highWatermark)
    this.#unreplicated.push(open)
    const payload = payloadOf(batch)
    if (isMarkerPayload(payload) && payload.marker === 'ABORT') {
      this.#aborted.push({ producerId: batch.producerId, firstOffset: open.firstOffset, lastOffset: batch.lastOffset })
    }
  }

  /** Whether a producer has a transaction open here. */
  isOpen(producerId: number): boolean {
    return this.#open.has(producerId)
  }

  /** First offset of a transaction that is open, or whose marker the high watermark has not passed; Infinity when none is. */
  firstUnstableOffset(highWatermark: number): number {
    let first = Number.POSITIVE_INFINITY
    for (const { firstOffset } of this.#open.values()) first = Math.min(first, firstOffset)
    for (const { firstOffset, markerOffset } of this.#unreplicated) {
      if ((markerOffset ?? 0) >= highWatermark) first = Math.min(first, firstOffset)
    }
    return first
  }

  /** Aborted transactions with records in a range of offsets. */
  abortedBetween(fromOffset: number, endOffset: number): readonly AbortedTransaction[] {
    return this.#aborted.filter(({ firstOffset, lastOffset }) => lastOffset >= fromOffset && firstOffset < endOffset)
  }

  clear(): void {
    this.#open.clear()
    this.#unreplicated = []
    this.#aborted.length = 0
  }
}

/** Whether a batch's payload is that of an end marker. */
export function isMarkerPayload(payload: unknown): payload is MarkerPayload {
  return typeof payload === 'object' && payload !== null && 'marker' in payload
}
