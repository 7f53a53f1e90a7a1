import { propertiesOf } from '../../flume/conf/lint-finding.ts'

/** A change of one line of a text: what stands from `column` up to `endColumn` becomes `text`. Lines and columns from 1. */
export interface ConfEdit {
  readonly line: number
  readonly column: number
  readonly endColumn: number
  readonly text: string
}

/** The text with an edit made; the same text when it has no such line. */
export function applyEdit(text: string, { line, column, endColumn, text: replacement }: ConfEdit): string {
  const lines = text.split('\n')
  const old = lines[line - 1]
  if (old === undefined) return text
  lines[line - 1] = `${old.slice(0, column - 1)}${replacement}${old.slice(endColumn - 1)}`
  return lines.join('\n')
}

/** The edit that puts a line of its own behind the property that begins on a line, whatever lines that goes on over. */
export function lineAfter(text: string, line: number, added: string): ConfEdit {
  const lines = text.split('\n')
  const last = lastLineOf(lines, line)
  const column = (lines[last - 1] ?? '').replace(/\r$/, '').length + 1
  return { line: last, column, endColumn: column, text: `\n${added}` }
}

/** The text with `# ` before every line of the agent's properties whose key (without the agent's name) is meant: line numbers stay. */
export function commentOut(text: string, agent: string, isMeant: (key: string) => boolean): string {
  const lines = text.split('\n')
  for (const { key, entry } of propertiesOf(text, agent)) {
    if (!isMeant(key)) continue
    const last = lastLineOf(lines, entry.position.line)
    for (let line = entry.position.line; line <= last; line++) lines[line - 1] = `# ${lines[line - 1] ?? ''}`
  }
  return lines.join('\n')
}

/** The text with more lines at its end. */
export function appendLines(text: string, added: readonly string[]): string {
  return `${text.replace(/\s*$/, '\n')}\n${added.join('\n')}\n`
}

/** The last of the lines that a property goes on over: each but that one ends in an odd number of backslashes. */
function lastLineOf(lines: readonly string[], first: number): number {
  let line = first
  while (line < lines.length && (/\\*$/.exec((lines[line - 1] ?? '').replace(/\r$/, ''))?.[0].length ?? 0) % 2 === 1) line++
  return line
}
