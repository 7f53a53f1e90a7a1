import type { Disk } from '../../../sim/disk.ts'

const REFRESH_MICROS = 15_000_000

/** Free bytes of a disk as a log writer knows them: asked for every 15 s, less its own writes since. Source: LogFile.CachedFSUsableSpace. */
export class UsableSpace {
  readonly #disk: Disk
  #bytes: number
  #askedMicros: number

  constructor(disk: Disk) {
    this.#disk = disk
    this.#bytes = disk.freeBytes
    this.#askedMicros = disk.host.simulation.nowMicros
  }

  get bytes(): number {
    const now = this.#disk.host.simulation.nowMicros
    if (now > this.#askedMicros + REFRESH_MICROS) {
      this.#askedMicros = now
      this.#bytes = this.#disk.freeBytes
    }
    return this.#bytes
  }

  /** The writer has written so many bytes. */
  decrement(bytes: number): void {
    this.#bytes -= bytes
  }
}
