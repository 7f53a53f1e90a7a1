import { illegalState } from '../../conf/java/java-exception.ts'
import { countEvents, type EventRun } from '../../event/event-run.ts'
import type { LineFile } from '../../files/line-file.ts'
import type { SourceContext } from '../source-context.ts'
import type { SpoolFiles } from './spool-files.ts'

const LOGGER = 'ReliableSpoolingFileEventReader'

interface OpenFile {
  readonly file: LineFile
  readonly path: string
  readonly lengthBytes: number
  readonly modifiedMs: number
  readonly headers: ReadonlyMap<string, string>
  nextLine: number
  markedLine: number
}

/**
 * Reads the files of a directory one after the other, in batches that are committed; a file that is done is renamed (or
 * deleted, or marked). Source: org.apache.flume.client.avro.ReliableSpoolingFileEventReader.
 */
export class SpoolingFileReader {
  readonly #context: SourceContext
  readonly #files: SpoolFiles
  #current: OpenFile | undefined
  #isCommitted = true

  constructor(context: SourceContext, files: SpoolFiles) {
    this.#context = context
    this.#files = files
  }

  /** The next lines, at most so many; none when there is nothing to read. @throws JavaException when a file was tampered with */
  readEvents(max: number): EventRun[] {
    if (this.#isCommitted) this.#current ??= this.#open()
    else if (this.#current !== undefined) {
      this.#info('Last read was never committed - resetting mark position.')
      this.#current.nextLine = this.#current.markedLine
    }
    for (;;) {
      const current = this.#current
      if (current === undefined) return []
      const events = readLines(current, max)
      if (events.length > 0) {
        this.#isCommitted = false
        return events
      }
      this.#info('Last read took us just up to a file boundary. Rolling to the next file, if there is one.')
      this.#retire(current)
      this.#current = this.#open()
    }
  }

  /** What was read last is in the channels. */
  commit(): void {
    const current = this.#current
    if (this.#isCommitted || current === undefined) return
    current.markedLine = current.nextLine
    this.#files.meta.write({ path: current.path, line: current.markedLine })
    this.#isCommitted = true
  }

  #open(): OpenFile | undefined {
    const file = this.#files.next()
    if (file === undefined) return undefined
    const mark = this.#files.meta.read()
    const line = mark?.path === file.path ? mark.line : 0
    const { path, lengthBytes, modifiedMs } = file
    return { file, path, lengthBytes, modifiedMs, headers: this.#headersOf(file), nextLine: line, markedLine: line }
  }

  #headersOf(file: LineFile): ReadonlyMap<string, string> {
    const { settings } = this.#context.loaded
    const headers = new Map<string, string>()
    if (settings['fileHeader'] === true) headers.set(String(settings['fileHeaderKey']), file.path)
    if (settings['basenameHeader'] === true) headers.set(String(settings['basenameHeaderKey']), file.name)
    return headers
  }

  #retire({ file, path, lengthBytes, modifiedMs }: OpenFile): void {
    if (file.modifiedMs !== modifiedMs) throw illegalState(`File has been modified since being read: ${path}`)
    if (file.lengthBytes !== lengthBytes) throw illegalState(`File has changed size since being read: ${path}`)
    const deletes = String(this.#context.loaded.settings['deletePolicy'] ?? 'never').toLowerCase() === 'immediate'
    const target = this.#files.completedPath(path)
    this.#info(deletes ? `Preparing to delete file ${path}` : `Preparing to move file ${path} to ${target}`)
    if (!deletes && this.#files.isTaken(path)) {
      throw illegalState(`File name has been re-used with different files. Spooling assumptions violated for ${target}`)
    }
    this.#files.complete(file, deletes)
  }

  #info(message: string): void {
    this.#context.log('INFO', { logger: LOGGER, message })
  }
}

function readLines(current: OpenFile, max: number): EventRun[] {
  const lines = current.file.read(current.nextLine, max)
  current.nextLine += countEvents(lines)
  return current.headers.size === 0 ? lines : lines.map((run) => ({ ...run, headers: current.headers }))
}
