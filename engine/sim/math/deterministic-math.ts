import { exponential, exponentialMinusOne, logOnePlus, power } from './exponential.ts'
import { naturalLog } from './natural-log.ts'
import { arcSine, arcTangent, arcTangent2, cosine, sine } from './trigonometry.ts'

/** Number of the reader's `Math`: what ECMAScript fixes to the last bit is the host's, everything else is our own. */
export type DeterministicMath = Readonly<Record<string, number | ((...values: number[]) => number)>>

const exactNames = [
  ...['abs', 'ceil', 'clz32', 'floor', 'fround', 'imul', 'max', 'min', 'round', 'sign', 'sqrt', 'trunc'],
  ...['E', 'LN10', 'LN2', 'LOG10E', 'LOG2E', 'PI', 'SQRT1_2', 'SQRT2'],
]

/**
 * A `Math` that gives the same bits on every JavaScript engine.
 * @param random the source behind `Math.random`
 */
export function deterministicMath(random: () => number): DeterministicMath {
  const exact = Object.entries(Object.getOwnPropertyDescriptors(Math))
    .filter(([name]) => exactNames.includes(name))
    .map(([name, { value }]): [string, number | ((...values: number[]) => number)] => [name, value as number])
  return { ...Object.fromEntries(exact), ...elementary, random }
}

const elementary: DeterministicMath = {
  exp: exponential,
  expm1: exponentialMinusOne,
  log: naturalLog,
  log1p: logOnePlus,
  log2: (x) => nearestInteger(naturalLog(x) / Math.LN2, (n) => power(2, n) === x),
  log10: (x) => nearestInteger(naturalLog(x) / Math.LN10, (n) => power(10, n) === x),
  pow: power,
  cbrt: cubeRoot,
  hypot: (...values) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)),
  sin: sine,
  cos: cosine,
  tan: (x) => sine(x) / cosine(x),
  asin: arcSine,
  acos: (x) => Math.PI / 2 - arcSine(x),
  atan: arcTangent,
  atan2: arcTangent2,
  sinh: (x) => (exponentialMinusOne(x) - exponentialMinusOne(-x)) / 2,
  cosh: (x) => (exponential(x) + exponential(-x)) / 2,
  tanh: hyperbolicTangent,
  asinh: (x) => (x < 0 ? -1 : 1) * logOnePlus(Math.abs(x) + (x * x) / (1 + Math.sqrt(1 + x * x))),
  acosh: (x) => naturalLog(x + Math.sqrt((x - 1) * (x + 1))),
  atanh: (x) => logOnePlus((2 * x) / (1 - x)) / 2,
}

/** An exact power has an exact logarithm. */
function nearestInteger(value: number, isExact: (candidate: number) => boolean): number {
  const rounded = Math.round(value)
  return Math.abs(value - rounded) < 1e-9 && isExact(rounded) ? rounded : value
}

function cubeRoot(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x
  const magnitude = Math.abs(x)
  let root = power(magnitude, 1 / 3)
  root -= (root * root * root - magnitude) / (3 * root * root)
  const rounded = Math.round(root)
  const value = rounded * rounded * rounded === magnitude ? rounded : root
  return x < 0 ? -value : value
}

function hyperbolicTangent(x: number): number {
  if (Math.abs(x) > 22) return x < 0 ? -1 : 1
  const twice = exponentialMinusOne(2 * x)
  return twice / (twice + 2)
}
