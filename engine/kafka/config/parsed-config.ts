import type { ConfigValue, RawValue } from './config-value.ts'

/** One line that loading a configuration writes to the log. */
export interface ConfigLogEntry {
  readonly level: 'INFO' | 'WARN' | 'ERROR'
  readonly logger: string
  readonly message: string
}

/** Takes the lines; they count also when an exception follows. */
export type ConfigLog = (entry: ConfigLogEntry) => void

/** A configuration as the caller gives it, in the order of its entries. */
export type Properties = ReadonlyMap<string, RawValue>

/** A configuration whose keys have been checked, with defaults filled in (AbstractConfig). */
export class ParsedConfig {
  /** What the caller gave, unknown keys included. */
  readonly originals: Properties
  readonly #values: ReadonlyMap<string, ConfigValue>

  /** @param values the value of every defined key */
  constructor(originals: Properties, values: ReadonlyMap<string, ConfigValue>) {
    this.originals = originals
    this.#values = values
  }

  /** A copy in which these keys have other values. */
  with(changes: Readonly<Record<string, ConfigValue>>): ParsedConfig {
    return new ParsedConfig(this.originals, new Map([...this.#values, ...Object.entries(changes)]))
  }

  /** Whether the caller gave the key, be it with its default. */
  isGiven(key: string): boolean {
    return this.originals.has(key)
  }

  /** Any value. @throws RangeError for a key that is not defined */
  value(key: string): ConfigValue {
    const value = this.#values.get(key)
    if (value === undefined) throw new RangeError(`Unknown configuration '${key}'`)
    return value
  }

  /** The value of an INT, SHORT, LONG or DOUBLE that is not null. @throws RangeError otherwise */
  number(key: string): number {
    const value = this.value(key)
    if (typeof value !== 'number') throw new RangeError(`Configuration '${key}' is not a number`)
    return value
  }

  /** As {@link number}, for keys that may be unset. */
  numberOrNull(key: string): number | null {
    return this.value(key) === null ? null : this.number(key)
  }

  /** The value of a STRING, CLASS or PASSWORD that is not null. @throws RangeError otherwise */
  text(key: string): string {
    const value = this.value(key)
    if (typeof value !== 'string') throw new RangeError(`Configuration '${key}' is not a text`)
    return value
  }

  /** As {@link text}, for keys that may be unset. */
  textOrNull(key: string): string | null {
    return this.value(key) === null ? null : this.text(key)
  }

  /** The value of a BOOLEAN. @throws RangeError otherwise */
  flag(key: string): boolean {
    const value = this.value(key)
    if (typeof value !== 'boolean') throw new RangeError(`Configuration '${key}' is not a flag`)
    return value
  }

  /** The items of a LIST; none where it is null. @throws RangeError otherwise */
  list(key: string): readonly string[] {
    const value = this.value(key)
    if (value === null) return []
    if (typeof value !== 'object') throw new RangeError(`Configuration '${key}' is not a list`)
    return value
  }
}
