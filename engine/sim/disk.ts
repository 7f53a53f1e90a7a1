import { AppendFile } from './append-file.ts'
import { ValueFile } from './value-file.ts'
import type { Host } from './host.ts'
import { defaultPageCacheBytes, PageCache, type PageCacheOptions } from './page-cache.ts'
import type { Process } from './process.ts'
import { RaidArray, type RaidOptions } from './raid/raid-array.ts'
import { microsPerMilli, microsPerSecond } from './time.ts'

/**
 * How a disk and the page cache above it behave. None of it is fixed by Kafka or Flume: every value is a modelling
 * parameter that a scenario may set and the page lists.
 */
export interface DiskOptions extends PageCacheOptions {
  /** Time of one fsync beyond the transfer of the dirty bytes. */
  readonly fsyncMicros: number
  /** Time of one read that the page cache cannot answer, beyond the transfer. */
  readonly readMicros: number
  readonly bytesPerSecond: number
  readonly capacityBytes: number
  /** Several disks in one: the times and the capacity above are then those of one member. */
  readonly raid?: RaidOptions
}

/** A datacentre SSD under Linux's default write-back policy. */
export const defaultDiskOptions: DiskOptions = {
  fsyncMicros: 2 * microsPerMilli,
  readMicros: 100,
  bytesPerSecond: 500_000_000,
  capacityBytes: 1_000_000_000_000,
  dirtyExpireMicros: 30 * microsPerSecond,
  writeBackPeriodMicros: 5 * microsPerSecond,
  pageCacheBytes: defaultPageCacheBytes,
  dirtyBackgroundBytes: defaultPageCacheBytes / 10,
  dirtyBytes: defaultPageCacheBytes / 5,
}

/** What an array's rate of writing is measured by. */
const longWriteBytes = 64 * 1024 * 1024

/** An operation failed because of the disk's state. */
export class DiskError extends Error {
  readonly reason: 'full' | 'lost'

  constructor(reason: 'full' | 'lost', disk: string) {
    super(reason === 'full' ? `No space left on device (${disk})` : `Input/output error (${disk})`)
    this.name = 'DiskError'
    this.reason = reason
  }
}

/** What the disk needs of any file on it. */
export interface StoredFile {
  path: string
  readonly lengthBytes: number
  /** Drops what power loss drops. `writtenBackBefore`: anything older is on the platter. */
  losePower(writtenBackBeforeMicros: number): void
  /** The medium is gone. */
  loseDisk(cause: string): void
}

/**
 * A disk with a file system and the host's page cache above it. Writes land in the page cache at once; an fsync, or
 * write-back after `dirtyExpireMicros`, makes them durable. fsyncs queue for the medium one after another.
 */
export class Disk {
  readonly name: string
  readonly host: Host
  readonly options: DiskOptions
  /** The disks that it is made of, when it is an array. */
  readonly array: RaidArray | undefined
  readonly #cache: PageCache
  readonly #files = new Map<string, StoredFile>()
  #usedBytes = 0
  #reservedBytes = 0
  #busyUntilMicros = 0
  #lastDoneMicros = 0
  #slowFactor = 1
  #isLost = false
  #generation = 0
  #isFull = false
  #bytesWritten = 0
  #fsyncs = 0

  constructor(host: Host, name: string, options: Partial<DiskOptions> = {}) {
    this.host = host
    this.name = `${host.name}/${name}`
    this.options = { ...defaultDiskOptions, ...options }
    this.#cache = new PageCache(this.options, () => this.#writeBytesPerSecond)
    const { raid, capacityBytes, fsyncMicros, bytesPerSecond } = this.options
    this.array = raid === undefined ? undefined : new RaidArray(raid, {
      host, name: this.name, memberBytes: capacityBytes, accessMicros: fsyncMicros, bytesPerSecond, onFailed: (cause) => { this.lose(cause) },
    })
  }

  get capacityBytes(): number {
    return this.array?.capacityBytes ?? this.options.capacityBytes
  }

  get isLost(): boolean {
    return this.#isLost
  }

