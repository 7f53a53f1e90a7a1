import { DiskError, type Disk, type StoredFile } from './disk.ts'
import type { Process } from './process.ts'

/**
 * A small file that a program rewrites as a whole (a checkpoint, a position file). After a power loss it holds its last
 * durable value, or none.
 */
export class ValueFile<T> implements StoredFile {
  path: string
  readonly disk: Disk
  readonly lengthBytes = 4096
  #value: T | undefined
  #writtenAtMicros = 0
  #durable: T | undefined
  #isGone = false

  /** Created by `Disk.valueFile`. */
  constructor(disk: Disk, path: string) {
    this.disk = disk
    this.path = path
  }

  /** The content as programs see it; undefined when the file was never written, or is gone. */
  read(): T | undefined {
    return this.#value
  }

  /** Replaces the content, in the page cache. @throws DiskError when the disk is lost */
  write(value: T): void {
    this.#requireMedium()
    this.disk.allocate(0)
    this.#settle(this.disk.writtenBackBeforeMicros)
    this.#value = value
    this.#writtenAtMicros = this.disk.host.simulation.nowMicros
  }

  /** Removes the content; durable at once (a directory operation of a journalling file system is ordered before later data). */
  clear(): void {
    this.#value = undefined
    this.#durable = undefined
  }

  /** fsync: calls back when the present content is durable. */
  sync(process: Process, done: () => void): void {
    this.#requireMedium()
    const value = this.#value
    this.disk.sync(process, this.lengthBytes, () => {
      this.#durable = value
      done()
    })
  }

  losePower(writtenBackBeforeMicros: number): void {
    this.#settle(writtenBackBeforeMicros)
    this.#value = this.#durable
  }

  loseDisk(): void {
    this.clear()
    this.#isGone = true
  }

  #requireMedium(): void {
    if (this.#isGone) throw new DiskError('lost', this.disk.name)
  }

  #settle(writtenBackBeforeMicros: number): void {
    if (this.#writtenAtMicros <= writtenBackBeforeMicros) this.#durable = this.#value
  }
}
