import { power } from '../../sim/math/exponential.ts'
import { deterministicMath } from '../../sim/math/deterministic-math.ts'
import type { ReaderSession } from './reader-session.ts'
import { virtualDate } from './virtual-date.ts'

/** Parts of the language that are the same on every engine and lead nowhere outside the scenario. */
const languageValues = (): Readonly<Record<string, unknown>> => ({
  Object, Array, String, Number, Boolean, BigInt, Symbol, Map, Set, WeakMap, WeakSet, Promise, Proxy, Reflect, JSON, RegExp,
  Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError, AggregateError,
  ArrayBuffer, DataView, Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array,
  Float32Array, Float64Array, BigInt64Array, BigUint64Array,
  parseInt, parseFloat, isNaN, isFinite, encodeURIComponent, decodeURIComponent, encodeURI, decodeURI,
})

/** Every value that a scenario can name without declaring or importing it. */
export type RealmValues = ReadonlyMap<string, unknown>

/** Names that exist in a realm; values that need no binding (`undefined`, …) included. */
export const realmNames = (values: RealmValues): ReadonlySet<string> => new Set([...values.keys(), 'undefined', 'NaN', 'Infinity', 'arguments'])

/** Builds the values of one run's realm: the language, with virtual `Date`, `Math` and `console`. */
export function readerRealm(session: ReaderSession): RealmValues {
  const values = new Map(Object.entries(languageValues()))
  const clock = { nowMs: () => session.nowMs, zone: () => session.zone }
  const date = virtualDate(clock)
  Object.freeze(date.prototype)
  values.set('Date', Object.freeze(date))
  values.set('Math', Object.freeze(deterministicMath(() => session.random())))
  values.set('console', Object.freeze(virtualConsole(session)))
  return values
}

/** Values that freezing has to start from. */
export function realmRoots(): readonly unknown[] {
  return Object.values(languageValues())
}

function virtualConsole(session: ReaderSession): Readonly<Record<string, (...values: unknown[]) => void>> {
  const levels = ['log', 'info', 'warn', 'error', 'debug'] as const
  return Object.fromEntries(levels.map((level) => [level, (...values: unknown[]) => { session.write(level, values) }]))
}

/** The operator `**` of the reader's code. */
export function readerPower(base: unknown, exponent: unknown): number | bigint {
  if (typeof base === 'bigint' && typeof exponent === 'bigint') return bigPower(base, exponent)
  return power(Number(base), Number(exponent))
}

function bigPower(base: bigint, exponent: bigint): bigint {
  if (exponent < 0n) throw new RangeError('Exponent must be non-negative')
  let result = 1n
  let factor = base
  for (let left = exponent; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result *= factor
    factor *= factor
  }
  return result
}
