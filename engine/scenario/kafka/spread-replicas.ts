/**
 * Spreads partitions over brokers so that each has as many replicas as the others, and leads as many partitions, give or
 * take one, and moves no more replicas than that needs.
 * @param present the replicas of each partition, by its number
 * @returns the new replicas of all partitions, the first one to lead
 */
export function spreadReplicas(present: readonly (readonly number[])[], brokers: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const placed = present.map((replicas) => placeOnLive(replicas, brokers))
  for (;;) {
    const loads = countOf(brokers, placed.flat())
    const busiest = mostOf(loads)
    const idlest = leastOf(loads)
    if ((loads.get(busiest) ?? 0) - (loads.get(idlest) ?? 0) < 2) break
    const movable = placed.find((replicas) => replicas.includes(busiest) && !replicas.includes(idlest))
    if (movable === undefined) break
    movable[movable.indexOf(busiest)] = idlest
  }
  balanceLeaders(placed, brokers)
  return new Map(placed.map((replicas, partition) => [partition, replicas]))
}

/** Replicas on brokers that are gone go to others, as far as there are any. */
function placeOnLive(replicas: readonly number[], brokers: readonly number[]): number[] {
  const placed = replicas.map((id) => (brokers.includes(id) ? id : (brokers.find((other) => !replicas.includes(other)) ?? id)))
  return [...new Set(placed)]
}

/** Puts another replica first where the first one leads at least two partitions more than that. */
function balanceLeaders(placed: readonly number[][], brokers: readonly number[]): void {
  for (let isChanged = true; isChanged;) {
    isChanged = false
    for (const replicas of placed) {
      const leads = countOf(brokers, placed.flatMap(([leader]) => (leader === undefined ? [] : [leader])))
      const [leader = 0] = replicas
      const next = replicas.find((id) => (leads.get(leader) ?? 0) - (leads.get(id) ?? 0) >= 2)
      if (next === undefined) continue
      replicas[replicas.indexOf(next)] = leader
      replicas[0] = next
      isChanged = true
    }
  }
}

function countOf(brokers: readonly number[], ids: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map(brokers.map((id) => [id, 0]))
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

function mostOf(counts: ReadonlyMap<number, number>): number {
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0]
}

function leastOf(counts: ReadonlyMap<number, number>): number {
  return [...counts].reduce((best, entry) => (entry[1] < best[1] ? entry : best))[0]
}
