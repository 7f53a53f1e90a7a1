import type { Cell, Held } from './row.ts'

/** How far a statement held in the past, in words. */
export const heldWords: Readonly<Record<Held, string>> = { held: 'held', partly: 'held in part', not: 'did not hold' }

/** What has become of a statement, in one word or few. */
export type CellVerdict = 'holds' | 'holds with a limit' | 'no longer' | 'never held'

/**
 * The verdict on a cell: how far it holds today. What does not hold today is *no longer* so where it held at the end of
 * 2015, if only in part, and *never held* where it did not hold then either.
 */
export function verdictOf({ in2015, today }: Pick<Cell, 'in2015' | 'today'>): CellVerdict {
  if (today.held === 'held') return 'holds'
  if (today.held === 'partly') return 'holds with a limit'
  return in2015.held === 'not' ? 'never held' : 'no longer'
}
