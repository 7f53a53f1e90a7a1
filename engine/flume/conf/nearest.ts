/**
 * The candidate that is most like the word, or null if none is close: at most a third of its letters differ, or only case and separators.
 * Distance is Levenshtein's, on letters without case, dots, dashes and underscores.
 */
export function nearest(word: string, candidates: readonly string[]): string | null {
  let best: string | null = null
  let bestDistance = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    const [left, right] = [plain(word), plain(candidate)]
    const distance = editDistance(left, right)
    if (distance < bestDistance && distance * 3 <= Math.max(left.length, right.length))
      [best, bestDistance] = [candidate, distance]
  }
  return best
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[._-]/g, '')
}

function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let index = 0; index < left.length; index += 1) {
    const next = [index + 1]
    for (let column = 0; column < right.length; column += 1) {
      const replace = (row[column] ?? 0) + (left[index] === right[column] ? 0 : 1)
      next.push(Math.min(replace, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row[right.length] ?? 0
}
