/** What a recorder left to chance, and what therefore differs from seed to seed. */
const quantities = ['settle', 'flow', 'load', 'signal'] as const

/** Name of a quantity that is free. */
export type FreeQuantity = (typeof quantities)[number]

/** The real root of x^5 = x + 1: powers of its inverse fill four dimensions most evenly (the generalised golden ratio). */
const ratio = 1.1673039782614187

/**
 * A share from 0 to 1 of a free quantity's range. Successive seeds spread evenly over all quantities together, so that a
 * few of them meet what happens in a few percent of all runs.
 */
export function freeShare(seed: number, quantity: FreeQuantity): number {
  const share = 0.5 + seed / ratio ** (quantities.indexOf(quantity) + 1)
  return share - Math.floor(share)
}
