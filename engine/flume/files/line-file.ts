import type { AppendFile } from '../../sim/append-file.ts'
import type { Disk } from '../../sim/disk.ts'
import type { RecordStreams } from '../../ledger/record-stream.ts'
import { appendEvents, bodyBytes, isUniform, partOf, type EventRun } from '../event/event-run.ts'

/** One write to a file: whole lines. */
interface LineBlock {
  readonly run: EventRun
  readonly firstLine: number
  readonly firstByte: number
  readonly bytes: number
}

/** Somebody who reads a file and answers for the lines that it has not passed on yet. */
export interface LineReader {
  /** Lines were added at the end. */
  onAppend(file: LineFile): void
  /** A power loss took lines from its end. */
  onTruncated?(file: LineFile): void
}

/** What a file needs from where it lies. */
export interface LineFileOptions {
  readonly disk: Disk
  readonly path: string
  readonly inode: number
  readonly streams: RecordStreams
  readonly nowMs: () => number
  /** Lines were destroyed with the page cache or the disk. */
  readonly onLost: (run: EventRun, cause: string) => void
}

/** A text file of lines, one record a line, each ended by a newline. */
export class LineFile {
  readonly inode: number
  readonly append: AppendFile<LineBlock>
  readonly #streams: RecordStreams
  readonly #nowMs: () => number
  readonly #readers = new Set<LineReader>()
  #modifiedMs: number
  #isOutput = false

  constructor(options: LineFileOptions) {
    this.inode = options.inode
    this.#streams = options.streams
    this.#nowMs = options.nowMs
    this.#modifiedMs = options.nowMs()
    this.append = options.disk.appendFile<LineBlock>(options.path, (blocks, cause) => {
      for (const { run } of blocks) options.onLost(run, cause)
      this.#showLength()
      for (const reader of [...this.#readers]) reader.onTruncated?.(this)
    })
  }

  get path(): string {
    return this.append.path
  }

  get name(): string {
    return this.path.slice(this.path.lastIndexOf('/') + 1)
  }

  get lengthBytes(): number {
    return this.append.lengthBytes
  }

  get lineCount(): number {
    const last = this.append.entries[this.append.entries.length - 1]
    return last === undefined ? 0 : last.firstLine + last.run.count
  }

  /** When it was last written, in milliseconds since 1970-01-01 UTC. */
  get modifiedMs(): number {
    return this.#modifiedMs
  }

  /** Whether its lines wait for somebody to read them: nobody reads it yet, and it is not a sink's output. */
  get isWaiting(): boolean {
    return this.#readers.size === 0 && !this.#isOutput
  }

  /** A sink writes it: what is in it has been delivered. */
  markAsOutput(): void {
    this.#isOutput = true
  }

  addReader(reader: LineReader): void {
    this.#readers.add(reader)
  }

  removeReader(reader: LineReader): void {
    this.#readers.delete(reader)
  }

  /** Appends lines, in the page cache. @throws DiskError when the disk is full or lost */
  write(runs: readonly EventRun[]): void {
    for (const run of runs) {
      const bytes = bodyBytes(this.#streams, run) + run.count
      this.append.append({ run, firstLine: this.lineCount, firstByte: this.lengthBytes, bytes }, bytes)
    }
    this.#modifiedMs = this.#nowMs()
    this.#showLength()
    for (const reader of [...this.#readers]) reader.onAppend(this)
  }

  /** Up to so many lines from a line (0 is the first) on. */
  read(fromLine: number, maxLines: number): EventRun[] {
    const runs: EventRun[] = []
    const { entries } = this.append
    let left = maxLines
    for (let index = this.#blockOf(fromLine, ({ firstLine }) => firstLine); left > 0 && index < entries.length; index++) {
      const block = entries[index]
      if (block === undefined) break
      const from = Math.max(0, fromLine - block.firstLine)
      const count = Math.min(left, block.run.count - from)
      if (count <= 0) continue
      appendEvents(runs, partOf(block.run, from, count))
      left -= count
    }
    return runs
  }

  /** Where a line begins, in bytes. */
  byteOfLine(line: number): number {
    if (line >= this.lineCount) return this.lengthBytes
    const block = this.append.entries[this.#blockOf(line, ({ firstLine }) => firstLine)]
    if (block === undefined) return 0
    const before = line - block.firstLine
    return before === 0 ? block.firstByte : block.firstByte + bodyBytes(this.#streams, partOf(block.run, 0, before)) + before
  }

  /** The first line that begins at or after a byte. */
  lineOfByte(byte: number): number {
    if (byte >= this.lengthBytes) return this.lineCount
    const block = this.append.entries[this.#blockOf(byte, ({ firstByte }) => firstByte)]
    if (block === undefined) return 0
    if (isUniform(this.#streams, block.run)) return block.firstLine + Math.ceil((byte - block.firstByte) / (block.bytes / block.run.count))
    let position = block.firstByte
    let line = block.firstLine
    for (; position < byte; line++) position += bodyBytes(this.#streams, partOf(block.run, line - block.firstLine, 1)) + 1
    return line
  }

  #showLength(): void {
    const { host } = this.append.disk
    const { recorder } = host.simulation
    recorder.set(recorder.track(`${host.name}${this.path}`, 'lengthBytes'), this.lengthBytes)
  }

  /** Index of the last block that begins at or before a position. */
  #blockOf(position: number, start: (block: LineBlock) => number): number {
    const { entries } = this.append
    let low = 0
    let high = entries.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      const block = entries[middle]
      if (block !== undefined && start(block) <= position) low = middle
      else high = middle - 1
    }
    return low
  }
}
