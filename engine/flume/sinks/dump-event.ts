import type { RecordStreams } from '../../ledger/record-stream.ts'
import { JavaHashMap } from '../conf/java/hash-map.ts'
import { textAsBytes } from '../event/charset-text.ts'
import { bodyOf, headersOf, headerText, type EventRun } from '../event/event-run.ts'

/** The text of one event in the log: its headers, then hex and characters of the body. Source: EventHelper.dumpEvent. */
export function dumpEvent(streams: RecordStreams, event: EventRun, maxBytes: number): string {
  const headers = new JavaHashMap<string>()
  for (const [key, value] of headersOf(streams, event)) headers.set(key, headerText(value))
  const pairs = headers.entries().map(([key, value]) => `${key}=${value}`)
  return `{ headers:{${pairs.join(', ')}} body:${dumpBody(textAsBytes(bodyOf(streams, event)), maxBytes)} }`
}

/** Source: org.apache.commons.io.HexDump.dump; the offset of the first line is cut off. */
function dumpBody(bytes: readonly number[], maxBytes: number): string {
  if (bytes.length === 0) return ''
  const shown = bytes.slice(0, maxBytes)
  if (shown.length === 0) return '...Exception while dumping: illegal index: 0 into array of length 0'
  const lines: string[] = []
  for (let offset = 0; offset < shown.length; offset += 16) {
    const part = shown.slice(offset, offset + 16)
    const hex = Array.from({ length: 16 }, (_, index) => hexOf(part[index]))
    const text = part.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.'))
    lines.push(`${offset === 0 ? '' : offset.toString(16).toUpperCase().padStart(8, '0')} ${hex.join(' ')} ${text.join('')}`)
  }
  return lines.join('\n')
}

function hexOf(byte: number | undefined): string {
  return byte === undefined ? '  ' : byte.toString(16).toUpperCase().padStart(2, '0')
}
