import { spreadHash, tableSizeFor } from '../../sim/java/string-hash.ts'

/**
 * The items in the order in which a java.util.HashMap or HashSet with `tableSize` buckets lists them: by bucket of
 * the key's hash, and within one bucket by insertion. Buckets with more than 8 keys (trees in Java) are not told apart.
 *
 * @param items with distinct keys, in the order of their insertion
 * @param tableSize a power of two
 */
export function hashOrder<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  tableSize: number,
): readonly Item[] {
  return items
    .map((item, index) => ({ item, index, bucket: bucketOf(keyOf(item), tableSize) }))
    .sort((left, right) => left.bucket - right.bucket || left.index - right.index)
    .map(({ item }) => item)
}

/** Buckets of a HashMap that began with the default capacity and holds `count` keys. */
export function grownTableSize(count: number): number {
  let tableSize = 16
  while (count > tableSize * 0.75) tableSize *= 2
  return tableSize
}

/** Buckets of a HashSet that was copied from a collection of `count` keys (HashSet(Collection)). */
export function copiedTableSize(count: number): number {
  return tableSizeFor(Math.max(Math.floor(count / 0.75) + 1, 16))
}

function bucketOf(key: string, tableSize: number): number {
  return spreadHash(key) & (tableSize - 1)
}
