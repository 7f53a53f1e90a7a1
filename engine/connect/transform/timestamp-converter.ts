import { configDef, REQUIRED } from '../../kafka/config/config-def.ts'
import { configException, invalidValue } from '../../kafka/config/config-exception.ts'
import { oneOf } from '../../kafka/config/validators.ts'
import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import { MS_PER_DAY } from '../data/calendar.ts'
import { connectException, dataException, javaLangException } from '../data/connect-exceptions.ts'
import { hashMap, integer, javaClassOf, mapGet, textEntries, type ConnectValue } from '../data/connect-value.ts'
import { LOGICAL, logicalTimeSchema, schemaOf, schemaText, structLike, type ConnectSchema } from '../data/schema.ts'
import { simpleDateFormat, type SimpleDateFormat } from '../data/simple-date-format.ts'
import { fieldReader, structOf } from '../data/struct.ts'
import { sideOf, withSide } from './connect-record.ts'
import { requireMap, requireStruct, type TransformationType } from './transformation.ts'

const PURPOSE = 'converting timestamp formats'
const TYPES = ['string', 'unix', 'Date', 'Time', 'Timestamp'] as const
type TimeType = (typeof TYPES)[number]

/** What a unix time counts: multiples of a millisecond, or parts of it. */
const NANOS_PER_UNIT: Readonly<Record<string, bigint>> = { nanoseconds: 1n, microseconds: 1000n, milliseconds: 1_000_000n, seconds: 1_000_000_000n }

interface Conversion {
  readonly target: TimeType
  readonly pattern: string
  readonly format: SimpleDateFormat | undefined
  readonly nanosPerUnit: bigint
}

/** Turns times from one form into another (TimestampConverter). */
export const timestampConverter: TransformationType = {
  def: configDef([
    ['field', 'STRING', '', 'HIGH'],
    ['format', 'STRING', '', 'MEDIUM'],
    ['replace.null.with.default', 'BOOLEAN', 'true', 'MEDIUM'],
    ['target.type', 'STRING', REQUIRED, 'HIGH', oneOf(...TYPES)],
    ['unix.precision', 'STRING', 'milliseconds', 'LOW', oneOf('nanoseconds', 'microseconds', 'milliseconds', 'seconds')],
  ]),
  configure: (config, side) => {
    const conversion = conversionOf(config.text('target.type'), config.text('format'), config.text('unix.precision'))
    const name = config.text('field')
    const read = fieldReader(config.flag('replace.null.with.default'))
    return (record) => {
      const { schema, value } = sideOf(record, side)
      if (schema === null && (value === null || name === '')) return withSide(record, side, null, converted(value, inferredType(value), conversion))
      if (schema === null) {
        const map = requireMap(value, PURPOSE)
        const field = mapGet(map, name) ?? null
        return withSide(record, side, null, hashMap([...textEntries(map), [name, converted(field, inferredType(field), conversion)]]))
      }
      if (name === '') return withSide(record, side, targetSchema(conversion.target, schema.optional), converted(value, typeOf(schema), conversion))
      if (value === null) return withSide(record, side, updatedStruct(schema, name, conversion), null)
      const struct = requireStruct(value, PURPOSE)
      const updated = updatedStruct(schema, name, conversion)
      const values = (schema.fields ?? []).map((field) => {
        const found = read(struct, field.name)
        return [field.name, field.name === name ? converted(found, typeOf(field.schema), conversion) : found] as const
      })
      return withSide(record, side, updated, structOf(updated, values))
    }
  },
}

function conversionOf(type: string, pattern: string, precision: string): Conversion {
  const target = TYPES.find((name) => name === type) ?? 'Timestamp'
  if (target === 'string' && pattern.trim() === '') throw configException('TimestampConverter requires format option to be specified when using string timestamps')
  const format = pattern.trim() === '' ? undefined : simpleDateFormat(pattern)
  if (format === undefined && pattern.trim() !== '') {
    throw invalidValue(`TimestampConverter requires a SimpleDateFormat-compatible pattern for string timestamps: ${pattern}`, 'java.lang.IllegalArgumentException', 'Illegal pattern character')
  }
  return { target, pattern, format, nanosPerUnit: NANOS_PER_UNIT[precision] ?? 1_000_000n }
}

