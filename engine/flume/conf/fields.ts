import type { Settings, SettingValue } from './component-type.ts'
import type { Context } from './context.ts'
import { illegalArgument } from './java/java-exception.ts'

/** How one field of a component gets its value from the configuration. */
export interface Field {
  /** The property it is read from; absent for a field that no property sets. */
  readonly key?: string
  /** Null leaves the field out. @throws JavaException when the value cannot be read. */
  readonly read: (context: Context) => SettingValue | null
}

/** Fields by name, in the order in which the component reads them (the first that fails decides). */
export type Fields = Readonly<Record<string, Field>>

/** A text property. */
export function text(key: string, fallback: string | null = null): Field {
  return { key, read: (context) => context.getString(key) ?? fallback }
}

/** A 32-bit property. */
export function integer(key: string, fallback: number | null = null): Field {
  return { key, read: (context) => context.getInteger(key) ?? fallback }
}

/** A 64-bit property. */
export function long(key: string, fallback: number | null = null): Field {
  return { key, read: (context) => context.getLong(key) ?? fallback }
}

/** A boolean property: everything but `true` is false. */
export function flag(key: string, fallback: boolean): Field {
  return { key, read: (context) => context.getBoolean(key, fallback) }
}

/** A property that must be one of an enum's constants, in any case. @param enumName name of the enum's class, for the message. */
export function oneOf(key: string, fallback: string, enumName: string, constants: readonly string[]): Field {
  return {
    key,
    read: (context) => {
      const constant = context.getString(key, fallback).toUpperCase()
      if (!constants.includes(constant)) throw illegalArgument(`No enum constant ${enumName}.${constant}`, key)
      return constant
    },
  }
}

/** A field that starts with a value and is not configured. */
export function fixed(value: SettingValue): Field {
  return { read: () => value }
}

/** Reads the fields in order. @throws JavaException of the first field that fails. */
export function readFields(context: Context, fields: Fields): Settings {
  const settings: Record<string, SettingValue> = {}
  for (const [name, field] of Object.entries(fields)) {
    const value = field.read(context)
    if (value !== null) settings[name] = value
  }
  return settings
}

/** The properties that the fields are read from. */
export function keysOf(fields: Fields): string[] {
  return Object.values(fields).flatMap(({ key }) => (key === undefined ? [] : [key]))
}

/** `Configurables.ensureRequiredNonNull`. @throws JavaException for the first key that is missing. */
export function ensureRequired(context: Context, ...keys: readonly string[]): void {
  for (const key of keys)
    if (!context.has(key)) throw illegalArgument(`Required parameter ${key} must exist and may not be null`)
}
