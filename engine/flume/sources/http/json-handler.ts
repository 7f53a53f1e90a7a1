import { JavaException, nullPointer } from '../../conf/java/java-exception.ts'
import { charsetNamed, readAs, writtenAs } from '../../event/charset-text.ts'
import { jsonSyntax, parseLenientJson, type LenientJson } from './lenient-json.ts'

/** An event as a request has it; a header can be null. */
export interface PostedEvent {
  readonly headers: ReadonlyMap<string, string | null>
  readonly body: string
}

/** The charsets that it takes, apart from the case. */
const charsets = ['utf-8', 'utf-16', 'utf-32']

/**
 * The events of a request's body. Source: org.apache.flume.source.http.JSONHandler.
 * @param contentType null for none @param body its text, as its sender encoded it; null for none
 * @throws JavaException HTTPBadRequestException for a text that is no list of events; others, as for an empty one, are the server's own failures
 */
export function readJsonEvents(contentType: string | null, body: string | null): readonly PostedEvent[] {
  const charset = /charset\s*=\s*"?([^";\s]+)/i.exec(contentType ?? '')?.[1]
  if (charset !== undefined && !charsets.includes(charset.toLowerCase())) {
    throw new JavaException('java.nio.charset.UnsupportedCharsetException', 'JSON handler supports UTF-8, UTF-16 and UTF-32 only.')
  }
  const written = charset === undefined ? undefined : charsetNamed(charset)
  const isUnicode = charset !== undefined || /^\s*application\/json\b/i.test(contentType ?? '')
  try {
    const parsed = parseLenientJson(isUnicode ? (body ?? '') : readAs(body ?? '', 'latin-1'))
    const events = eventsOf(parsed)
    return written === undefined ? events : events.map((event) => ({ ...event, body: writtenAs(event.body, written) }))
  } catch (error) {
    if (!(error instanceof JavaException) || !error.className.startsWith('com.google.gson.')) throw error
    throw new JavaException('org.apache.flume.source.http.HTTPBadRequestException', 'Request has invalid JSON Syntax.', { cause: error })
  }
}

function eventsOf(parsed: LenientJson | undefined): readonly PostedEvent[] {
  if (parsed === undefined || parsed === null) throw nullPointer('Cannot invoke "java.util.List.iterator()" because "eventList" is null')
  if (!isList(parsed)) throw jsonSyntax('java.lang.IllegalStateException: Expected BEGIN_ARRAY but was BEGIN_OBJECT')
  const events = parsed.map((element) => (element === null ? null : eventOf(element)))
  return events.map((event) => {
    if (event === null) throw nullPointer('Cannot invoke "org.apache.flume.event.JSONEvent.setCharset(String)" because "event" is null')
    return event
  })
}

function eventOf(element: LenientJson): PostedEvent {
  if (!isObject(element)) throw jsonSyntax('java.lang.IllegalStateException: Expected BEGIN_OBJECT')
  const headers = element.get('headers') ?? new Map<string, LenientJson>()
  if (!isObject(headers)) throw jsonSyntax('java.lang.IllegalStateException: Expected BEGIN_OBJECT')
  return { headers: new Map([...headers].map(([key, value]) => [key, textOf(value)])), body: textOf(element.get('body') ?? null) ?? '' }
}

/** Gson gives the text of numbers and truth values where a text is wanted. */
function textOf(value: LenientJson): string | null {
  if (value === null || typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if ('number' in value) return value.number
  throw jsonSyntax('java.lang.IllegalStateException: Expected a string')
}

function isList(value: LenientJson): value is readonly LenientJson[] {
  return Array.isArray(value)
}

function isObject(value: LenientJson): value is ReadonlyMap<string, LenientJson> {
  return value instanceof Map
}
