const SEED = 0x9747b28c
const MULTIPLIER = 0x5bd1e995
const ROTATION = 24

/**
 * The 32-bit murmur2 hash of `bytes`, signed, with the seed of Kafka's Java client (Utils.murmur2). Keys of one
 * text go to the same partition from every client that uses it.
 */
export function murmur2(bytes: Uint8Array): number {
  const { length } = bytes
  const wholeWords = length >> 2
  let hash = SEED ^ length
  for (let word = 0; word < wholeWords; word += 1) {
    hash = Math.imul(hash, MULTIPLIER) ^ scramble(littleEndianWord(bytes, word * 4))
  }
  if ((length & 3) !== 0) hash = Math.imul(hash ^ tail(bytes, wholeWords * 4), MULTIPLIER)
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER)
  return hash ^ (hash >>> 15)
}

/** `value` with its sign bit cleared, which is not its absolute value (Utils.toPositive). */
export function toPositive(value: number): number {
  return value & 0x7fffffff
}

/** Partition of a record with this serialized key (BuiltInPartitioner.partitionForKey). */
export function partitionForKey(serializedKey: Uint8Array, partitionCount: number): number {
  return toPositive(murmur2(serializedKey)) % partitionCount
}

function scramble(word: number): number {
  const mixed = Math.imul(word, MULTIPLIER)
  return Math.imul(mixed ^ (mixed >>> ROTATION), MULTIPLIER)
}

function littleEndianWord(bytes: Uint8Array, at: number): number {
  return byte(bytes, at) | (byte(bytes, at + 1) << 8) | (byte(bytes, at + 2) << 16) | (byte(bytes, at + 3) << 24)
}

/** The one to three bytes after the last whole word. Reading past the end gives 0, which changes nothing. */
function tail(bytes: Uint8Array, at: number): number {
  return byte(bytes, at) | (byte(bytes, at + 1) << 8) | (byte(bytes, at + 2) << 16)
}

function byte(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0
}
