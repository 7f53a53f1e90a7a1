import type { Invariant } from './invariant.ts'

/** Every obligation is delivered, held, or explained. */
export function balancedBooks(): Invariant {
  return {
    name: 'the books balance',
    check: ({ lanes }) => {
      for (const { ledger, name } of lanes) {
        for (const { destination, imbalances: [first] } of ledger.balance()) {
          if (first !== undefined) throw new Error(`${name}, ${destination}: record ${first.record} ${first.problem}`)
        }
      }
    },
  }
}
