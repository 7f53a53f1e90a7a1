import { DiskError, type Disk, type StoredFile } from './disk.ts'
import type { Process } from './process.ts'

/**
 * An append-only file of entries (log batches, write-ahead records, lines) on a disk. What was appended is in the page
 * cache; `sync` or the disk's write-back makes it durable. Losing power drops every entry behind the durable part and may
 * leave a torn one, which a program finds by checksum when it reads the file again. A file that was open on a lost disk
 * stays unusable when an empty disk takes its place.
 */
export class AppendFile<T> implements StoredFile {
  path: string
  readonly disk: Disk
  readonly #onLost: (entries: readonly T[], cause: string) => void
  #entries: T[] = []
  #ends: number[] = []
  #writtenAt: number[] = []
  #syncedCount = 0
  #tornTail = false
  #isGone = false

  /** Created by `Disk.appendFile`. */
  constructor(disk: Disk, path: string, onLost: (entries: readonly T[], cause: string) => void) {
    this.disk = disk
    this.path = path
    this.#onLost = onLost
  }

  /** Its entries in order; do not change the array. */
  get entries(): readonly T[] {
    return this.#entries
  }

  get lengthBytes(): number {
    return this.#ends[this.#ends.length - 1] ?? 0
  }

  /** Bytes that an fsync now would have to write. */
  get dirtyBytes(): number {
    return this.lengthBytes - (this.#ends[this.#syncedCount - 1] ?? 0)
  }

  /** Whether the last entry was cut in two by a power loss and not yet dealt with. */
  get hasTornTail(): boolean {
    return this.#tornTail
  }

  /** Whether an entry has to be read from the medium, because it has left the page cache or the machine was off since. */
  isCold(index: number): boolean {
    return (this.#writtenAt[index] ?? 0) < this.disk.cachedSinceMicros
  }

  /** How many entries would survive a power loss now. */
  get durableCount(): number {
    return this.#durableCount(this.disk.writtenBackBeforeMicros)
  }

  /** Appends an entry to the page cache. @throws DiskError when the disk is full or lost */
  append(entry: T, bytes: number): void {
    this.#requireMedium()
    this.disk.allocate(bytes)
    this.#entries.push(entry)
    this.#ends.push(this.lengthBytes + bytes)
    this.#writtenAt.push(this.disk.host.simulation.nowMicros)
  }

  /** fsync: calls back when all entries appended so far are durable. @throws DiskError when the disk is lost */
  sync(process: Process, done: () => void): void {
    this.#requireMedium()
    const count = this.#entries.length
    this.disk.sync(process, this.dirtyBytes, () => {
      this.markSynced(count)
      done()
    })
  }

  /** Marks the first entries durable without waiting (a flush whose time was counted elsewhere). */
  markSynced(count: number): void {
    this.#syncedCount = Math.max(this.#syncedCount, Math.min(count, this.#entries.length))
  }

  /** Cuts the file after so many entries; the caller accounts for what was cut, which is returned. */
  truncate(count: number): readonly T[] {
    if (count >= this.#entries.length) return []
    const before = this.lengthBytes
    const cut = this.#entries.splice(count)
    this.#ends.length = count
    this.#writtenAt.length = count
    this.#syncedCount = Math.min(this.#syncedCount, count)
    this.disk.allocate(this.lengthBytes - before)
    return cut
  }

  /** Notes that a torn tail was found and cut off by the reader. */
  repairTornTail(): void {
    this.#tornTail = false
  }

  losePower(writtenBackBeforeMicros: number): void {
    const durable = this.#durableCount(writtenBackBeforeMicros)
    this.#syncedCount = durable
    if (durable === this.#entries.length) return
    const lost = this.truncate(durable)
    this.#tornTail = true
    this.#onLost(lost, 'power loss: in the page cache, not yet on disk')
  }

  loseDisk(cause: string): void {
    const lost = this.#entries
    this.#entries = []
    this.#ends = []
    this.#writtenAt = []
    this.#syncedCount = 0
    this.#isGone = true
    if (lost.length > 0) this.#onLost(lost, cause)
  }

  #requireMedium(): void {
    if (this.#isGone) throw new DiskError('lost', this.disk.name)
  }

  #durableCount(writtenBackBeforeMicros: number): number {
    let count = this.#syncedCount
    while (count < this.#entries.length && (this.#writtenAt[count] ?? 0) <= writtenBackBeforeMicros) count++
    return count
  }
}
