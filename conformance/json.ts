/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json | undefined
}

/** Whether a value is a JSON object (not null, not a list). */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether a value is a list. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

/** A property of a value, or undefined when the value is no object or has none of that name. */
export function property(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) ? value[name] : undefined
}

/** A text property; empty when it is missing or no text. */
export function textOf(value: Json | undefined, name: string): string {
  const found = property(value, name)
  return typeof found === 'string' ? found : ''
}

/** A number property; undefined when it is missing or no number. */
export function numberOf(value: Json | undefined, name: string): number | undefined {
  const found = property(value, name)
  return typeof found === 'number' ? found : undefined
}

/** A list property; empty when it is missing or no list. */
export function listOf(value: Json | undefined, name: string): readonly Json[] {
  const found = property(value, name)
  return isList(found) ? found : []
}

/** A short text of a value for messages. */
export function show(value: Json | undefined): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length > 160 ? `${text.slice(0, 157)}…` : text
}

/** A value as the text of a configuration or an argument: scalars as they are, anything else as JSON. */
export function plainText(value: Json | undefined): string {
  if (typeof value === 'string') return value
  return value === undefined ? '' : JSON.stringify(value)
}
