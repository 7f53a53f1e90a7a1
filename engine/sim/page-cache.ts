import { microsPerSecond } from './time.ts'

/** The page cache above a disk; named parameters of Linux where it has them. */
export interface PageCacheOptions {
  /** Memory that caches files: what was written longer ago than this many bytes is read from the disk again. */
  readonly pageCacheBytes: number
  /** vm.dirty_background_bytes: with more dirty bytes, write-back begins before pages are old. */
  readonly dirtyBackgroundBytes: number
  /** vm.dirty_bytes: with more, whoever writes has to wait for the disk (balance_dirty_pages). */
  readonly dirtyBytes: number
  /** Linux's dirty_expire_centisecs. */
  readonly dirtyExpireMicros: number
  /** Linux's dirty_writeback_centisecs. */
  readonly writeBackPeriodMicros: number
}

/** A machine with 16 GB of memory for files and Linux's default ratios of it: 10 % and 20 %. */
export const defaultPageCacheBytes = 16_000_000_000

interface WrittenBytes {
  readonly fromMicros: number
  bytes: number
}

/**
 * How much of a disk's page cache is dirty and how much of what was written it still holds (what was read again from the
 * disk does not come back into it). Write-back is a flow: it takes
 * the bandwidth that fsyncs and reads leave, while pages are too old or too many. What a program wrote is durable by age
 * alone (see Disk): that write-back may be early saves nobody here.
 */
export class PageCache {
  readonly #options: PageCacheOptions
  /** The medium's bandwidth now. */
  readonly #bytesPerSecond: () => number
  #dirty = 0
  /** The part of the dirty bytes that is to be written back now. */
  #due = 0
  #evaluatedMicros = 0
  /** Bytes written in each period of write-back that are not yet old. */
  #young: WrittenBytes[] = []
  /** Bytes written in each period that are still in memory. */
  #cached: WrittenBytes[] = []
  #cachedBytes = 0
  #cachedSinceMicros = 0

  constructor(options: PageCacheOptions, bytesPerSecond: () => number) {
    this.#options = options
    this.#bytesPerSecond = bytesPerSecond
  }

  /** What was written before this moment is not in memory any more; 0 while nothing has been dropped. */
  get cachedSinceMicros(): number {
    return this.#cachedSinceMicros
  }

  /** Dirty bytes now. @param busyUntilMicros until when fsyncs and reads have the medium */
  dirtyBytes(nowMicros: number, busyUntilMicros: number): number {
    this.#evaluate(nowMicros, busyUntilMicros)
    return this.#dirty
  }

  /** Something was written. */
  wrote(bytes: number, nowMicros: number, busyUntilMicros: number): void {
    this.#evaluate(nowMicros, busyUntilMicros)
    this.#dirty += bytes
    const { writeBackPeriodMicros, pageCacheBytes } = this.#options
    const fromMicros = Math.floor(nowMicros / writeBackPeriodMicros) * writeBackPeriodMicros
    addTo(this.#young, fromMicros, bytes)
    addTo(this.#cached, fromMicros, bytes)
    this.#cachedBytes += bytes
    while (this.#cachedBytes > pageCacheBytes && this.#cached.length > 1) {
      this.#cachedBytes -= this.#cached.shift()?.bytes ?? 0
      this.#cachedSinceMicros = this.#cached[0]?.fromMicros ?? nowMicros
    }
  }

  /** An fsync writes so many bytes. */
  cleaned(bytes: number): void {
    this.#dirty = Math.max(0, this.#dirty - bytes)
    this.#due = Math.min(this.#due, this.#dirty)
  }

  /** How long whoever has just written has to wait until there are few enough dirty pages, in whole microseconds. */
  stallMicros(nowMicros: number, busyUntilMicros: number): number {
    const excess = this.dirtyBytes(nowMicros, busyUntilMicros) - this.#options.dirtyBytes
    if (excess <= 0) return 0
    return Math.ceil(Math.max(0, busyUntilMicros - nowMicros) + (excess * microsPerSecond) / this.#bytesPerSecond())
  }

  /** The power is gone, and memory with it. */
  forget(nowMicros: number): void {
    this.#dirty = 0
    this.#due = 0
    this.#young = []
    this.#cached = []
    this.#cachedBytes = 0
    this.#cachedSinceMicros = nowMicros
  }

  #evaluate(nowMicros: number, busyUntilMicros: number): void {
    const { dirtyBackgroundBytes, dirtyExpireMicros, writeBackPeriodMicros } = this.#options
    this.#due = Math.min(this.#dirty, Math.max(this.#due, this.#dirty - dirtyBackgroundBytes))
    while (this.#young[0] !== undefined && this.#young[0].fromMicros + writeBackPeriodMicros + dirtyExpireMicros <= nowMicros) {
      const { bytes, fromMicros } = this.#young[0]
      this.#young.shift()
      this.#drain(fromMicros + writeBackPeriodMicros + dirtyExpireMicros, busyUntilMicros)
      this.#due = Math.min(this.#dirty, this.#due + bytes)
    }
    this.#drain(nowMicros, busyUntilMicros)
  }

  #drain(untilMicros: number, busyUntilMicros: number): void {
    const fromMicros = Math.max(this.#evaluatedMicros, Math.min(busyUntilMicros, untilMicros))
    const drained = Math.min(this.#due, (Math.max(0, untilMicros - fromMicros) * this.#bytesPerSecond()) / microsPerSecond)
    this.#dirty -= drained
    this.#due -= drained
    this.#evaluatedMicros = Math.max(this.#evaluatedMicros, untilMicros)
  }
}

function addTo(periods: WrittenBytes[], fromMicros: number, bytes: number): void {
  const last = periods[periods.length - 1]
  if (last?.fromMicros === fromMicros) last.bytes += bytes
  else periods.push({ fromMicros, bytes })
}
