import { countEvents, eachEvent, type EventRun } from '../../event/event-run.ts'
import type { LineFile } from '../../files/line-file.ts'

/** A file as a TAILDIR source follows it. Source: org.apache.flume.source.taildir.TailFile. */
export class TailFile {
  readonly file: LineFile
  /** Its path when it was opened. */
  readonly path: string
  readonly inode: number
  readonly headers: ReadonlyMap<string, string>
  /** Bytes whose events are in the channels. */
  positionBytes: number
  lastUpdatedMs = 0
  isOpen = true
  needsTail = true
  #lineReadPosition: number

  constructor(file: LineFile, headers: ReadonlyMap<string, string>, positionBytes: number) {
    this.file = file
    this.path = file.path
    this.inode = file.inode
    this.headers = headers
    this.positionBytes = positionBytes
    this.#lineReadPosition = positionBytes
  }

  /** Goes to a position and forgets what was read behind it. */
  seek(positionBytes: number): void {
    this.#lineReadPosition = positionBytes
  }

  /** The position was saved by an earlier life. */
  updatePosition(positionBytes: number): void {
    this.positionBytes = positionBytes
    this.seek(positionBytes)
  }

  /** What was read since the last commit is in the channels. */
  commit(updatedMs: number): void {
    this.positionBytes = this.#lineReadPosition
    this.lastUpdatedMs = updatedMs
  }

  /** Reads up to so many lines as events. @param offsetHeader the header for the byte offset of each line, if wanted */
  read(max: number, offsetHeader: string | undefined): EventRun[] {
    const firstLine = this.file.lineOfByte(this.#lineReadPosition)
    const lines = this.file.read(firstLine, max)
    const next = firstLine + countEvents(lines)
    this.#lineReadPosition = this.file.byteOfLine(next)
    if (offsetHeader === undefined) return this.headers.size === 0 ? lines : lines.map((run) => ({ ...run, headers: this.headers }))
    let line = firstLine
    return [...eachEvent(lines)].map((event) => ({ ...event, headers: new Map([[offsetHeader, String(this.file.byteOfLine(line++))], ...this.headers]) }))
  }
}
