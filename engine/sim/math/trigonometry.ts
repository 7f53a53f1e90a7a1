const halfPiHigh = 1.5707963267341256
const halfPiMiddle = 6.077100506303966e-11
const halfPiLow = 2.0222662487959506e-21

/** The sine by basic arithmetic alone; exact to the last places for |x| up to about 10⁶, less beyond. */
export function sine(x: number): number {
  if (!Number.isFinite(x)) return Number.NaN
  if (x === 0) return x
  const { quadrant, rest } = reduced(x)
  const value = quadrant % 2 === 0 ? sineSeries(rest) : cosineSeries(rest)
  return quadrant >= 2 ? -value : value
}

/** The cosine; see `sine`. */
export function cosine(x: number): number {
  if (!Number.isFinite(x)) return Number.NaN
  const { quadrant, rest } = reduced(x)
  const value = quadrant % 2 === 0 ? cosineSeries(rest) : sineSeries(rest)
  return quadrant === 1 || quadrant === 2 ? -value : value
}

/** The arc tangent: the argument halved twice, then the series. */
export function arcTangent(x: number): number {
  if (Number.isNaN(x) || x === 0) return x
  if (Math.abs(x) > 1) return (x > 0 ? Math.PI / 2 : -Math.PI / 2) - arcTangent(1 / x)
  const half = x / (1 + Math.sqrt(1 + x * x))
  const quarter = half / (1 + Math.sqrt(1 + half * half))
  const square = quarter * quarter
  let series = 0
  for (let divisor = 27; divisor >= 1; divisor -= 2) series = 1 / divisor - series * square
  return 4 * quarter * series
}

/** The angle of the point (x, y), as ECMAScript's Math.atan2. */
export function arcTangent2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN
  const isLeft = x < 0 || Object.is(x, -0)
  const isBelow = y < 0 || Object.is(y, -0)
  const sign = isBelow ? -1 : 1
  if (y === 0) return sign * (isLeft ? Math.PI : 0)
  if (x === 0) return (sign * Math.PI) / 2
  if (!Number.isFinite(y)) return sign * (Number.isFinite(x) ? Math.PI / 2 : isLeft ? (3 * Math.PI) / 4 : Math.PI / 4)
  if (!Number.isFinite(x)) return sign * (isLeft ? Math.PI : 0)
  const angle = arcTangent(Math.abs(y / x))
  return sign * (isLeft ? Math.PI - angle : angle)
}

/** The arc sine; NaN outside [−1, 1]. */
export function arcSine(x: number): number {
  if (x === 0) return x
  return Math.abs(x) > 1 ? Number.NaN : arcTangent2(x, Math.sqrt((1 - x) * (1 + x)))
}

function reduced(x: number): { readonly quadrant: number; readonly rest: number } {
  const turns = Math.round(x / (Math.PI / 2))
  const rest = x - turns * halfPiHigh - turns * halfPiMiddle - turns * halfPiLow
  return { quadrant: ((turns % 4) + 4) % 4, rest }
}

function sineSeries(x: number): number {
  const square = x * x
  let series = 1
  for (let n = 20; n >= 2; n -= 2) series = 1 - (square / (n * (n + 1))) * series
  return x * series
}

function cosineSeries(x: number): number {
  const square = x * x
  let series = 1
  for (let n = 19; n >= 1; n -= 2) series = 1 - (square / (n * (n + 1))) * series
  return series
}
