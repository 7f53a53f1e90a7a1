import { javaStringHash } from '../../sim/java/string-hash.ts'

/**
 * A value in a tuple. Numbers are Java's Integer where they fit, Long where they are whole and do not, and Double else;
 * a bigint is a Long, and `double` a Double that may be whole.
 */
export type StormValue = string | number | bigint | boolean | null | { readonly double: number } | readonly StormValue[]

const int32Max = 2 ** 31 - 1
const int32Min = -(2 ** 31)

/** `hashCode()` of the Java object that the value stands for; of a list or an array that of its elements. */
function javaHash(value: StormValue): number {
  if (value === null) return 0
  if (typeof value === 'string') return javaStringHash(value)
  if (typeof value === 'boolean') return value ? 1231 : 1237
  if (typeof value === 'bigint') return longHash(value)
  if (typeof value === 'number') return numberHash(value)
  return 'double' in value ? doubleHash(value.double) : listHash(value)
}

/** `Arrays.deepHashCode` of a list's elements. */
export function listHash(values: readonly StormValue[]): number {
  let hash = 1
  for (const value of values) hash = (Math.imul(hash, 31) + javaHash(value)) | 0
  return hash
}

function numberHash(value: number): number {
  if (!Number.isInteger(value)) return doubleHash(value)
  return value >= int32Min && value <= int32Max ? value : longHash(BigInt(value))
}

function longHash(value: bigint): number {
  const bits = BigInt.asUintN(64, value)
  return Number(BigInt.asIntN(32, bits ^ (bits >> 32n)))
}

function doubleHash(value: number): number {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  return longHash(view.getBigUint64(0))
}
