import type { RecordStreams } from '../../ledger/record-stream.ts'
import { JavaHashMap } from '../conf/java/hash-map.ts'
import { bodyOf, headersOf, type EventRun } from '../event/event-run.ts'

/** The text of one event in the log: its headers, then hex and characters of the body. Source: EventHelper.dumpEvent. */
export function dumpEvent(streams: RecordStreams, event: EventRun, maxBytes: number): string {
  const headers = new JavaHashMap<string>()
  for (const [key, value] of headersOf(streams, event)) headers.set(key, value)
  const pairs = headers.entries().map(([key, value]) => `${key}=${value}`)
  return `{ headers:{${pairs.join(', ')}} body:${dumpBody(utf8Encode(bodyOf(streams, event)), maxBytes)} }`
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

/** The bytes of a text in UTF-8. */
function utf8Encode(text: string): number[] {
  const bytes: number[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63))
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
  }
  return bytes
}
