import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { deterministicMath } from './deterministic-math.ts'

const own = deterministicMath(() => 0.5)
const call = (name: string, ...values: number[]): number => {
  const entry = own[name]
  return typeof entry === 'function' ? entry(...values) : Number.NaN
}
const near = (actual: number, wanted: number, tolerance = 4e-14): boolean =>
  Object.is(actual, wanted) || Math.abs(actual - wanted) <= tolerance * Math.max(1e-290, Math.abs(wanted))

describe('deterministicMath', () => {
  it('has every function and constant of Math that is a plain number operation', () => {
    const names = Object.getOwnPropertyNames(Math).filter((name) => !['f16round', 'sumPrecise'].includes(name))
    expect(names.filter((name) => own[name] === undefined)).toEqual([])
  })

  it.each([
    ['exp', -700, 700], ['log', 1e-9, 1e12], ['log1p', -0.99, 50], ['expm1', -20, 50], ['log2', 1e-6, 1e9], ['log10', 1e-6, 1e9],
    ['cbrt', -1e9, 1e9], ['atan', -50, 50], ['asin', -1, 1], ['sinh', -20, 20], ['cosh', -20, 20], ['tanh', -30, 30],
    ['asinh', -100, 100], ['atanh', -0.99, 0.99],
  ] as const)('%s agrees with the host to 13 digits', (name, min, max) => {
    fc.assert(fc.property(fc.double({ min, max, noNaN: true }), (x) => near(call(name, x), Math[name](x))))
  })

  it('sine and cosine agree with the host to 1e-10 of one', () => {
    fc.assert(fc.property(fc.double({ min: -1e5, max: 1e5, noNaN: true }), (x) => {
      expect(Math.abs(call('sin', x) - Math.sin(x))).toBeLessThan(1e-10)
      expect(Math.abs(call('cos', x) - Math.cos(x))).toBeLessThan(1e-10)
    }))
  })

  it('powers agree with the host, special values included', () => {
    const special = [0, -0, 1, -1, 0.5, 2, 3, -3, Infinity, -Infinity, Number.NaN]
    for (const x of special) for (const y of special) expect(call('pow', x, y), `${x} ** ${y}`).toBe(x ** y)
    fc.assert(fc.property(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), fc.double({ min: -20, max: 20, noNaN: true }),
      (x, y) => near(call('pow', x, y), x ** y, 1e-12)))
  })

  it('gives exact logarithms of exact powers', () => {
    expect([call('log2', 1024), call('log10', 1000), call('log10', 1e15), call('cbrt', 27)]).toEqual([10, 3, 15, 3])
  })
})
