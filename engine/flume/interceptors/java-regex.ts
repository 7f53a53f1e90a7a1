const INLINE_FLAGS = /^\(\?([ims]+)\)/
/** Constructs whose meaning a JavaScript expression cannot have: possessive quantifiers, atomic groups, flags inside, classes in classes, Unicode classes and Java's own anchors. */
const FOREIGN = /[*+?}]\+|\(\?>|\(\?[a-z-]+[):]|&&|\[[^\]\\]*\[|\\(?:[pPQGAZzhHRXNvVcx0]|u)/
/** Before the end, or before a last line terminator. */
const END = '(?=(?:\\r\\n|[\\n\\r\\u0085\\u2028\\u2029])?(?![\\s\\S]))'

/**
 * A java.util.regex pattern as a JavaScript expression of the same meaning, with flag g.
 * @returns undefined for a pattern that has none
 */
export function javaRegex(pattern: string): RegExp | undefined {
  const flags = INLINE_FLAGS.exec(pattern)
  const body = pattern.slice(flags?.[0].length ?? 0)
  if (FOREIGN.test(body)) return undefined
  const isMultiline = flags?.[1]?.includes('m') === true
  try {
    return new RegExp(translated(body, isMultiline), `g${[...new Set(flags?.[1] ?? '')].join('')}`)
  } catch {
    return undefined
  }
}

/** `$` and `\s` outside of classes, whose meanings differ. */
function translated(body: string, isMultiline: boolean): string {
  let text = ''
  let isInClass = false
  for (let index = 0; index < body.length; index++) {
    const character = body[index] ?? ''
    if (character === '\\') {
      index++
      text += body[index] === 's' && !isInClass ? '[ \\t\\n\\x0B\\f\\r]' : character + (body[index] ?? '')
      continue
    }
    if (character === '[') isInClass = true
    if (character === ']') isInClass = false
    text += character === '$' && !isInClass && !isMultiline ? END : character
  }
  return text
}

/**
 * A replacement of Matcher.replaceAll as a function: `$1`, `${name}`, and `\` before a character that stands for itself.
 * @returns what makes the text out of the groups; undefined for a group that it cannot have
 */
export function javaReplacement(replacement: string): (groups: readonly (string | undefined)[], named: Readonly<Record<string, string | undefined>>) => string | undefined {
  return (groups, named) => {
    let text = ''
    for (let index = 0; index < replacement.length; index++) {
      const rest = replacement.slice(index)
      const reference = /^\$(?:(\d+)|\{(\w+)\})/.exec(rest)
      if (reference === null) {
        if (rest.startsWith('\\')) index++
        text += replacement[index] ?? ''
        continue
      }
      const group = reference[1] === undefined ? reference[2] : longestGroup(reference[1], groups.length)
      if (group === undefined || (reference[1] === undefined && !(group in named))) return undefined
      text += (reference[1] === undefined ? named[group] : groups[Number(group)]) ?? ''
      index += (reference[1] === undefined ? reference[0].length : 1 + group.length) - 1
    }
    return text
  }
}

/** As many of the digits as name a group, at least the first. */
function longestGroup(digits: string, count: number): string | undefined {
  for (let length = digits.length; length > 0; length--) if (Number(digits.slice(0, length)) < count) return digits.slice(0, length)
  return undefined
}
