import type { ComparisonRow } from './row.ts'
import { flowRows } from './rows-flow.ts'
import { storageRows } from './rows-storage.ts'

/** All rows of the comparison, in the order of the table and of the sidebar. */
export const comparisonRows: readonly ComparisonRow[] = [...storageRows, ...flowRows]

/** When the judgements of today were last checked. */
export const judgedOn = 'November 2026'

/**
 * The row with this slug.
 *
 * @throws Error naming the known slugs; it fails the build of the page that asked.
 */
export function comparisonRow(slug: string): ComparisonRow {
  const row = comparisonRows.find((candidate) => candidate.slug === slug)
  if (row !== undefined) return row
  const known = comparisonRows.map((candidate) => candidate.slug).join(', ')
  throw new Error(`There is no row "${slug}" in content/comparison: the rows are ${known}.`)
}
