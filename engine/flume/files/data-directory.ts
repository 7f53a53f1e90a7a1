import type { AppendFile } from '../../sim/append-file.ts'
import type { Disk } from '../../sim/disk.ts'
import type { Process } from '../../sim/process.ts'
import type { WalRecord } from '../channels/file/wal-record.ts'

/** One file `log-N` of a file channel. */
export interface WalFile {
  readonly id: number
  readonly file: AppendFile<WalRecord>
}

/** A directory of a file channel with its log files; it outlives the agent, as its lock does not. */
export class DataDirectory {
  readonly path: string
  readonly #disk: Disk
  #files: WalFile[] = []
  #lockedBy: { readonly process: Process; readonly incarnation: number } | undefined

  constructor(disk: Disk, path: string) {
    this.#disk = disk
    this.path = path
  }

  /** Its log files that still exist, by number. */
  get files(): readonly WalFile[] {
    this.#files = this.#files.filter(({ file }) => this.#disk.find(file.path) === file)
    return this.#files
  }

  /** Adds `log-<id>`. `onLost` hears of records that hardware destroyed. */
  create(id: number, onLost: (records: readonly WalRecord[], cause: string) => void): WalFile {
    const added = { id, file: this.#disk.appendFile<WalRecord>(`${this.path}/log-${id}`, onLost) }
    this.#files.push(added)
    return added
  }

  delete(file: WalFile): void {
    this.#disk.delete(file.file.path)
  }

  /** Takes `in_use.lock`. @returns false when a living process holds it */
  lock(process: Process): boolean {
    const holder = this.#lockedBy
    if (holder !== undefined && holder.process.isAlive && holder.process.incarnation === holder.incarnation) return false
    this.#lockedBy = { process, incarnation: process.incarnation }
    return true
  }

  unlock(): void {
    this.#lockedBy = undefined
  }
}
