import { JavaException } from './java-exception.ts'

const INT_MAX = 2147483647n
const LONG_MAX = 9223372036854775807n
const DECIMAL = /^[+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?)$/

/** `Integer.parseInt(text)`. @throws JavaException java.lang.NumberFormatException. Only ASCII digits are read. */
export function parseJavaInt(text: string | null): number {
  return Number(parseIntegral(text, INT_MAX))
}

/** `Long.parseLong(text)`, rounded to a double. @throws JavaException java.lang.NumberFormatException. */
export function parseJavaLong(text: string | null): number {
  return Number(parseIntegral(text, LONG_MAX))
}

/** `Double.parseDouble(text)` for decimal notation. @throws JavaException java.lang.NumberFormatException. */
export function parseJavaDouble(text: string): number {
  const trimmed = text.trim()
  if (trimmed === '') throw new JavaException('java.lang.NumberFormatException', 'empty String')
  if (!DECIMAL.test(trimmed)) throw numberFormat(trimmed)
  return Number(trimmed.replace(/[fFdD]$/, ''))
}

function parseIntegral(text: string | null, maximum: bigint): bigint {
  // JDK 17: Integer.parseInt(null) and Long.parseLong(null) have a message of their own.
  if (text === null) throw new JavaException('java.lang.NumberFormatException', 'Cannot parse null string')
  if (!/^[+-]?[0-9]+$/.test(text)) throw numberFormat(text)
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text)
  if (value > maximum || value < -maximum - 1n) throw numberFormat(text)
  return value
}

function numberFormat(text: string): JavaException {
  return new JavaException('java.lang.NumberFormatException', `For input string: "${text}"`)
}
