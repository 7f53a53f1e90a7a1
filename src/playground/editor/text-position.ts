/** The offset in a text of a line and column, both from 1; the nearest one when the text is shorter. */
export function offsetOf(text: string, position: { readonly line: number; readonly column: number }): number {
  let offset = 0
  for (let line = 1; line < position.line; line++) {
    const next = text.indexOf('\n', offset)
    if (next === -1) return text.length
    offset = next + 1
  }
  const lineEnd = text.indexOf('\n', offset)
  return Math.min(offset + Math.max(0, position.column - 1), lineEnd === -1 ? text.length : lineEnd)
}
