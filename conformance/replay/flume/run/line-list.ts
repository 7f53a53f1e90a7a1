import type { RecordContent } from '../../../../engine/ledger/record-stream.ts'
import { utf8Bytes } from '../../../../engine/flume/event/event-run.ts'
import { isList, numberOf, plainText, textOf, type Json } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'

/** The lines of a step, in order: a list of texts, or a printf format with the numbers `from` to `to`. @throws NotReplayable for another shape */
export function readLines(spec: Json | undefined): readonly string[] {
  if (isList(spec)) return spec.map(plainText)
  const from = numberOf(spec, 'from')
  const to = numberOf(spec, 'to')
  const format = textOf(spec, 'format')
  if (from === undefined || to === undefined || format === '') throw new NotReplayable(`lines of an unknown shape: ${plainText(spec)}`)
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => printf(format, from + index))
}

/** C's printf of one whole number: `%d`, `%5d`, `%05d`, `%x`, and `%%`. */
function printf(format: string, number: number): string {
  return format.replaceAll(/%(?:%|(0?)(\d*)([dx]))/g, (whole, zero: string | undefined, width: string | undefined, kind: string | undefined) => {
    if (kind === undefined) return whole === '%%' ? '%' : whole
    return number.toString(kind === 'x' ? 16 : 10).padStart(Number(width ?? ''), zero === '0' ? '0' : ' ')
  })
}

/** Records whose values are these lines. */
export function contentOfLines(name: string, lines: readonly string[]): RecordContent {
  const sizes = new Set(lines.map(utf8Bytes))
  return {
    name,
    isUniform: sizes.size <= 1,
    value: (number) => lines[number] ?? '',
    valueBytes: (number) => utf8Bytes(lines[number] ?? ''),
    key: () => undefined,
    headers: () => undefined,
  }
}
