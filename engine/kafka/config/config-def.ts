import type { ConfigType, ConfigValue } from './config-value.ts'
import { parseValue } from './parse-value.ts'
import type { Validator } from './validators.ts'

/** How much a key matters, in Kafka's own judgement. */
export type Importance = 'HIGH' | 'MEDIUM' | 'LOW'

/** Stands for the default of a key that has none. */
export const REQUIRED = Symbol('no default value')

/** A key in a table: name, type, default as text, importance, valid values, and whether it is undocumented. */
export type ConfigRow = readonly [
  name: string,
  type: ConfigType,
  defaultText: string | null | typeof REQUIRED,
  importance: Importance,
  validator?: Validator | null,
  internal?: 'internal',
]

/** A key's definition (ConfigDef.ConfigKey). */
export interface ConfigKey {
  readonly name: string
  readonly type: ConfigType
  /** False for a key that must be given. */
  readonly hasDefault: boolean
  /** The default as Kafka's documentation prints it; null also where there is none. */
  readonly defaultText: string | null
  readonly defaultValue: ConfigValue
  readonly importance: Importance
  readonly validator: Validator | null
  /** Left out of Kafka's documentation; for tests and for settings that nobody should need. */
  readonly internal: boolean
  /** Heading in the documentation: none, but the empty text for internal keys (ConfigDef.defineInternal). */
  readonly group: '' | null
}

/** All keys that one kind of client, a broker or a topic has, by name. */
export type ConfigDef = ReadonlyMap<string, ConfigKey>

/** The definition that a table's rows make. */
export function configDef(rows: readonly ConfigRow[]): ConfigDef {
  return new Map(rows.map((row) => [row[0], configKey(row)]))
}

function configKey([name, type, given, importance, validator, internal]: ConfigRow): ConfigKey {
  const defaultText = given === REQUIRED ? null : given
  return {
    name,
    type,
    hasDefault: given !== REQUIRED,
    defaultText,
    // A list of classes prints each as `class Name`.
    defaultValue: parseValue(name, type, defaultText?.replaceAll('class ', '') ?? null, () => true),
    importance,
    validator: validator ?? null,
    internal: internal === 'internal',
    group: internal === 'internal' ? '' : null,
  }
}
