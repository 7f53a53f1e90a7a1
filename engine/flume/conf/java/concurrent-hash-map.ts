import { spreadHash } from '../../../sim/java/string-hash.ts'

/**
 * The order in which a `java.util.concurrent.ConcurrentHashMap` with the initial capacity of `java.util.Properties` (8, so a table of 16)
 * iterates over keys that were put one by one. Unlike HashMap, a resize reverses part of each bin: the last run of nodes with the same
 * destination is kept, the nodes before it are put in front one by one. Source: ConcurrentHashMap.putVal, addCount and transfer (JDK 17).
 */
export function concurrentHashMapOrder(keys: Iterable<string>): string[] {
  let table: string[][] = emptyTable(16)
  let size = 0
  const known = new Set<string>()
  for (const key of keys) {
    if (known.has(key)) continue
    known.add(key)
    table[spreadHash(key) & (table.length - 1)]?.push(key)
    size += 1
    if (size >= table.length * 0.75) table = transfer(table)
  }
  return table.flat()
}

function emptyTable(capacity: number): string[][] {
  return Array.from({ length: capacity }, () => [])
}

function transfer(table: readonly string[][]): string[][] {
  const capacity = table.length
  const next = emptyTable(capacity * 2)
  table.forEach((bin, index) => {
    const isHigh = (key: string): boolean => (spreadHash(key) & capacity) !== 0
    const lastRunStart = startOfLastRun(bin, isHigh)
    const lastRun = bin.slice(lastRunStart)
    const runIsHigh = lastRun.some(isHigh)
    const low = runIsHigh ? [] : lastRun
    const high = runIsHigh ? lastRun : []
    for (const key of bin.slice(0, lastRunStart)) (isHigh(key) ? high : low).unshift(key)
    next[index] = low
    next[index + capacity] = high
  })
  return next
}

function startOfLastRun(bin: readonly string[], isHigh: (key: string) => boolean): number {
  let start = Math.max(bin.length - 1, 0)
  while (start > 0) {
    const [before, at] = [bin[start - 1], bin[start]]
    if (before === undefined || at === undefined || isHigh(before) !== isHigh(at)) break
    start -= 1
  }
  return start
}
