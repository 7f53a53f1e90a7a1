import { parseDurationMicros } from '../sim/time.ts'
import { ScenarioError } from './source/scenario-error.ts'

/** A fault of an options object: the call that it was given to, and the key to blame, so that its line can be found. */
export class OptionError extends ScenarioError {
  readonly key: string | undefined

  constructor(message: string, key?: string, fix?: string) {
    super(message, undefined, fix)
    this.key = key
  }
}

/** Reads the options of one call of a scenario, complaining in the reader's words. */
export class OptionReader {
  readonly #call: string
  readonly #values: ReadonlyMap<string, unknown>

  /**
   * @param call the call as the reader wrote it, for example `load.steady`
   * @param known the keys that it takes; a key with a dot is let through when `takesProperties` is set
   * @throws OptionError when the options are no object, or have a key that the call does not take
   */
  constructor(call: string, options: unknown, known: readonly string[], takesProperties = false) {
    if (typeof options !== 'object' || options === null || Array.isArray(options)) {
      throw new OptionError(`${call} takes an object with options, not ${describe(options)}.`, undefined, `Its options are ${known.join(', ')}.`)
    }
    this.#call = call
    this.#values = new Map(Object.entries(options).filter(([, value]) => value !== undefined))
    for (const key of this.#values.keys()) {
      if (known.includes(key) || takesProperties) continue
      const near = nearest(key, known)
      throw new OptionError(`${call} has no option '${key}'.`, key, near === undefined ? `Its options are ${known.join(', ')}.` : `Did you mean '${near}'?`)
    }
  }

  /** Whether a key was given. */
  has(key: string): boolean {
    return this.#values.has(key)
  }

  /** The value of a key, as it is. */
  raw(key: string): unknown {
    return this.#values.get(key)
  }

  /** Keys and values that are not among the given names. */
  others(names: readonly string[]): ReadonlyMap<string, unknown> {
    return new Map([...this.#values].filter(([key]) => !names.includes(key)))
  }

  /** A finite number within bounds. @throws OptionError */
  number(key: string, fallback: number, bounds: { readonly min?: number; readonly max?: number; readonly whole?: boolean } = {}): number {
    const value = this.#values.get(key) ?? fallback
    if (typeof value !== 'number' || !Number.isFinite(value)) throw this.wrong(key, 'a number', value)
    if (bounds.whole === true && !Number.isInteger(value)) throw this.wrong(key, 'a whole number', value)
    if (bounds.min !== undefined && value < bounds.min) throw this.wrong(key, `at least ${bounds.min}`, value)
    if (bounds.max !== undefined && value > bounds.max) throw this.wrong(key, `at most ${bounds.max}`, value)
    return value
  }

  /** A duration in microseconds. @throws OptionError */
  micros(key: string, fallback: number): number {
    return this.optionalMicros(key) ?? fallback
  }

  /** A duration in microseconds, or undefined when it was not given. @throws OptionError */
  optionalMicros(key: string): number | undefined {
    const value = this.#values.get(key)
    return value === undefined ? undefined : durationMicros(this.#call, value, key)
  }

  /** A text. @throws OptionError */
  text(key: string, fallback?: string): string {
    const value = this.#values.get(key) ?? fallback
    if (typeof value !== 'string') throw this.wrong(key, 'a text', value)
    return value
  }

  /** The error for a value of the wrong kind. */
  wrong(key: string, wanted: string, value: unknown): OptionError {
    return new OptionError(`${this.#call}: '${key}' must be ${wanted}, and is ${describe(value)}.`, key)
  }
}

/** Reads a duration of a call. @throws OptionError */
export function durationMicros(call: string, value: unknown, key?: string): number {
  if (typeof value !== 'string') {
    throw new OptionError(`${call}: ${key === undefined ? 'the time' : `'${key}'`} must be a duration such as '30s', and is ${describe(value)}.`, key, "Write a number and a unit in quotes: '250ms', '30s', '2m30s'.")
  }
  try {
    return parseDurationMicros(value)
  } catch (error) {
    throw new OptionError(`${call}: ${error instanceof Error ? error.message : ''}`, key)
  }
}

/** A value as an error message names it. */
export function describe(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (typeof value === 'string') return `'${value}'`
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  return Array.isArray(value) ? 'an array' : `${/^[aeiou]/.test(typeof value) ? 'an' : 'a'} ${typeof value}`
}

/** The known word that differs least, when it differs little. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .toSorted((left, right) => left.distance - right.distance)
  const [best] = ranked
  return best !== undefined && best.distance <= Math.max(1, Math.floor(word.length / 3)) ? best.candidate : undefined
}

function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let i = 1; i <= left.length; i++) {
    const next = [i]
    for (let j = 1; j <= right.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1)
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[right.length] ?? 0
}
