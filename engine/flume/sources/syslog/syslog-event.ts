import { bodyOf, type EventRun } from '../../event/event-run.ts'
import type { SourceContext } from '../source-context.ts'
import { parseSyslog } from './parse-syslog.ts'

/** Names that the sources give to two headers. */
export interface SyslogHeaderNames {
  readonly priority: 'priority' | 'Priority'
  readonly version: 'version' | 'Version'
}

/**
 * The event of a syslog line: its parts become headers, and what `keepFields` names stays in the body. A line that is no
 * syslog message becomes an `Invalid` event of the whole line. Source: SyslogUtils.buildEvent.
 */
export function syslogEvent(context: SourceContext, line: EventRun, prefix: string, names: SyslogHeaderNames): EventRun {
  const { lane } = context.agent
  const text = prefix + bodyOf(lane.streams, line)
  const parsed = parseSyslog(text, lane.nowMs)
  if (parsed === undefined) {
    return { ...line, body: text, headers: new Map([['Facility', '0'], ['Severity', '0'], ['flume.syslog.status', 'Invalid']]) }
  }
  const headers = new Map([
    ['Severity', String(parsed.priority % 8)],
    ['Facility', String(Math.floor(parsed.priority / 8))],
    [names.priority, String(parsed.priority)],
    ['timestamp', String(parsed.timestampMs)],
    ['host', parsed.host],
  ])
  if (parsed.version !== undefined) headers.set(names.version, parsed.version)
  return { ...line, headers, body: keptBody(context, text, parsed.message) }
}

function keptBody(context: SourceContext, text: string, message: string): string {
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
