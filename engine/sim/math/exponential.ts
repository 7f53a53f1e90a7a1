import { naturalLog } from './natural-log.ts'

const ln2High = 0.6931471803691238
const ln2Low = 1.9082149292705877e-10
const taylorTerms = 18

/**
 * e to the power of x by basic arithmetic alone, within a few units of the last place: x = k ln 2 + r, e^r as a series.
 * @param x any number
 */
export function exponential(x: number): number {
  if (Number.isNaN(x)) return Number.NaN
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY
  if (x < -745.2) return 0
  const k = Math.round(x / Math.LN2)
  const r = x - k * ln2High - k * ln2Low
  let series = 1
  for (let n = taylorTerms; n >= 1; n--) series = 1 + (r / n) * series
  return timesPowerOfTwo(series, k)
}

/** e^x − 1, exact to the last places also near 0. */
export function exponentialMinusOne(x: number): number {
  if (Math.abs(x) > 0.5) return exponential(x) - 1
  let series = 0
  for (let n = taylorTerms; n >= 1; n--) series = (x / n) * (1 + series)
  return series === 0 ? x : series
}

/** ln(1 + x), exact to the last places also near 0. */
export function logOnePlus(x: number): number {
  if (Math.abs(x) > 0.3) return naturalLog(1 + x)
  const ratio = x / (2 + x)
  const square = ratio * ratio
  let series = 0
  for (let divisor = 29; divisor >= 1; divisor -= 2) series = series * square + 1 / divisor
  return x === 0 ? x : 2 * ratio * series
}

/**
 * x to the power of y: repeated multiplication for integer exponents up to 1,024, square roots for halves, else
 * e^(y ln x), whose relative error grows with |y ln x|. Special values are those of ECMAScript's Number::exponentiate.
 */
export function power(x: number, y: number): number {
  if (Number.isNaN(y)) return Number.NaN
  if (y === 0) return 1
  if (Number.isNaN(x)) return Number.NaN
  if (!Number.isFinite(y)) return powerOfInfiniteExponent(Math.abs(x), y)
  if (Number.isInteger(y) && Math.abs(y) <= 1024) return integerPower(x, y)
  if (y === 0.5 && x > 0) return Math.sqrt(x)
  if (x === 0 || !Number.isFinite(x)) return powerOfExtremeBase(x, y)
  if (x < 0 && !Number.isInteger(y)) return Number.NaN
  const magnitude = exponential(y * naturalLog(Math.abs(x)))
  return x < 0 && y % 2 !== 0 ? -magnitude : magnitude
}

function powerOfInfiniteExponent(magnitude: number, y: number): number {
  if (magnitude === 1) return Number.NaN
  return magnitude > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0
}

function powerOfExtremeBase(x: number, y: number): number {
  const isLarge = (x === 0) === y < 0
  const magnitude = isLarge ? Number.POSITIVE_INFINITY : 0
  const isNegative = (x < 0 || Object.is(x, -0)) && Number.isInteger(y) && y % 2 !== 0
  return isNegative ? -magnitude : magnitude
}

function integerPower(x: number, y: number): number {
  let result = 1
  let factor = x
  for (let left = Math.abs(y); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= factor
    factor *= factor
  }
  return y < 0 ? 1 / result : result
}

function timesPowerOfTwo(value: number, exponent: number): number {
  let result = value
  for (let left = exponent; left > 0; left -= 512) result *= integerPower(2, Math.min(left, 512))
  for (let left = exponent; left < 0; left += 512) result /= integerPower(2, Math.min(-left, 512))
  return result
}
