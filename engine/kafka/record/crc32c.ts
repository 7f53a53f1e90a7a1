/** The reversed Castagnoli polynomial (RFC 3720, B.4). */
const POLYNOMIAL = 0x82f63b78

const TABLE: readonly number[] = Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte
  for (let bit = 0; bit < 8; bit += 1) remainder = remainder & 1 ? (remainder >>> 1) ^ POLYNOMIAL : remainder >>> 1
  return remainder >>> 0
})

/** CRC-32C of `bytes`, unsigned (RFC 3720; java.util.zip.CRC32C). */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0)
  return (crc ^ 0xffffffff) >>> 0
}
