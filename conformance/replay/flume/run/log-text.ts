import type { JournalLine } from '../../../../engine/sim/recorder.ts'
import type { Json, JsonObject } from '../../../json.ts'

/** A line of an agent's log, with the exceptions below it. */
export interface LogEntry {
  readonly level: string
  readonly logger: string
  readonly message: string
  /** Exception lines without frames: the first, and `Caused by: …`. */
  readonly thrown: readonly string[]
}

/** Reads a journal line back; its further lines are exceptions, or go on with the message. */
export function logEntryOf({ level, message }: JournalLine): LogEntry {
  const [first = '', ...rest] = message.split('\n')
  const at = first.indexOf(' - ')
  const thrown = rest.filter((line) => isExceptionLine(line))
  const more = rest.filter((line) => !isExceptionLine(line))
  return { level, logger: at < 0 ? '' : first.slice(0, at), message: [at < 0 ? first : first.slice(at + 3), ...more].join('\n'), thrown }
}

function isExceptionLine(line: string): boolean {
  return /^(?:Caused by: )?(?:[a-z][\w]*\.)+[A-Z][\w$.]*(?::|$)/.test(line)
}

/** The entry's lines as the console shows them, without time: `LEVEL Logger - message`. */
export function consoleLines({ level, logger, message }: LogEntry): readonly string[] {
  const [first = '', ...more] = message.split('\n')
  return [`${level.padEnd(5)} ${logger} - ${first}`, ...more]
}

/** Texts that masks stand for: ports of the local host. */
function masked(text: string): string {
  return text.replaceAll(/((?:127\.0\.0\.1|localhost):|port: )\d+/g, '$1<port>')
}

/** WARN and ERROR lines, and INFO lines that `info` allows, as `LEVEL Logger: message`, with their number. */
export function countLogLines(entries: readonly LogEntry[], options: { readonly info: RegExp | undefined; readonly without: RegExp | undefined; readonly keep: RegExp | undefined }): JsonObject {
  const counts: Record<string, number> = {}
  for (const entry of entries) {
    const [message = ''] = entry.message.split('\n')
    if (entry.level === 'INFO' && (options.info === undefined || !options.info.test(message))) continue
    if (message.includes('has no configfilters')) continue
    if (options.without?.test(entry.logger) === true) continue
    const text = masked(`${entry.level} ${entry.logger}: ${message}`)
    if (options.keep !== undefined && !options.keep.test(text)) continue
    counts[text] = (counts[text] ?? 0) + 1
  }
  return counts
}

/** ChannelException, ChannelFullException and java.lang exceptions of the stack traces, with their number. */
export function countExceptions(entries: readonly LogEntry[]): JsonObject {
  const counts: Record<string, number> = {}
  for (const line of entries.flatMap(({ thrown }) => thrown)) {
    const text = masked(line.replace(/^Caused by: /, ''))
    if (!/^(?:org\.apache\.flume\.Channel(?:Full)?Exception|java\.lang\.)/.test(text)) continue
    counts[text] = (counts[text] ?? 0) + 1
  }
  return counts
}

/** The set of exception lines that match, sorted. */
export function exceptionLines(entries: readonly LogEntry[], match: RegExp): readonly Json[] {
  return [...new Set(entries.flatMap(({ thrown }) => thrown).map(masked))].filter((line) => match.test(line)).sort()
}
