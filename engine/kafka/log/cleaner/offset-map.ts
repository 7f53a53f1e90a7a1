import type { RecordBatch } from '../../record/record-batch.ts'
import { placedRecords } from '../cleaned-batch.ts'
import type { CleanedTransactions } from './cleaned-transactions.ts'
import type { RecordContents } from './record-contents.ts'

/** The newest offset of each key in the dirty part of a log (OffsetMap; this one has room for every key). */
export class OffsetMap {
  readonly #offsets = new Map<string, number>()
  #latestOffset = -1

  /** Last offset that the map knows of. */
  get latestOffset(): number {
    return this.#latestOffset
  }

  /** The newest offset of a key; −1 when it is not there. */
  get(key: string): number {
    return this.#offsets.get(key) ?? -1
  }

  /** Takes in the keys of a batch (Cleaner.buildOffsetMapForSegment); those of an aborted transaction do not count. */
  takeBatch(batch: RecordBatch, fromOffset: number, context: { readonly transactions: CleanedTransactions; readonly contents: RecordContents }): void {
    const { transactions, contents } = context
    if (batch.isControl) transactions.onControlBatch(batch)
    else if (!transactions.onBatch(batch)) {
      for (const { record, offset } of placedRecords(batch)) {
        const key = contents.keyOf(record)
        if (key !== undefined && offset >= fromOffset) this.#offsets.set(key, offset)
      }
    }
    if (batch.lastOffset >= fromOffset) this.#latestOffset = batch.lastOffset
  }

  /** Whatever lay up to an offset has been looked at. */
  updateLatestOffset(offset: number): void {
    this.#latestOffset = Math.max(this.#latestOffset, offset)
  }
}
