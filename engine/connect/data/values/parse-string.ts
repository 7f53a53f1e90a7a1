import { integer, isInteger, WIDTHS, type ConnectValue } from '../connect-value.ts'
import { arrayOf, logicalTimeSchema, mapOf, sameSchema, schemaOf, LOGICAL, type ConnectSchema } from '../schema.ts'
import { decimalOf, tenTo } from './convert-number.ts'
import { parseIso } from './iso-time.ts'

interface Found {
  readonly schema: ConnectSchema | null
  readonly value: ConnectValue
}

/** A text as the value that it looks like (Values.parseString); null for the word null. */
export function parseString(text: string): Found | null {
  if (text === '') return { schema: schemaOf('string'), value: text }
  if (text.trim() === 'null') return null
  const scanner = { text, position: 0 }
  const found = /^\s*[[{]/.test(text) ? container(scanner) : scalar(text.trim())
  const isWhole = text.slice(scanner.position).trim() === '' || !/^\s*[[{]/.test(text)
  return found !== undefined && isWhole ? found : { schema: schemaOf('string'), value: text }
}

/** A word that is no text: true, a number, a moment. */
function scalar(word: string): Found | undefined {
  if (word === 'true' || word === 'false') return { schema: schemaOf('boolean'), value: word === 'true' }
  const moment = parseIso(word)
  if (moment !== undefined) return { schema: logicalTimeSchema(moment.kind), value: { kind: 'date', value: moment.ms } }
  return number(word)
}

/** The narrowest whole number, otherwise a float, a double, a decimal (Values.parseAsNumber). */
function number(word: string): Found | undefined {
  const decimal = decimalOf(word)
  if (decimal === undefined) return undefined
  const { unscaled, scale } = decimal
  const divisor = tenTo(Math.max(scale, 0))
  if (unscaled % divisor === 0n) {
    const whole = scale > 0 ? unscaled / divisor : unscaled * tenTo(-scale)
    const kind = (['int8', 'int16', 'int32', 'int64'] as const).find((type) => BigInt.asIntN(WIDTHS[type], whole) === whole)
    if (kind !== undefined) return { schema: schemaOf(kind), value: integer(kind, whole) }
  }
  const value = Number(word)
  if (Number.isFinite(Math.fround(value)) && scale !== 0) return { schema: schemaOf('float32'), value: { kind: 'float32', value: Math.fround(value) } }
  if (Number.isFinite(value) && scale !== 0) return { schema: schemaOf('float64'), value: { kind: 'float64', value } }
  const schema: ConnectSchema = { type: 'bytes', optional: false, name: LOGICAL.decimal, version: 1, parameters: new Map([['scale', String(scale)]]) }
  return { schema, value: { kind: 'decimal', unscaled, scale } }
}

interface Scanner {
  readonly text: string
  position: number
}

function skip(scanner: Scanner, expected: string): boolean {
  while (/\s/.test(scanner.text[scanner.position] ?? '')) scanner.position++
  if (scanner.text[scanner.position] !== expected) return false
  scanner.position++
  return true
}

function container(scanner: Scanner): Found | undefined {
  if (skip(scanner, '[')) return list(scanner)
  return skip(scanner, '{') ? map(scanner) : undefined
}

/** A value within a list or a map, where texts have quotes; undefined where there is none. */
function embedded(scanner: Scanner): Found | undefined {
  const rest = scanner.text.slice(scanner.position)
  const quoted = /^\s*"((?:[^"\\]|\\.)*)"/.exec(rest)
  if (quoted !== null) {
    scanner.position += quoted[0].length
    return { schema: schemaOf('string'), value: (quoted[1] ?? '').replaceAll(/\\(.)/g, '$1') }
  }
  if (/^\s*[[{]/.test(rest)) return container(scanner)
  const moment = /^\s*(\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{4}))?|[\d:]+\.\d{3}(?:Z|[+-]\d{4}))(?=\s*[,\]}:])/.exec(rest)
  const word = moment ?? /^\s*([^\s,:[\]{}"]+)/.exec(rest)
  if (word === null) return undefined
  scanner.position += word[0].length
  return word[1] === 'null' ? { schema: null, value: null } : scalar(word[1] ?? '')
}

function list(scanner: Scanner): Found | undefined {
  const items: Found[] = []
  if (skip(scanner, ']')) return { schema: { type: 'array', optional: false }, value: { kind: 'list', items: [] } }
  do {
    const item = embedded(scanner)
    if (item === undefined) return undefined
    items.push(item)
  } while (skip(scanner, ','))
  if (!skip(scanner, ']')) return undefined
  const schema = commonSchema(items)
  const values = items.map(({ value }) => widened(value, schema))
  return { schema: schema === undefined ? { type: 'array', optional: false } : arrayOf(schema), value: { kind: 'list', items: values } }
}

function map(scanner: Scanner): Found | undefined {
  const keys: Found[] = []
  const values: Found[] = []
  if (skip(scanner, '}')) return { schema: { type: 'map', optional: false }, value: { kind: 'map', entries: [], javaClass: 'java.util.LinkedHashMap' } }
  do {
    const key = embedded(scanner)
    if (key === undefined || key.value === null || !skip(scanner, ':')) return undefined
    const value = embedded(scanner)
    if (value === undefined) return undefined
    keys.push(key)
    values.push(value)
  } while (skip(scanner, ','))
  if (!skip(scanner, '}')) return undefined
  const [keySchema, valueSchema] = [commonSchema(keys), commonSchema(values)]
  const entries = keys.map(({ value }, index) => [widened(value, keySchema), widened(values[index]?.value ?? null, valueSchema)] as const)
  const schema: ConnectSchema = keySchema === undefined || valueSchema === undefined ? { type: 'map', optional: false } : mapOf(keySchema, valueSchema)
  return { schema, value: { kind: 'map', entries, javaClass: 'java.util.LinkedHashMap' } }
}

const NUMBERS = ['int8', 'int16', 'int32', 'int64', 'float32', 'float64'] as const

/** The schema that all items share, the widest of numbers; undefined where they share none. Nulls do not count. */
function commonSchema(items: readonly Found[]): ConnectSchema | undefined {
  const schemas = items.flatMap(({ schema }) => (schema === null ? [] : [schema]))
  const [first] = schemas
  if (first === undefined) return undefined
  if (schemas.every((schema) => sameSchema(schema, first))) return first
  const widths = schemas.map(({ type, name }) => (name === undefined ? NUMBERS.findIndex((number) => number === type) : -1))
  const widest = NUMBERS[Math.max(...widths)]
  return widths.includes(-1) || widest === undefined ? undefined : schemaOf(widest)
}

function widened(value: ConnectValue, schema: ConnectSchema | undefined): ConnectValue {
  const target = NUMBERS.find((number) => number === schema?.type)
  if (target === undefined || schema?.name !== undefined) return value
  if (isInteger(value)) return target === 'float32' || target === 'float64' ? { kind: target, value: Number(value.value) } : integer(target, value.value)
  return typeof value === 'object' && value?.kind === 'float32' && target === 'float64' ? { kind: target, value: value.value } : value
}
