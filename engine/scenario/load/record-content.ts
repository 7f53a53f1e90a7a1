import { utf8Bytes } from '../../kafka/record/utf8-bytes.ts'
import type { RecordContent } from '../../ledger/record-stream.ts'
import { describe, OptionError } from '../check-options.ts'
import type { RecordShape } from './load-spec.ts'

/**
 * The content of a load's records. What the reader's functions give is checked and kept, so that each is called once for a
 * record, whoever asks.
 */
export function recordContent(name: string, shape: RecordShape): RecordContent {
  const { bytes, value, key, headers } = shape
  const sizeOf = typeof bytes === 'number' ? undefined : remembered((number) => wholeNumber(name, bytes(number)))
  const textOf = value === undefined ? undefined : remembered((number) => textFrom(name, 'value', value(number)))
  const keyOf = key === undefined ? undefined : remembered((number) => optionalText(name, key(number)))
  const headersOf = headers === undefined ? undefined : remembered((number) => headerMap(name, headers(number)))
  const valueBytes = (number: number): number =>
    textOf === undefined ? (sizeOf?.(number) ?? Number(bytes)) : utf8Bytes(textOf(number))
  return {
    name,
    valueBytes,
    value: (number) => textOf?.(number) ?? padded(`${name} record ${number} `, valueBytes(number)),
    key: (number) => keyOf?.(number),
    headers: (number) => headersOf?.(number),
    isUniform: sizeOf === undefined && textOf === undefined && keyOf === undefined && headersOf === undefined,
  }
}

/** A log line of a given length. */
function padded(text: string, bytes: number): string {
  return text.length >= bytes ? text.slice(0, bytes) : text + '.'.repeat(bytes - text.length)
}

function remembered<T>(compute: (number: number) => T): (number: number) => T {
  const known = new Map<number, T>()
  return (number) => {
    const value = known.get(number)
    if (value !== undefined || known.has(number)) return value as T
    const computed = compute(number)
    known.set(number, computed)
    return computed
  }
}

function wholeNumber(load: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) throw new OptionError(`The function 'bytes' of ${load} must return a whole number of bytes, and returned ${describe(value)}.`)
  return value
}

function textFrom(load: string, what: string, value: unknown): string {
  if (typeof value !== 'string') throw new OptionError(`The function '${what}' of ${load} must return a text, and returned ${describe(value)}.`)
  return value
}

function optionalText(load: string, value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : textFrom(load, 'key', value)
}

function headerMap(load: string, value: unknown): ReadonlyMap<string, string> | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'object') throw new OptionError(`The function 'headers' of ${load} must return an object of texts, and returned ${describe(value)}.`)
  return new Map(Object.entries(value).map(([name, text]) => [name, textFrom(load, 'headers', text)]))
}
