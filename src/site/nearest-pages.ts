/** A page that somebody may have meant. */
export interface NamedPage {
  readonly path: string
  readonly title: string
}

/** At most so large a part of the name may differ. */
const differenceMax = 0.5
const pagesMax = 3

/** The pages whose addresses are nearest to one that does not exist, the nearest first; none when nothing is near. */
export function nearestPages(path: string, pages: readonly NamedPage[]): readonly NamedPage[] {
  const wanted = namesOf(path)
  return pages
    .map((page) => ({ page, difference: Math.min(1, ...wanted.flatMap((left) => namesOf(page.path).map((right) => shareOf(left, right)))) }))
    .filter(({ difference }) => difference <= differenceMax)
    .toSorted((left, right) => left.difference - right.difference)
    .slice(0, pagesMax)
    .map(({ page }) => page)
}

/** An address as words: `/scenarios/durability/power_cut.html` is `scenarios durability power cut`. */
export function wordsOf(path: string): string {
  return path.toLowerCase().replace(/\.html?$/, '').replace(/%[0-9a-f]{2}/g, ' ').split(/[^a-z0-9]+/).filter((word) => word !== '').join(' ')
}

/** What an address is compared by: the whole of it, and its last part. */
function namesOf(path: string): readonly string[] {
  const last = path.split('/').findLast((part) => part !== '') ?? ''
  return [wordsOf(path), wordsOf(last)].filter((name) => name !== '')
}

/** How much of the longer text has to change to get the other: from 0 (equal) to 1. */
function shareOf(left: string, right: string): number {
  return editDistance(left, right) / Math.max(1, left.length, right.length)
}

/** Levenshtein's distance. */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (const [index, letter] of [...left].entries()) {
    const next = [index + 1]
    for (const [column, other] of [...right].entries()) {
      const changed = (row[column] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
