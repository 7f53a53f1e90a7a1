import { JavaException } from './java-exception.ts'

/**
 * `Pattern.compile(regex)`, as far as a load can tell: refuses what no Java pattern may be (an open group or class, a dangling quantifier,
 * a backslash at the end, an unclosed quantifier). The message is that of the JVM in kind, not in wording.
 * @throws JavaException java.util.regex.PatternSyntaxException.
 */
export function requirePattern(regex: string, property?: string): void {
  const problem = problemOf(regex)
  if (problem === null) return
  const options = property === undefined ? {} : { property }
  throw new JavaException('java.util.regex.PatternSyntaxException', `${problem}\n${regex}`, options)
}

function problemOf(regex: string): string | null {
  let groups = 0
  let canRepeat = false
  for (let index = 0; index < regex.length; index += 1) {
    const char = regex[index] ?? ''
    if (char === '\\') {
      if (index + 1 === regex.length) return `Unexpected internal error near index ${String(regex.length)}`
      if (regex[index + 1] === 'Q') index = endOfQuote(regex, index)
      else index += 1
      canRepeat = true
    } else if (char === '[') {
      index = endOfClass(regex, index)
      if (index < 0) return `Unclosed character class near index ${String(regex.length - 1)}`
      canRepeat = true
    } else if (char === '(') {
      groups += 1
      canRepeat = false
      // What follows a question mark at the start of a group is a kind of group, not a quantifier.
      if (regex[index + 1] === '?') index += 1
    } else if (char === ')') {
      groups -= 1
      if (groups < 0) return `Unmatched closing ')' near index ${String(index - 1)}`
      canRepeat = true
    } else if (char === '*' || char === '+' || char === '?') {
      if (!canRepeat) return `Dangling meta character '${char}' near index ${String(index)}`
      if (regex[index + 1] === '+' || regex[index + 1] === '?') index += 1
    } else if (char === '{' && !/^\{\d+(?:,\d*)?\}/.test(regex.slice(index))) {
      return `Illegal repetition near index ${String(index)}`
    } else {
      canRepeat = char !== '|'
    }
  }
  return groups > 0 ? `Unclosed group near index ${String(regex.length)}` : null
}

function endOfQuote(regex: string, start: number): number {
  const end = regex.indexOf('\\E', start + 2)
  return end < 0 ? regex.length : end + 1
}

function endOfClass(regex: string, start: number): number {
  let depth = 0
  for (let index = start; index < regex.length; index += 1) {
    const char = regex[index]
    if (char === '\\') index += 1
    else if (char === '[') {
      depth += 1
      if (regex[index + 1] === '^') index += 1
      if (regex[index + 1] === ']') index += 1
    } else if (char === ']') {
      depth -= 1
      if (depth === 0) return index
    }
  }
  return -1
}
