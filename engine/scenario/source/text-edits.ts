/** Insertions into a text that keep count of where everything came from. */
export class TextEdits {
  readonly #text: string
  readonly #edits: { at: number; remove: number; insert: string; order: number }[] = []
  #sequence = 0

  constructor(text: string) {
    this.#text = text
  }

  /** Inserts in front of a node; of several at one place the one asked for last stands first (outer nodes come last). */
  before(at: number, insert: string): void {
    this.#edits.push({ at, remove: 0, insert, order: 1e9 - ++this.#sequence })
  }

  /** Inserts behind a node; of several at one place the one asked for first stands first. */
  after(at: number, insert: string): void {
    this.#edits.push({ at, remove: 0, insert, order: ++this.#sequence })
  }

  /** Replaces a stretch; line breaks in it stay, so that lines keep their numbers. */
  replace(from: number, to: number, insert: string): void {
    const kept = this.#text.slice(from, to).replaceAll(/[^\n]/g, '')
    this.#edits.push({ at: from, remove: to - from, insert: insert + kept, order: 0 })
  }

  /** The edited text, and for each place in it the place in the original. */
  apply(prefix: string, suffix: string): EditedText {
    const edits = this.#edits.toSorted((left, right) => left.at - right.at || left.order - right.order)
    const pieces = [prefix]
    const marks: { readonly edited: number; readonly original: number }[] = []
    let length = prefix.length
    let position = 0
    const push = (piece: string, original: number): void => {
      marks.push({ edited: length, original })
      pieces.push(piece)
      length += piece.length
    }
    for (const { at, remove, insert } of edits) {
      push(this.#text.slice(position, at), position)
      push(insert, at)
      position = at + remove
    }
    push(this.#text.slice(position), position)
    return new EditedText(pieces.join('') + suffix, marks)
  }
}

/** A text after its edits. */
export class EditedText {
  readonly text: string
  readonly #marks: readonly { readonly edited: number; readonly original: number }[]

  /** Created by `TextEdits.apply`. */
  constructor(text: string, marks: readonly { readonly edited: number; readonly original: number }[]) {
    this.text = text
    this.#marks = marks
  }

  /** The offset in the original text for a line and column (from 1) of the edited one. */
  originalOffset(line: number, column: number): number {
    let lineStart = 0
    for (let current = 1; current < line; current++) {
      const end = this.text.indexOf('\n', lineStart)
      if (end < 0) break
      lineStart = end + 1
    }
    const offset = lineStart + column - 1
    let mark = { edited: 0, original: 0 }
    for (const candidate of this.#marks) {
      if (candidate.edited > offset) break
      mark = candidate
    }
    return mark.original + Math.max(0, offset - mark.edited)
  }
}
