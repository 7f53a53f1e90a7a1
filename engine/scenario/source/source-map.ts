const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

interface Segment {
  readonly column: number
  readonly sourceLine: number
  readonly sourceColumn: number
}

/** A place in a text; line and column from 1. */
export interface TextPlace {
  readonly line: number
  readonly column: number
}

/** Finds the place in the original text for a place in the generated one, from a version 3 source map's mappings. */
export class SourceMap {
  readonly #lines: readonly (readonly Segment[])[]

  constructor(mappings: string) {
    this.#lines = decode(mappings)
  }

  /** The original place of the token at or before a generated one; the same place where the map says nothing. */
  original({ line, column }: TextPlace): TextPlace {
    let found: Segment | undefined
    for (const segment of this.#lines[line - 1] ?? []) {
      if (segment.column > column - 1) break
      found = segment
    }
    return found === undefined ? { line, column } : { line: found.sourceLine + 1, column: found.sourceColumn + 1 }
  }
}

function decode(mappings: string): Segment[][] {
  let sourceLine = 0
  let sourceColumn = 0
  return mappings.split(';').map((line) => {
    let column = 0
    const segments: Segment[] = []
    for (const text of line.split(',')) {
      const [columnStep = 0, , lineStep, sourceColumnStep = 0] = decodeNumbers(text)
      column += columnStep
      if (lineStep === undefined) continue
      sourceLine += lineStep
      sourceColumn += sourceColumnStep
      segments.push({ column, sourceLine, sourceColumn })
    }
    return segments
  })
}

/** The base 64 variable-length quantities of one segment. */
function decodeNumbers(text: string): number[] {
  const numbers: number[] = []
  let value = 0
  let shift = 0
  for (const character of text) {
    const digit = digits.indexOf(character)
    value += (digit & 31) << shift
    shift += 5
    if ((digit & 32) !== 0) continue
    numbers.push((value & 1) === 1 ? -(value >> 1) : value >> 1)
    value = 0
    shift = 0
  }
  return numbers
}
