/** One part of a pattern of Joda-Time: a field with the number of its letters, or text that stands for itself. */
export type JodaToken = { readonly letter: string; readonly count: number } | { readonly text: string }

/** The letters that are simulated. */
const known = 'yYuMdHhkKmsSaEZ'

/** The parts of a pattern (DateTimeFormat.parsePatternTo); undefined when it has a letter that is not simulated. */
export function jodaTokens(pattern: string): readonly JodaToken[] | undefined {
  const tokens: JodaToken[] = []
  for (let at = 0; at < pattern.length;) {
    const letter = pattern[at] ?? ''
    if (letter === "'") {
      const { text, end } = quoted(pattern, at)
      tokens.push({ text })
      at = end
    } else if (/[A-Za-z]/.test(letter)) {
      if (!known.includes(letter)) return undefined
      let count = 1
      while (pattern[at + count] === letter) count++
      tokens.push({ letter, count })
      at += count
    } else {
      tokens.push({ text: letter })
      at++
    }
  }
  return tokens
}

/** A text in quotes; two quotes are one. */
function quoted(pattern: string, from: number): { readonly text: string; readonly end: number } {
  if (pattern[from + 1] === "'") return { text: "'", end: from + 2 }
  let text = ''
  let at = from + 1
  for (; at < pattern.length; at++) {
    if (pattern[at] !== "'") text += pattern[at] ?? ''
    else if (pattern[at + 1] === "'") {
      text += "'"
      at++
    } else break
  }
  return { text, end: at + 1 }
}
