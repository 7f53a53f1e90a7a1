import { javaStringHash } from '../../../sim/java/string-hash.ts'

/**
 * Partition of __consumer_offsets (or __transaction_state) whose leader coordinates the group (or transactional id):
 * Utils.abs of the Java hash, modulo the count of partitions (GroupCoordinatorService.partitionFor).
 */
export function partitionForGroup(id: string, partitionCount: number): number {
  return absoluteHash(id) % partitionCount
}

/** Utils.abs(id.hashCode()): the absolute value, but 0 for the smallest int, which has none. */
export function absoluteHash(id: string): number {
  const hash = javaStringHash(id)
  return hash === -0x80000000 ? 0 : Math.abs(hash)
}
