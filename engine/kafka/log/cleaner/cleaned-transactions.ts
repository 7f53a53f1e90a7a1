import type { RecordBatch } from '../../record/record-batch.ts'
import { payloadOf } from '../payload-batch.ts'
import { isMarkerPayload, type AbortedTransaction } from '../transaction-index.ts'

interface OngoingAbort {
  readonly transaction: AbortedTransaction
  hasBatches: boolean
}

/** Which transactions a pass over a log is in, so that aborted records and spent markers can go (CleanedTransactionMetadata). */
export class CleanedTransactions {
  #aborted: AbortedTransaction[]
  readonly #ongoingAborted = new Map<number, OngoingAbort>()
  readonly #ongoingCommitted = new Set<number>()

  /** @param aborted all aborted transactions of the range, in any order */
  constructor(aborted: readonly AbortedTransaction[]) {
    this.#aborted = [...aborted].sort((one, other) => one.firstOffset - other.firstOffset)
  }

  /** Looks at a batch of data. @returns whether its transaction was aborted, so that it may go */
  onBatch(batch: RecordBatch): boolean {
    this.#begin(batch.lastOffset)
    if (!batch.isTransactional) return false
    const ongoing = this.#ongoingAborted.get(batch.producerId)
    if (ongoing === undefined) {
      this.#ongoingCommitted.add(batch.producerId)
      return false
    }
    ongoing.hasBatches = true
    return true
  }

  /** Looks at a control batch. @returns whether nothing of its transaction is left, so that it may go */
  onControlBatch(batch: RecordBatch): boolean {
    this.#begin(batch.lastOffset)
    if (batch.recordCount === 0) return true
    const payload = payloadOf(batch)
    if (!isMarkerPayload(payload)) return false
    if (payload.marker === 'COMMIT') return !this.#ongoingCommitted.delete(batch.producerId)
    const ongoing = this.#ongoingAborted.get(batch.producerId)
    this.#ongoingAborted.delete(batch.producerId)
    return ongoing?.hasBatches !== true
  }

  #begin(offset: number): void {
    for (let [next] = this.#aborted; next !== undefined && next.firstOffset <= offset; [next] = this.#aborted) {
      this.#aborted = this.#aborted.slice(1)
      this.#ongoingAborted.set(next.producerId, { transaction: next, hasBatches: this.#ongoingAborted.get(next.producerId)?.hasBatches ?? false })
    }
  }
}
