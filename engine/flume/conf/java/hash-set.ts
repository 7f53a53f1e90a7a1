import { JavaHashMap } from './hash-map.ts'

/** The distinct names in the order of `new HashSet<>(Arrays.asList(names))`: a table sized for the list, then filled in list order. */
export function hashSetOrder(names: readonly string[]): string[] {
  return inTableOrder(names, Math.max(Math.floor(Math.fround(names.length / 0.75)) + 1, 16))
}

/** The distinct names in the order of `new HashSet<>()` to which they were added one by one. */
export function grownHashSetOrder(names: readonly string[]): string[] {
  return inTableOrder(names, 16)
}

function inTableOrder(names: readonly string[], initialCapacity: number): string[] {
  const table = new JavaHashMap<true>(initialCapacity)
  for (const name of names) table.set(name, true)
  return table.keys()
}
