interface Way {
  readonly from: string
  readonly to: string
}

/**
 * Sorts things into rows by the longest way that leads to them, so that every way points downwards. Of ways that form a
 * circle (two brokers that follow each other) the one that closes it is ignored. What no way touches comes last, in a
 * row of its own. The order within a row is the order given.
 */
export function rowsByFlow(ids: readonly string[], ways: readonly Way[]): readonly (readonly string[])[] {
  const oneWay = ways.filter((way) => !ways.some((other) => other.from === way.to && other.to === way.from))
  const touched = new Set(oneWay.flatMap(({ from, to }) => [from, to]))
  const ranks = ranksOf(ids.filter((id) => touched.has(id)), oneWay)
  const depth = Math.max(-1, ...ranks.values())
  const rows = Array.from({ length: depth + 1 }, (_, rank) => ids.filter((id) => ranks.get(id) === rank))
  return [...rows, ids.filter((id) => !touched.has(id))].filter((row) => row.length > 0)
}

function ranksOf(ids: readonly string[], ways: readonly Way[]): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>()
  const open = new Set<string>()
  const rankOf = (id: string): number => {
    const known = ranks.get(id)
    if (known !== undefined) return known
    open.add(id)
    let rank = 0
    for (const { from, to } of ways) if (to === id && !open.has(from)) rank = Math.max(rank, rankOf(from) + 1)
    open.delete(id)
    ranks.set(id, rank)
    return rank
  }
  for (const id of ids) rankOf(id)
  return ranks
}
