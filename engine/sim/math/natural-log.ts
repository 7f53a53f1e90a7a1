const ln2High = 0.6931471803691238
const ln2Low = 1.9082149292705877e-10

/**
 * The natural logarithm by basic arithmetic alone: engines may round `Math.log` differently, and a run must not depend
 * on which one reads it. With x = m * 2^e and m near 1: ln x = e ln 2 + 2 atanh((m - 1) / (m + 1)), as a series.
 * @param x a number above 0; 0 gives -Infinity and less gives NaN.
 */
export function naturalLog(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) return x > 0 ? x : Number.NaN
  let mantissa = x
  let exponent = 0
  while (mantissa >= 1.4142135623730951) {
    mantissa /= 2
    exponent++
  }
  while (mantissa < 0.7071067811865476) {
    mantissa *= 2
    exponent--
  }
  const ratio = (mantissa - 1) / (mantissa + 1)
  const square = ratio * ratio
  let series = 1 / 23
  series = series * square + 1 / 21
  series = series * square + 1 / 19
  series = series * square + 1 / 17
  series = series * square + 1 / 15
  series = series * square + 1 / 13
  series = series * square + 1 / 11
  series = series * square + 1 / 9
  series = series * square + 1 / 7
  series = series * square + 1 / 5
  series = series * square + 1 / 3
  series = series * square + 1
  return exponent * ln2High + (2 * ratio * series + exponent * ln2Low)
}
