import type { RecordStreams } from '../../ledger/record-stream.ts'
import { bodyOf, eachEvent, headersOf, type EventRun } from '../event/event-run.ts'
import { headersText } from './serialize-events.ts'
import { serializerClass } from './serializer-class.ts'

/** Writes events as lines of a file: what a serializer makes of each. */
export type LinesOfEvents = (events: readonly EventRun[]) => readonly EventRun[]

/**
 * The lines that a serializer of texts writes for events; their bodies as they are for TEXT.
 * @param type alias or class of a serializer that {@link serializerGap} has let through
 */
export function linesOfEvents(streams: RecordStreams, type: string): LinesOfEvents {
  if (!serializerClass(type).endsWith('.HeaderAndBodyTextEventSerializer')) return (events) => events
  return (events) => [...eachEvent(events)].map((event) => ({ ...event, body: `${headersText(headersOf(streams, event))} ${bodyOf(streams, event)}` }))
}

/** Why what a sink would write by a serializer cannot be simulated; undefined when it can. @param prefix of the serializer's keys */
export function serializerGap(properties: ReadonlyMap<string, string>, prefix: string): { readonly key: string; readonly problem: string } | undefined {
  const type = properties.get(prefix) ?? 'TEXT'
  if (!/^(?:text|header_and_text)$|\.(?:HeaderAnd)?BodyTextEventSerializer\$Builder$/i.test(type)) {
    return { key: prefix, problem: `the serializer ${type} is not simulated here; TEXT and HEADER_AND_TEXT are` }
  }
  const appendsNewline = properties.get(`${prefix}.appendNewline`)
  if (appendsNewline === undefined || appendsNewline.trim().toLowerCase() === 'true') return undefined
  return { key: `${prefix}.appendNewline`, problem: 'files without ends of lines are not simulated here' }
}
