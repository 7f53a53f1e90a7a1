import { flumeTerms } from './flume-terms.ts'
import { guideTerms } from './guide-terms.ts'
import { kafkaTerms } from './kafka-terms.ts'
import type { Term } from './term.ts'

/** All terms of the glossary, by their names. */
export const terms: readonly Term[] = [...flumeTerms, ...kafkaTerms, ...guideTerms].toSorted((left, right) =>
  left.term.toLowerCase() < right.term.toLowerCase() ? -1 : 1,
)

/** Where a term stands on the glossary's page. */
export function termAnchor({ term }: Term): string {
  return term.toLowerCase().replace(/[^a-z0-9]+/g, '-')
}
