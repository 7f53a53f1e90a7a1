import { int64Bytes, type ByteString } from './byte-string.ts'

const c1 = 0x87c37b91114253d5n
const c2 = 0x4cf5ad432745937fn
/** The seed that Kafka Streams uses (org.apache.kafka.streams.state.internals.Murmur3.DEFAULT_SEED). */
const seed = 104729n

/** MurmurHash3 in its x64 form with 128 bits (A. Appleby, 2011), the two halves one after the other, big-endian. */
export function murmur3(bytes: ByteString): ByteString {
  const blocks = Math.floor(bytes.length / 16)
  let h1 = seed
  let h2 = seed
  for (let block = 0; block < blocks; block += 1) {
    h1 ^= mixFirst(littleEndian(bytes, block * 16, 8))
    h1 = wrap(wrap(rotated(h1, 27n) + h2) * 5n + 0x52dce729n)
    h2 ^= mixSecond(littleEndian(bytes, block * 16 + 8, 8))
    h2 = wrap(wrap(rotated(h2, 31n) + h1) * 5n + 0x38495ab5n)
  }
  const rest = bytes.length - blocks * 16
  if (rest > 8) h2 ^= mixSecond(littleEndian(bytes, blocks * 16 + 8, rest - 8))
  if (rest > 0) h1 ^= mixFirst(littleEndian(bytes, blocks * 16, Math.min(rest, 8)))
  h1 ^= BigInt(bytes.length)
  h2 ^= BigInt(bytes.length)
  h1 = wrap(h1 + h2)
  h2 = wrap(h2 + h1)
  h1 = finalized(h1)
  h2 = finalized(h2)
  h1 = wrap(h1 + h2)
  return int64Bytes(h1) + int64Bytes(wrap(h2 + h1))
}

function mixFirst(k: bigint): bigint {
  return wrap(rotated(wrap(k * c1), 31n) * c2)
}

function mixSecond(k: bigint): bigint {
  return wrap(rotated(wrap(k * c2), 33n) * c1)
}

function finalized(value: bigint): bigint {
  let hash = wrap((value ^ (value >> 33n)) * 0xff51afd7ed558ccdn)
  hash = wrap((hash ^ (hash >> 33n)) * 0xc4ceb9fe1a85ec53n)
  return hash ^ (hash >> 33n)
}

function rotated(value: bigint, bits: bigint): bigint {
  return wrap((value << bits) | (value >> (64n - bits)))
}

function wrap(value: bigint): bigint {
  return BigInt.asUintN(64, value)
}

function littleEndian(bytes: ByteString, at: number, count: number): bigint {
  let value = 0n
  for (let offset = count - 1; offset >= 0; offset -= 1) value = (value << 8n) | BigInt(bytes.charCodeAt(at + offset))
  return value
}
