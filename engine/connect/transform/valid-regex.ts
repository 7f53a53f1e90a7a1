import { JavaException } from '../../flume/conf/java/java-exception.ts'
import { requirePattern } from '../../flume/conf/java/pattern.ts'
import { javaRegex } from '../../flume/interceptors/java-regex.ts'
import { invalidValue } from '../../kafka/config/config-exception.ts'
import type { Validator } from '../../kafka/config/validators.ts'

/** A Java pattern (RegexValidator). */
export const VALID_REGEX: Validator = {
  text: 'valid regex',
  check: (key, _type, value) => {
    if (typeof value !== 'string') throw invalidValue(key, 'null', 'Invalid regex: Cannot invoke "String.isEmpty()" because "this.pattern" is null')
    const problem = patternProblem(value)
    if (problem !== undefined) throw invalidValue(key, value, `Invalid regex: ${problem}`)
  },
}

/** Why Java refuses a pattern, in its words; undefined where it does not. */
export function patternProblem(pattern: string): string | undefined {
  try {
    requirePattern(pattern)
    return undefined
  } catch (error) {
    if (error instanceof JavaException) return error.message.replace(/^[\w.]+PatternSyntaxException: /, '')
    throw error
  }
}

/** Matcher.matches for a pattern, and the pattern itself; a pattern that has no JavaScript form matches nothing. */
export function fullMatcher(pattern: string): { readonly matches: (text: string) => boolean; readonly expression: RegExp } {
  const expression = javaRegex(pattern) ?? /(?!)/g
  const whole = new RegExp(`^(?:${expression.source})$`, expression.flags.replace(/[gm]/g, ''))
  return { matches: (text) => whole.test(text), expression }
}
