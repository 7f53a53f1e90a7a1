import { termAnchor } from '../../../content/glossary/terms.ts'
import type { Term } from '../../../content/glossary/term.ts'

/** A stretch of text, and the glossary's address for it where it names a term. */
export interface TextPiece {
  readonly text: string
  readonly address?: string
}

/** How many terms a page links: more would be noise. */
const linksMax = 12

/** Finds the first occurrence of each term in the text of one page, piece by piece in the order of reading. */
export class TermLinks {
  readonly #addresses = new Map<string, string>()
  readonly #pattern: RegExp
  readonly #linked = new Set<string>()

  constructor(terms: readonly Term[]) {
    for (const term of terms) {
      for (const form of formsOf(term)) this.#addresses.set(form.toLowerCase(), `/glossary/#${termAnchor(term)}`)
    }
    // Longer forms come first: a memory channel is not just a channel.
    const forms = [...this.#addresses.keys()].filter((form) => !form.startsWith('`')).toSorted((left, right) => right.length - left.length)
    this.#pattern = new RegExp(`(?<![\\w./-])(?:${forms.map(patternOf).join('|')})(?![\\w-]|\\.\\w)`, 'gi')
  }

  /** A text in pieces; a single piece without an address where it names nothing new. */
  piecesOf(text: string): readonly TextPiece[] {
    const pieces: TextPiece[] = []
    let end = 0
    for (const { 0: found, index } of text.matchAll(this.#pattern)) {
      const address = this.#firstUse(found)
      if (address === undefined) continue
      if (index > end) pieces.push({ text: text.slice(end, index) })
      pieces.push({ text: found, address })
      end = index + found.length
    }
    if (end < text.length || pieces.length === 0) pieces.push({ text: text.slice(end) })
    return pieces
  }

  /** The glossary's address for a piece of code that is a term's key, at its first use. */
  addressOfCode(code: string): string | undefined {
    return this.#firstUse(`\`${code}\``)
  }

  #firstUse(form: string): string | undefined {
    const address = this.#addresses.get(form.toLowerCase().replace(/\s+/g, ' '))
    if (address === undefined || this.#linked.has(address) || this.#linked.size >= linksMax) return undefined
    this.#linked.add(address)
    return address
  }
}

function formsOf({ term, also = [], isPlainWord }: Term): readonly string[] {
  return isPlainWord === true ? also : [term, ...also]
}

/** Words of a term may stand on two lines. */
function patternOf(form: string): string {
  return form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s+')
}
