import { bodyBytes, bodyOf, utf8Bytes, type EventRun } from '../../event/event-run.ts'
import type { SourceContext } from '../source-context.ts'
import { parseMultiportSyslog } from './parse-multiport-syslog.ts'
import { parseSyslog } from './parse-syslog.ts'

/**
 * The event of a syslog line: its parts become headers, and what `keepFields` names stays in the body. A line that is no
 * syslog message becomes an event of the whole line, `Invalid` unless it has a priority. Source: SyslogUtils.buildEvent.
 */
export function syslogEvent(context: SourceContext, line: EventRun, prefix: string): EventRun {
  const { lane } = context.agent
  const text = prefix + bodyOf(lane.streams, line)
  const parsed = parseSyslog(text, lane.nowMs)
  if (parsed === undefined) return { ...line, body: text, headers: headersOfOther(text) }
  const headers = new Map([...priorityHeaders(parsed.priority), ['priority', String(parsed.priority)]])
  if (parsed.timestampMs !== undefined) headers.set('timestamp', String(parsed.timestampMs))
  headers.set('host', parsed.host)
  if (parsed.version !== undefined) headers.set('version', parsed.version)
  return { ...line, headers, body: keptBody(context, text, parsed.message) }
}

/**
 * The events of a line of syslogtcp: one, unless it has `eventSize` bytes or more. Then the first so many make an event that
 * is `Incomplete`, and each further piece one that is `Invalid` and keeps priority and version of the one before. All of
 * them are the line's record. Source: SyslogUtils.extractEvent.
 */
export function syslogEvents(context: SourceContext, line: EventRun, prefix: string): readonly EventRun[] {
  const { streams } = context.agent.lane
  const eventSizeBytes = Number(context.loaded.settings['eventSize'] ?? 2500)
  if (prefix.length + bodyBytes(streams, line) < eventSizeBytes) return [syslogEvent(context, line, prefix)]
  const [first = '', ...rest] = piecesOf(prefix + bodyOf(streams, line), eventSizeBytes)
  const begun = syslogEvent(context, { ...line, body: first }, '')
  const kept = [...(begun.headers ?? [])].filter(([key]) => key === 'priority' || key === 'version')
  const invalid = new Map([...kept, ...priorityHeaders(0), ['flume.syslog.status', 'Invalid'] as const])
  return [
    { ...begun, headers: new Map([...(begun.headers ?? []), ['flume.syslog.status', 'Incomplete']]) },
    ...rest.map((body) => ({ ...line, headers: invalid, body })),
  ]
}

/** Pieces of at most so many bytes of UTF-8, whole characters. */
function piecesOf(text: string, maxBytes: number): string[] {
  const pieces: string[] = []
  let piece = ''
  let bytes = 0
  for (const character of text) {
    const size = utf8Bytes(character)
    if (piece !== '' && bytes + size > maxBytes) {
      pieces.push(piece)
      piece = ''
      bytes = 0
    }
    piece += character
    bytes += size
  }
  return piece === '' ? pieces : [...pieces, piece]
}

/** The same for the multiport source, whose parser is another one. Source: MultiportSyslogTCPSource.MultiportSyslogHandler. */
export function multiportSyslogEvent(context: SourceContext, line: EventRun, prefix: string): EventRun {
  const { lane } = context.agent
  const text = prefix + bodyOf(lane.streams, line)
  const parsed = parseMultiportSyslog(text, lane.nowMs)
  if (parsed === undefined) return { ...line, body: text, headers: new Map([['flume.syslog.status', 'Invalid']]) }
  const headers = new Map([...priorityHeaders(parsed.priority), ['Priority', parsed.priorityText], ['timestamp', String(parsed.timestampMs)], ['host', parsed.host]])
  if (parsed.version !== undefined) headers.set('Version', parsed.version)
  return { ...line, headers, body: keptBody(context, text, parsed.message) }
}

function priorityHeaders(priority: number): [string, string][] {
  return [['Severity', String(priority % 8)], ['Facility', String(Math.floor(priority / 8))]]
}

function headersOfOther(text: string): ReadonlyMap<string, string> {
  const priority = /^<(\d{1,3})>/.exec(text)?.[1]
  if (priority !== undefined) return new Map(priorityHeaders(Number(priority)))
  return new Map([...priorityHeaders(0), ['flume.syslog.status', 'Invalid']])
}

function keptBody(context: SourceContext, text: string, message: string): string {
  if (message === '') return text
  const fields = (context.loaded.properties.get('keepFields') ?? 'none').toLowerCase().split(/\s+/)
  if (fields.includes('all') || fields.includes('true')) return text
  const match = /^(<\d+>)(\d )?(\S+ (?: ?\d{1,2} \S+ )?)(\S+ )/.exec(text)
  if (match === null) return message
  const [, priority = '', version = '', timestamp = '', host = ''] = match
  const kept = [
    fields.includes('priority') ? priority : '',
    fields.includes('version') ? version : '',
    fields.includes('timestamp') ? timestamp : '',
    fields.includes('hostname') ? host : '',
  ]
  return kept.join('') + message
}
