import { recordsOutOfReach } from './balance.ts'
import type { LaneLedger } from './lane-ledger.ts'

/** A destination that came when records of a stream had come, by its index, and those that share its queue. */
export interface LateDestination {
  readonly index: number
  readonly streamIndex: number
  readonly rivals: readonly number[]
}

/**
 * Exempts a late destination from the records that were over when it came: those that nobody has for it, and those that
 * another one got from the same queue, whether the queue still has them or not.
 */
export function exemptWhatIsOver(ledger: LaneLedger, { index, streamIndex, rivals }: LateDestination): void {
  for (const run of recordsOutOfReach(ledger, index, streamIndex)) ledger.exempt(index, run)
  const book = ledger.books.get(streamIndex)
  if (book === undefined) return
  for (const rival of rivals) {
    book.cells(rival).deliveries.upTo(book.offered).forEach((copies, number) => { if (copies > 0) book.exempt(index, number, 1) })
  }
}