  /** Bytes that files take, and bytes that a fault has filled. */
  get usedBytes(): number {
    return this.#usedBytes + this.#reservedBytes
  }

  /** Bytes that files take. */
  get fileBytes(): number {
    return this.#usedBytes
  }

  get freeBytes(): number {
    return Math.max(0, this.capacityBytes - this.usedBytes)
  }

  /** Bytes written by programs so far, and fsyncs asked for: cost figures of a lane. */
  get totals(): { readonly bytesWritten: number; readonly fsyncs: number } {
    return { bytesWritten: this.#bytesWritten, fsyncs: this.#fsyncs }
  }

  /** The append-only file at a path; created empty when there is none. `onLost` hears which entries the hardware lost. */
  appendFile<T>(path: string, onLost: (entries: readonly T[], cause: string) => void): AppendFile<T> {
    const file = new AppendFile<T>(this, path, onLost)
    this.#files.set(path, file)
    return file
  }

  /** A small file that is rewritten as a whole. */
  valueFile<T>(path: string): ValueFile<T> {
    const file = new ValueFile<T>(this, path)
    this.#files.set(path, file)
    return file
  }

  /** Whatever is stored at a path. */
  find(path: string): StoredFile | undefined {
    return this.#files.get(path)
  }

  /** Paths in a directory (not below it), in order of creation. */
  list(directory: string): readonly string[] {
    const prefix = directory.endsWith('/') ? directory : `${directory}/`
    return [...this.#files.keys()].filter((path) => path.startsWith(prefix) && !path.slice(prefix.length).includes('/'))
  }

  /** Gives a file another path, replacing what was there, as rename(2) does. */
  rename(from: string, to: string): void {
    const file = this.#files.get(from)
    if (file === undefined || from === to) return
    this.delete(to)
    this.#files.delete(from)
    file.path = to
    this.#files.set(to, file)
  }

  /** Removes a file and frees its bytes. */
  delete(path: string): void {
    const file = this.#files.get(path)
    if (file === undefined) return
    this.#use(-file.lengthBytes)
    this.#files.delete(path)
  }

  /**
   * Accounts for bytes that a file is about to grow (or, negative, shrink) by.
   * @throws DiskError when lost or full; LimitError when all files of the run hold too much
   */
  allocate(bytes: number): void {
    if (this.#isLost) throw new DiskError('lost', this.name)
    if (bytes > 0 && bytes > this.freeBytes) {
      this.#isFull = true
      this.#recordState('a write found no space')
      throw new DiskError('full', this.name)
    }
    this.#use(bytes)
    if (bytes <= 0) return
    this.#bytesWritten += bytes
    this.#cache.wrote(bytes, this.host.simulation.nowMicros, this.#busyUntilMicros)
  }

  /** How long whoever has just written here has to wait for write-back (too many dirty pages), in whole microseconds. */
  get writeStallMicros(): number {
    return this.#cache.stallMicros(this.host.simulation.nowMicros, this.#busyUntilMicros)
  }

  /** What was written before this moment has to be read from the medium; 0 while all of it is in the page cache. */
  get cachedSinceMicros(): number {
    return this.#cache.cachedSinceMicros
  }

  /** Takes the medium's time for a read that the page cache cannot answer. @returns how long it takes, with the wait */
  read(bytes: number): number {
    const { nowMicros } = this.host.simulation
    const cost = (this.options.readMicros + (bytes * microsPerSecond) / this.options.bytesPerSecond) * this.#slowFactor
    this.#busyUntilMicros = Math.round(Math.max(nowMicros, this.#busyUntilMicros) + cost)
    return this.#busyUntilMicros - nowMicros
  }

  /** What a long write to it gets through; an array's parity and mirrors take their share. */
  get #writeBytesPerSecond(): number {
    const rate = this.array === undefined ? this.options.bytesPerSecond : (longWriteBytes * microsPerSecond) / this.array.writeCost(longWriteBytes).occupancyMicros
    return rate / this.#slowFactor
  }

  #use(bytes: number): void {
    this.#usedBytes += bytes
    this.host.simulation.holdBytes(bytes, this.name)
  }

  /**
   * Makes the medium busy with one fsync of so many dirty bytes, behind those already queued, and calls back when it is
   * done, if the process that waits still lives and neither power nor disk were lost meanwhile.
   */
  sync(process: Process, dirtyBytes: number, done: () => void): void {
    if (this.#isLost) throw new DiskError('lost', this.name)
    const doneAt = this.#occupy(dirtyBytes)
    this.#cache.cleaned(dirtyBytes)
    this.#fsyncs++
    const generation = this.#generation
    this.host.simulation.at(doneAt, this.host, () => {
      if (generation === this.#generation && !this.#isLost) process.deliver(done)
    })
  }

  /** Takes the medium's time for a flush. @returns when it is done */
  #occupy(dirtyBytes: number): number {
    const startAt = Math.max(this.host.simulation.nowMicros, this.#busyUntilMicros)
    if (this.array === undefined) {
      const cost = (this.options.fsyncMicros + (dirtyBytes * microsPerSecond) / this.options.bytesPerSecond) * this.#slowFactor
      this.#busyUntilMicros = Math.round(startAt + cost)
      return this.#busyUntilMicros
    }
    // Members of an array work side by side, but the journal of a file system commits in order.
    const { latencyMicros, occupancyMicros } = this.array.writeCost(dirtyBytes)
    this.#busyUntilMicros = Math.round(startAt + occupancyMicros * this.#slowFactor)
    this.#lastDoneMicros = Math.max(this.#lastDoneMicros, Math.round(startAt + latencyMicros * this.#slowFactor))
    return this.#lastDoneMicros
  }

  /** Anything written at or before this moment has been written back by now. */
  get writtenBackBeforeMicros(): number {
    const period = this.options.writeBackPeriodMicros
    return Math.floor(this.host.simulation.nowMicros / period) * period - this.options.dirtyExpireMicros
  }

  /** Fault: the host lost power. */
  losePower(): void {
    this.#generation++
    this.#busyUntilMicros = this.host.simulation.nowMicros
    this.#lastDoneMicros = this.#busyUntilMicros
    this.#cache.forget(this.#busyUntilMicros)
    const before = this.writtenBackBeforeMicros
    for (const file of this.#files.values()) file.losePower(before)
  }

  /** Fault: the medium (of an array: its controller, or all of it) fails for good; a new, empty one can be put in with `replace`. */
  lose(cause = 'disk lost'): void {
    if (this.#isLost) return
    this.#isLost = true
    this.#generation++
    if (this.array !== undefined && this.array.state !== 'failed') this.array.fail(cause)
    for (const file of this.#files.values()) file.loseDisk(cause)
    this.#files.clear()
    this.#use(-this.#usedBytes)
    this.#isFull = false
    this.#recordState(cause)
  }

  /** An empty disk takes the place of a lost one. */
  replace(): void {
    this.#isLost = false
    this.#busyUntilMicros = this.host.simulation.nowMicros
    this.#lastDoneMicros = this.#busyUntilMicros
    this.array?.renew()
    this.#recordState('an empty disk put in')
  }

  /** Fault: something else fills the disk until only so many bytes are free; a negative number undoes it. */
  fill(freeBytes: number): void {
    this.#reservedBytes = freeBytes < 0 ? 0 : Math.max(0, this.capacityBytes - this.#usedBytes - freeBytes)
    this.#isFull = freeBytes === 0
    this.#recordState(this.#isFull ? 'disk filled' : `${this.freeBytes} bytes free`)
  }

  /** Fault: every access takes so many times as long; 1 is normal. */
  slow(factor: number): void {
    this.#slowFactor = factor
    this.#recordState(`every access takes ${factor} times as long`)
  }

  /** The state for the reader; a disk that nothing befalls has no history of its own. */
  #recordState(cause: string): void {
    const { recorder } = this.host.simulation
    const state = this.#isLost ? 'lost' : this.#isFull ? 'full' : this.#slowFactor > 1 ? 'slow' : 'working'
    recorder.setText(recorder.track(this.name, 'state', 'text'), state, cause)
  }
}
