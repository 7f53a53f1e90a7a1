import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import { MS_PER_DAY } from '../data/calendar.ts'
import { dataException, javaLangException } from '../data/connect-exceptions.ts'
import { integer, isInteger, javaClassOf, kindOf, valueText, WIDTHS, type ConnectInteger, type ConnectValue } from '../data/connect-value.ts'
import { LOGICAL, type ConnectSchema, type SchemaType } from '../data/schema.ts'
import { base64Of } from '../data/values/base64.ts'
import { wholePart } from '../data/values/convert-number.ts'
import { isoTimestamp } from '../data/values/iso-time.ts'

/** The type of a value without a schema (ConnectSchema.schemaType); undefined for dates and decimals, which need one. */
export function inferredTypeOf(value: Exclude<ConnectValue, null>): SchemaType | undefined {
  const kind = kindOf(value)
  if (kind === 'list') return 'array'
  return kind === 'date' || kind === 'decimal' || kind === 'null' ? undefined : kind
}

/**
 * A value as another type (Cast.castValueToType).
 * @throws KafkaException a DataException for text that is no number of the type
 */
export function castValue(schema: ConnectSchema | null, given: Exclude<ConnectValue, null>, target: SchemaType): ConnectValue {
  const value = schema === null ? given : encoded(schema, given, target)
  try {
    switch (target) {
      case 'int8': case 'int16': case 'int32': case 'int64': return toInteger(value, target)
      case 'float32': return { kind: 'float32', value: Math.fround(toNumber(value)) }
      case 'float64': return { kind: 'float64', value: toNumber(value) }
      case 'boolean': return toBoolean(value)
      default: return toText(value)
    }
  } catch (error) {
    if (!(error instanceof KafkaException) || error.className !== 'java.lang.NumberFormatException') throw error
    throw dataException(`Value (${valueText(value)}) was out of range for requested data type`, error)
  }
}

/** A date with a logical schema becomes the number that stands for it; to text it stays a date. */
function encoded(schema: ConnectSchema, value: Exclude<ConnectValue, null>, target: SchemaType): Exclude<ConnectValue, null> {
  if (typeof value !== 'object' || value.kind !== 'date' || target === 'string') return value
  if (schema.name === LOGICAL.date) return integer('int32', Math.floor(value.value / MS_PER_DAY))
  if (schema.name === LOGICAL.time) return integer('int32', value.value)
  return integer('int64', value.value)
}

function toInteger(value: Exclude<ConnectValue, null>, kind: ConnectInteger['kind']): ConnectInteger {
  if (typeof value === 'boolean') return integer(kind, value ? 1 : 0)
  if (typeof value === 'string') return parsedInteger(value, kind)
  if (isInteger(value)) return integer(kind, value.value)
  if (value.kind === 'decimal') return integer(kind, wholePart(value))
  if (value.kind === 'float32' || value.kind === 'float64') return fromFloat(value.value, kind)
  throw unexpected(value)
}

/** A Java cast from a floating number: towards zero and to the ends of long or int, then to the narrower width. */
function fromFloat(value: number, kind: ConnectInteger['kind']): ConnectInteger {
  const bits = kind === 'int64' ? 64n : 32n
  const max = (1n << (bits - 1n)) - 1n
  if (Number.isNaN(value)) return integer(kind, 0)
  if (value >= Number(max)) return integer(kind, max)
  if (value <= -Number(max)) return integer(kind, -max - 1n)
  return integer(kind, BigInt(Math.trunc(value)))
}

function parsedInteger(text: string, kind: ConnectInteger['kind']): ConnectInteger {
  const fail = (message: string) => javaLangException('NumberFormatException', message)
  if (!/^[+-]?\d+$/.test(text)) throw fail(`For input string: "${text}"`)
  const value = BigInt(text.replace('+', ''))
  if (BigInt.asIntN(WIDTHS[kind], value) === value) return { kind, value }
  if (kind === 'int8' || kind === 'int16') {
    if (BigInt.asIntN(32, value) === value) throw fail(`Value out of range. Value:"${text}" Radix:10`)
  }
  throw fail(kind === 'int64' ? `For input string: "${text}"` : `For input string: "${text}"${kind === 'int32' ? '' : ' under radix 10'}`)
}

function toNumber(value: Exclude<ConnectValue, null>): number {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string') return parsedNumber(value)
  if (isInteger(value)) return Number(value.value)
  if (value.kind === 'float32' || value.kind === 'float64') return value.value
  if (value.kind === 'decimal') return Number(valueText(value))
  throw unexpected(value)
}

function parsedNumber(text: string): number {
  const trimmed = text.trim()
  if (trimmed === '') throw javaLangException('NumberFormatException', 'empty String')
  const named = /^([+-]?)(NaN|Infinity)$/.exec(trimmed)
  if (named !== null) return Number(trimmed)
  const decimal = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[fFdD]?$/.exec(trimmed)
  if (decimal === null) throw javaLangException('NumberFormatException', `For input string: "${text}"`)
  return Number(decimal[1])
}

function toBoolean(value: Exclude<ConnectValue, null>): boolean {
  if (typeof value === 'boolean') return value
  if (typeof value === 'string') return value.toLowerCase() === 'true'
  return toInteger(value, 'int64').value !== 0n
}

function toText(value: Exclude<ConnectValue, null>): string {
  if (typeof value === 'object' && value.kind === 'date') return isoTimestamp(value.value)
  if (typeof value === 'object' && value.kind === 'bytes') return base64Of(value.value)
  return valueText(value)
}

function unexpected(value: Exclude<ConnectValue, null>): KafkaException {
  return dataException(`Unexpected type in Cast transformation: class ${javaClassOf(value)}`)
}
