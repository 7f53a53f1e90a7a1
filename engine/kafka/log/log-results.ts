import type { RecordBatch } from '../record/record-batch.ts'
import type { DuplicateBatch } from './producer-states.ts'

/** What an append did. */
export interface AppendResult {
  readonly baseOffset: number
  readonly lastOffset: number
  /** The batch was in the log already; nothing was written. */
  readonly duplicate: DuplicateBatch | undefined
}

/** Batches read, and whether more lay behind them. */
export interface LogRead {
  readonly batches: readonly RecordBatch[]
  readonly sizeInBytes: number
  /** Of these, bytes that the page cache does not hold. */
  readonly coldBytes: number
}
