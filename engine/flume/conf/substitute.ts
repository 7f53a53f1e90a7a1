import { illegalState } from './java/java-exception.ts'

/** Gives the value of a variable, or null when it has none. */
export type Lookup = (name: string) => string | null

const PREFIX = '${'
const SUFFIX = '}'
const DEFAULT_DELIMITER = ':-'

interface Replacement {
  readonly text: string
  /** By how much the range that was worked on has grown. */
  readonly lengthChange: number
}

/**
 * Replaces `${name}` and `${name:-default}` as commons-text's StringSubstitutor does with substitution in variable names switched on:
 * values are substituted again, `$${` is an escape, what has no value stays as it is.
 * @throws JavaException java.lang.IllegalStateException when a value refers to itself.
 */
export function substitute(text: string, lookup: Lookup): string {
  return substituteRange(text, 0, text.length, lookup, null).text
}

function substituteRange(
  text: string,
  offset: number,
  length: number,
  lookup: Lookup,
  outer: readonly string[] | null,
): Replacement {
  let buffer = text
  let end = offset + length
  let position = offset
  let prior = outer
  while (position < end) {
    if (!startsAt(buffer, PREFIX, position, end)) {
      position += 1
      continue
    }
    if (position > offset && buffer[position - 1] === '$') {
      buffer = buffer.slice(0, position - 1) + buffer.slice(position)
      end -= 1
      continue
    }
    const close = closingBrace(buffer, position + PREFIX.length, end)
    // Without an end the scan has consumed the rest.
    if (close < 0) break
    const expression = substitute(buffer.slice(position + PREFIX.length, close), lookup)
    const { name, fallback } = splitDefault(expression)
    prior ??= [text.slice(offset, offset + length)]
    if (prior.includes(name)) throw infiniteLoop(prior)
    const value = lookup(name) ?? fallback
    const after = close + SUFFIX.length
    if (value === null) {
      position = after
      continue
    }
    buffer = buffer.slice(0, position) + value + buffer.slice(after)
    const inner = substituteRange(buffer, position, value.length, lookup, [...prior, name])
    buffer = inner.text
    end += inner.lengthChange + value.length - (after - position)
    position += value.length + inner.lengthChange
  }
  return { text: buffer, lengthChange: end - offset - length }
}

function startsAt(text: string, part: string, position: number, end: number): boolean {
  return position + part.length <= end && text.startsWith(part, position)
}

function closingBrace(text: string, from: number, end: number): number {
  let nested = 0
  let position = from
  while (position < end) {
    if (startsAt(text, PREFIX, position, end)) {
      nested += 1
      position += PREFIX.length
    } else if (text[position] !== SUFFIX) {
      position += 1
    } else if (nested === 0) {
      return position
    } else {
      nested -= 1
      position += 1
    }
  }
  return -1
}

function splitDefault(expression: string): { name: string; fallback: string | null } {
  const at = expression.indexOf(DEFAULT_DELIMITER)
  if (at < 0) return { name: expression, fallback: null }
  return { name: expression.slice(0, at), fallback: expression.slice(at + DEFAULT_DELIMITER.length) }
}

function infiniteLoop(prior: readonly string[]): Error {
  return illegalState(`Infinite loop in property interpolation of ${prior[0] ?? ''}: ${prior.slice(1).join('->')}`)
}
