import type { FileRange } from './split-size.ts'

/** A line without its end, and the byte with which it begins. */
export interface TextLine {
  readonly start: number
  readonly text: string
}

/** The lines of a text; `\n`, `\r` and `\r\n` end one. Positions count characters, which are bytes in what is read here. Source: org.apache.hadoop.util.LineReader. */
export function linesOf(text: string): readonly TextLine[] {
  const lines: TextLine[] = []
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character !== '\n' && character !== '\r') continue
    lines.push({ start, text: text.slice(start, at) })
    if (character === '\r' && text[at + 1] === '\n') at++
    start = at + 1
  }
  if (start < text.length) lines.push({ start, text: text.slice(start) })
  return lines
}

/** Whether a line that begins at a byte belongs to a split: not its first byte's, which the split before reads, unless the file begins there. Source: mapreduce.lib.input.LineRecordReader. */
export function belongsToSplit(lineStart: number, { start, length }: FileRange): boolean {
  return (start === 0 ? lineStart >= 0 : lineStart > start) && lineStart <= start + length
}
