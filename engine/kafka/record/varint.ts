/**
 * Sizes of variable-length integers (7 bits a byte, zig-zag for the signed ones), as in Kafka's ByteUtils.
 */

/** Bytes of the unsigned varint of `value`, an integer from 0 to 2^53 − 1. */
export function unsignedVarintBytes(value: number): number {
  let bytes = 1
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) bytes += 1
  return bytes
}

/** Bytes of the zig-zag varint of a 32-bit `value`. */
export function varintBytes(value: number): number {
  // Zig-zag doubles the magnitude, so the first byte holds 6 bits of it; halving first keeps every step exact.
  const magnitude = value >= 0 ? value : -(value + 1)
  return magnitude < 64 ? 1 : 1 + unsignedVarintBytes(Math.floor(magnitude / 64))
}

/** Bytes of the zig-zag varlong of a 64-bit `value`; a plain number must be a safe integer. */
export function varlongBytes(value: number | bigint): number {
  if (typeof value === 'number') return varintBytes(value)
  let rest = value >= 0n ? value / 64n : -(value + 1n) / 64n
  let bytes = 1
  for (; rest > 0n; rest /= 128n) bytes += 1
  return bytes
}
