/** The types of Kafka's ConfigDef. A password is kept as text; a class is kept by its name. */
export type ConfigType = 'BOOLEAN' | 'STRING' | 'INT' | 'SHORT' | 'LONG' | 'DOUBLE' | 'LIST' | 'CLASS' | 'PASSWORD'

/** A value before it is parsed: text, as in a properties file, or what a program puts into the map. */
export type RawValue = string | number | boolean | null | readonly string[]

/**
 * A parsed value. A LONG beyond 2^53 is the nearest number, so Long.MAX_VALUE is 2^63, which serves as "never".
 */
export type ConfigValue = string | number | boolean | null | readonly string[]

/** A double in the words of Java's Double.toString, as exceptions print it. */
export function javaDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value < 0 ? '-Infinity' : 'Infinity'
  const magnitude = Math.abs(value)
  if (magnitude !== 0 && (magnitude < 1e-3 || magnitude >= 1e7)) return scientific(value)
  return Number.isInteger(value) ? `${Object.is(value, -0) ? '-0' : value}.0` : String(value)
}

function scientific(value: number): string {
  const [digits = '0', exponent = '0'] = value.toExponential().split('e')
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`
}

/** A list in the words of Java's List.toString. */
export function javaList(items: readonly string[]): string {
  return `[${items.join(', ')}]`
}

/** A raw value as Java's string concatenation prints it. */
export function rawText(value: RawValue): string {
  if (typeof value === 'object') return value === null ? 'null' : javaList(value)
  return typeof value === 'number' && !Number.isInteger(value) ? javaDouble(value) : String(value)
}

/** A parsed value as exceptions print it. */
export function valueText(type: ConfigType, value: ConfigValue): string {
  return type === 'DOUBLE' && typeof value === 'number' ? javaDouble(value) : rawText(value)
}
