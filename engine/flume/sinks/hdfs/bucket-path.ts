import type { TimeZone } from '../../../sim/time-zone/time-zone.ts'
import { JavaException, nullPointer } from '../../conf/java/java-exception.ts'
import { parseJavaLong } from '../../conf/java/parse-number.ts'
import { formatDateEscape } from './date-fields.ts'
import { roundDown, type RoundUnit } from './round-down.ts'

/** How escapes of a path are replaced. */
export interface BucketPathOptions {
  readonly zone: TimeZone
  /** Undefined without rounding. */
  readonly round: { readonly unit: RoundUnit; readonly value: number } | undefined
  /** The sink's clock, in place of the header `timestamp`; undefined to use the header. */
  readonly localTimeMs: number | undefined
  readonly hostname: string
}

const ESCAPE = /%(\w|%)|%\{([\w.-]+)\}|%\[(\w+)\]/g
const UNPARSABLE =
  "Flume wasn't able to parse timestamp header in the event to resolve time based bucketing. Please check that you're correctly populating timestamp header (for example using TimestampInterceptor source interceptor)."

/**
 * Replaces `%{header}`, `%[localhost]` and date escapes of a path or file prefix. Source:
 * org.apache.flume.formatter.output.BucketPath.
 * @throws JavaException NullPointerException without the header `timestamp`, RuntimeException when it is no number
 */
export function escapeBucketPath(path: string, headers: ReadonlyMap<string, string>, options: BucketPathOptions): string {
  return path.replaceAll(ESCAPE, (_, letter: string | undefined, header: string | undefined, place: string | undefined) => {
    if (header !== undefined) return headers.get(header) ?? ''
    if (place !== undefined) return staticEscape(place, options.hostname)
    return dateEscape(letter ?? '', headers, options)
  })
}

function staticEscape(name: string, hostname: string): string {
  const lower = name.toLowerCase()
  if (lower === 'localhost' || lower === 'fqdn') return hostname
  if (lower === 'ip') return '127.0.0.1'
  const message = `The static escape string '${name}' was provided but does not match any of (localhost,IP,FQDN)`
  throw new JavaException('java.lang.RuntimeException', message)
}

function dateEscape(letter: string, headers: ReadonlyMap<string, string>, { zone, round, localTimeMs }: BucketPathOptions): string {
  const text = localTimeMs === undefined ? headers.get('timestamp') : String(localTimeMs)
  if (text === undefined) throw nullPointer('Expected timestamp in the Flume event headers, but it was null')
  const exactMs = millisOf(text)
  const offsetMinutes = zone.offsetMinutesAt(exactMs)
  const offsetMs = offsetMinutes * 60_000
  const localMs = round === undefined ? exactMs + offsetMs : roundDown(exactMs + offsetMs, round.unit, round.value)
  if (letter === '%') return '%'
  if (letter === 't') return text
  if (letter === 's') return String(Math.trunc((localMs - offsetMs) / 1000))
  return formatDateEscape(letter, localMs, offsetMinutes) ?? ''
}

function millisOf(text: string): number {
  try {
    return parseJavaLong(text)
  } catch (error) {
    if (!(error instanceof JavaException)) throw error
    throw new JavaException('java.lang.RuntimeException', UNPARSABLE, { cause: error })
  }
}
