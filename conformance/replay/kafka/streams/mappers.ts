import { WindowedKey } from '../../../../engine/streams/processor/windowed-key.ts'
import { StreamsException } from '../../../../engine/streams/streams-exception.ts'
import { isList, isObject, listOf, numberOf, plainText, property, show, textOf, type Json } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'

/** What a mapper of a fact may look at. */
export interface Ingredients {
  readonly key?: unknown
  readonly value?: unknown
  readonly aggregate?: unknown
  readonly left?: unknown
  readonly right?: unknown
}

/** The mapper that a fact describes. @throws NotReplayable for words that are not known */
export function mapperOf(description: Json | undefined): (from: Ingredients) => unknown {
  if (isList(property(description, 'concat'))) {
    const parts = listOf(description, 'concat')
    return (from) => parts.map((part) => ingredient(plainText(part), from)).join('')
  }
  const separator = property(description, 'split')
  if (typeof separator === 'string') {
    const part = numberOf(description, 'part') ?? 0
    return ({ value }) => textOrNull(value)?.split(separator)[part] ?? null
  }
  if (textOf(description, 'parseInt') === 'value') return ({ value }) => String(javaInt(String(value)))
  if (description === 'key') return ({ key }) => key ?? null
  if (description === 'value') return ({ value }) => value ?? null
  throw new NotReplayable(`the mapper ${show(description)} is not known`)
}

/** The mapper into several values that a fact describes. */
export function flatMapperOf(description: Json | undefined): (value: unknown) => readonly unknown[] {
  const separator = property(description, 'split')
  if (typeof separator !== 'string') throw new NotReplayable(`the mapper ${show(description)} is not known`)
  return (value) => String(value).split(separator)
}

/** The predicate that a fact describes. @throws NotReplayable for words that are not known */
export function predicateOf(description: Json | undefined): (key: unknown, value: unknown) => boolean {
  const all = property(description, 'and')
  if (isList(all)) {
    const parts = all.map((part) => predicateOf(part))
    return (key, value) => parts.every((part) => part(key, value))
  }
  const start = property(description, 'valueStartsWith')
  if (typeof start === 'string') return (_key, value) => textOrNull(value)?.startsWith(start) ?? false
  const n = numberOf(description, 'n') ?? 0
  const compareLength = textOf(description, 'valueLength')
  if (compareLength !== '') return (_key, value) => compares(String(value).length, compareLength, n)
  const compareInt = textOf(description, 'valueAsInt')
  if (compareInt !== '') return (_key, value) => compares(javaInt(String(value)), compareInt, n)
  return equalityOf(description)
}

function equalityOf(description: Json | undefined): (key: unknown, value: unknown) => boolean {
  const side = textOf(description, 'key') === '' ? 'value' : 'key'
  const operator = textOf(description, side)
  const text = property(description, 'text') ?? null
  if (!isObject(description) || (operator !== '==' && operator !== '!=')) throw new NotReplayable(`the predicate ${show(description)} is not known`)
  return (key, value) => ((side === 'key' ? key : value) === text) === (operator === '==')
}

function ingredient(name: string, from: Ingredients): string {
  if (name === 'windowStart' || name === 'windowEnd') {
    if (!(from.key instanceof WindowedKey)) throw new NotReplayable(`${name} of a key without window`)
    return String(name === 'windowStart' ? from.key.start : from.key.end)
  }
  if (name === 'key' && from.key instanceof WindowedKey) return String(from.key.key)
  return isIngredient(name) && name in from ? shown(from[name]) : name
}

function isIngredient(name: string): name is keyof Ingredients {
  return ['key', 'value', 'aggregate', 'left', 'right'].includes(name)
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : 'null'
}

function compares(left: number, operator: string, right: number): boolean {
  switch (operator) {
    case '>': return left > right
    case '>=': return left >= right
    case '<': return left < right
    case '<=': return left <= right
    case '==': return left === right
    case '!=': return left !== right
    default: throw new NotReplayable(`the comparison ${operator} is not known`)
  }
}

function javaInt(text: string): number {
  if (!/^[-+]?\d+$/u.test(text)) throw new StreamsException(`For input string: "${text}"`, undefined, 'java.lang.NumberFormatException')
  return Number(text)
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
