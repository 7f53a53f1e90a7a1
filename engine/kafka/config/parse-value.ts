import { invalidValue } from './config-exception.ts'
import { rawText } from './config-value.ts'
import type { ConfigType, ConfigValue, RawValue } from './config-value.ts'

/** Whether a class of this name is on the class path. */
export type ClassExists = (className: string) => boolean

/**
 * A raw value as the key's type (ConfigDef.parseType). Text is trimmed; null stays null.
 *
 * @throws KafkaException a ConfigException when the value is not of the type
 */
export function parseValue(key: string, type: ConfigType, raw: RawValue, classExists: ClassExists): ConfigValue {
  if (raw === null) return null
  const fail = (why: string) => invalidValue(key, rawText(raw), why)
  switch (type) {
    case 'BOOLEAN': {
      const flag = typeof raw === 'string' ? FLAGS.get(raw.trim().toLowerCase()) : raw
      if (typeof flag !== 'boolean') throw fail('Expected value to be either true or false')
      return flag
    }
    case 'STRING':
    case 'PASSWORD':
      if (typeof raw !== 'string') throw fail(`Expected value to be a string, but it was a ${javaClassOf(raw)}`)
      return raw.trim()
    case 'INT':
    case 'SHORT':
    case 'LONG':
      return parseWhole(type, raw, fail)
    case 'DOUBLE':
      return parseDouble(raw, fail)
    case 'LIST':
      return parseList(raw, fail)
    case 'CLASS':
      if (typeof raw !== 'string') throw fail('Expected a Class instance or class name.')
      if (!classExists(raw.trim())) throw fail(`Class ${raw} could not be found.`)
      return raw.trim()
  }
}

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
])

const BITS = { SHORT: 16, INT: 32, LONG: 64 } as const

const WIDTH_NAMES = {
  SHORT: '16-bit integer (short)',
  INT: '32-bit integer',
  LONG: '64-bit integer (long)',
} as const

type Fail = (why: string) => Error

function parseWhole(type: 'INT' | 'SHORT' | 'LONG', raw: RawValue, fail: Fail): number {
  if (typeof raw === 'number' && Number.isInteger(raw) && (type !== 'INT' || raw === (raw | 0)) && type !== 'SHORT') {
    return raw
  }
  if (typeof raw !== 'string') throw fail(`Expected value to be a ${WIDTH_NAMES[type]}, but it was a ${javaClassOf(raw)}`)
  const text = raw.trim()
  if (!/^[+-]?\d+$/.test(text)) throw fail(`Not a number of type ${type}`)
  const value = BigInt(text.replace('+', ''))
  if (BigInt.asIntN(BITS[type], value) !== value) throw fail(`Not a number of type ${type}`)
  return Number(value)
}

/** Decimal doubles as Double.parseDouble reads them; its hexadecimal form is refused. */
function parseDouble(raw: RawValue, fail: Fail): number {
  if (typeof raw === 'number') return raw
  if (typeof raw !== 'string') throw fail(`Expected value to be a double, but it was a ${javaClassOf(raw)}`)
  const text = raw.trim()
  const named = /^([+-]?)(NaN|Infinity)$/.exec(text)
  if (named) return named[2] === 'NaN' ? Number.NaN : Number(text)
  const decimal = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[fFdD]?$/.exec(text)
  if (decimal?.[1] === undefined) throw fail('Not a number of type DOUBLE')
  return Number(decimal[1])
}

function parseList(raw: RawValue, fail: Fail): readonly string[] {
  if (typeof raw === 'string') return raw.trim() === '' ? [] : raw.trim().split(/\s*,\s*/)
  if (typeof raw !== 'object' || raw === null) throw fail('Expected a comma separated list.')
  return raw
}

function javaClassOf(raw: RawValue): string {
  if (typeof raw === 'boolean') return 'java.lang.Boolean'
  if (typeof raw === 'string') return 'java.lang.String'
  if (typeof raw !== 'number') return 'java.util.ImmutableCollections$ListN'
  if (!Number.isInteger(raw)) return 'java.lang.Double'
  return raw === (raw | 0) ? 'java.lang.Integer' : 'java.lang.Long'
}
