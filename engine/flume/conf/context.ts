import { JavaHashMap } from './java/hash-map.ts'
import { JavaException } from './java/java-exception.ts'
import { javaTrim } from './java/java-text.ts'
import { parseJavaDouble, parseJavaInt, parseJavaLong } from './java/parse-number.ts'
import type { PropertyPosition } from './read-properties.ts'

/**
 * The properties of one component, names without the component's prefix, in Java's order, each with its place in the file.
 * Getters have the rules of org.apache.flume.Context: numbers are trimmed and must be whole, booleans are true only for `true` in any case.
 */
export class Context {
  readonly #parameters: JavaHashMap<string>
  readonly #positions = new Map<string, PropertyPosition>()

  constructor(parameters = new JavaHashMap<string>()) {
    this.#parameters = parameters
  }

  /** Sets a property, and its place if it has one. */
  put(key: string, value: string, position?: PropertyPosition): void {
    this.#parameters.set(key, value)
    if (position !== undefined) this.#positions.set(key, position)
  }

  has(key: string): boolean {
    return this.#parameters.has(key)
  }

  /** Names in the order of the Java map. */
  keys(): string[] {
    return this.#parameters.keys()
  }

  /** Names and values in the order of the Java map. */
  entries(): [string, string][] {
    return this.#parameters.entries()
  }

  /** Place of a property in the file. */
  positionOf(key: string): PropertyPosition | undefined {
    return this.#positions.get(key)
  }

  /** Place of the property that comes first in the file. */
  firstPosition(): PropertyPosition | undefined {
    let first: PropertyPosition | undefined
    for (const position of this.#positions.values()) {
      if (first === undefined || position.line < first.line) first = position
    }
    return first
  }

  /** Place of the first of these properties that is set; of the component's first property if none is. */
  blame(...keys: readonly (string | undefined)[]): PropertyPosition | undefined {
    for (const key of keys) {
      const position = key === undefined ? undefined : this.positionOf(key)
      if (position !== undefined) return position
    }
    return this.firstPosition()
  }

  getString(key: string): string | null
  getString(key: string, fallback: string): string
  getString(key: string, fallback: string | null = null): string | null {
    return this.#parameters.get(key) ?? fallback
  }

  getBoolean(key: string, fallback: boolean): boolean {
    const value = this.#parameters.get(key)
    return value === undefined ? fallback : javaTrim(value).toLowerCase() === 'true'
  }

  /** @throws JavaException java.lang.NumberFormatException. */
  getInteger(key: string): number | null
  getInteger(key: string, fallback: number): number
  getInteger(key: string, fallback: number | null = null): number | null {
    return this.#number(key, parseJavaInt) ?? fallback
  }

  /** A 64-bit number, rounded to a double. @throws JavaException java.lang.NumberFormatException. */
  getLong(key: string): number | null
  getLong(key: string, fallback: number): number
  getLong(key: string, fallback: number | null = null): number | null {
    return this.#number(key, parseJavaLong) ?? fallback
  }

  /** @throws JavaException java.lang.NumberFormatException. */
  getDouble(key: string, fallback: number): number {
    return this.#number(key, parseJavaDouble) ?? fallback
  }

  /** The properties whose names begin with `prefix` (which ends in a period), without it. */
  getSubProperties(prefix: string): Context {
    const found = new JavaHashMap<string>()
    for (const [key, value] of this.#parameters.entries())
      if (key.startsWith(prefix)) found.set(key.slice(prefix.length), value)
    const result = new Context(found)
    for (const key of found.keys()) {
      const position = this.positionOf(prefix + key)
      if (position !== undefined) result.#positions.set(key, position)
    }
    return result
  }

  /** A Context that was filled with `putAll` from this one: its table is sized for the number of entries. */
  copy(): Context {
    const result = new Context(new JavaHashMap<string>(Math.floor(this.#parameters.size / 0.75 + 1)))
    for (const [key, value] of this.entries()) result.put(key, value, this.positionOf(key))
    return result
  }

  #number(key: string, parse: (text: string) => number): number | null {
    const value = this.#parameters.get(key)
    if (value === undefined) return null
    try {
      return parse(javaTrim(value))
    } catch (error) {
      if (error instanceof JavaException) throw new JavaException(error.className, error.javaMessage, { property: key })
      throw error
    }
  }
}