function updatedStruct(schema: ConnectSchema, name: string, { target }: Conversion): ConnectSchema {
  const fields = (schema.fields ?? []).map((field) => (field.name === name ? { name, schema: targetSchema(target, field.schema.optional) } : field))
  return structLike(schema, fields, schema.optional)
}

function targetSchema(target: TimeType, optional: boolean): ConnectSchema {
  if (target === 'string') return schemaOf('string', optional)
  if (target === 'unix') return schemaOf('int64', optional)
  return logicalTimeSchema(target === 'Date' ? 'date' : target === 'Time' ? 'time' : 'timestamp', optional)
}

/** The form of a value's time by its schema. @throws KafkaException a ConnectException for a schema without times */
function typeOf(schema: ConnectSchema): TimeType {
  if (schema.name === LOGICAL.timestamp) return 'Timestamp'
  if (schema.name === LOGICAL.date) return 'Date'
  if (schema.name === LOGICAL.time) return 'Time'
  if (schema.type === 'string') return 'string'
  if (schema.type === 'int64') return 'unix'
  throw connectException(`Schema ${schemaText(schema)} does not correspond to a known timestamp type format`)
}

function inferredType(value: ConnectValue): TimeType {
  if (value === null) return 'Timestamp'
  if (typeof value === 'string') return 'string'
  if (typeof value === 'object' && value.kind === 'date') return 'Timestamp'
  if (typeof value === 'object' && value.kind === 'int64') return 'unix'
  throw dataException(`TimestampConverter does not support class ${javaClassOf(value)} objects as timestamps`)
}

function converted(value: ConnectValue, from: TimeType, conversion: Conversion): ConnectValue {
  return value === null ? null : ofMillis(millisOf(value, from, conversion), conversion)
}

function millisOf(value: Exclude<ConnectValue, null>, from: TimeType, { pattern, format, nanosPerUnit }: Conversion): number {
  if (from === 'string') {
    if (typeof value !== 'string') throw dataException(`Expected string timestamp to be a String, but found class ${javaClassOf(value)}`)
    if (format === undefined) throw javaLangException('NullPointerException', 'Cannot invoke "java.text.SimpleDateFormat.parse(String)" because "config.format" is null')
    const ms = format.parse(value)
    if (ms !== undefined) return ms
    throw dataException(`Could not parse timestamp: value (${value}) does not match pattern (${pattern})`, new KafkaException('java.text.ParseException', `Unparseable date: "${value}"`))
  }
  if (from === 'unix') {
    if (typeof value !== 'object' || value.kind !== 'int64') throw dataException(`Expected Unix timestamp to be a Long, but found class ${javaClassOf(value)}`)
    return Number((value.value * nanosPerUnit) / 1_000_000n)
  }
  if (typeof value === 'object' && value.kind === 'date') return value.value
  throw dataException(`Expected ${from} to be a java.util.Date, but found class ${javaClassOf(value)}`)
}

function ofMillis(ms: number, { target, format, nanosPerUnit }: Conversion): ConnectValue {
  const timeOfDay = ((ms % MS_PER_DAY) + MS_PER_DAY) % MS_PER_DAY
  switch (target) {
    case 'string': return format?.format(ms) ?? ''
    case 'unix': return integer('int64', (BigInt(ms) * 1_000_000n) / nanosPerUnit)
    case 'Date': return { kind: 'date', value: ms - timeOfDay }
    case 'Time': return { kind: 'date', value: timeOfDay }
    case 'Timestamp': return { kind: 'date', value: ms }
  }
}
