import { DiskError } from '../../../sim/disk.ts'
import type { Process } from '../../../sim/process.ts'
import type { JavaException } from '../../conf/java/java-exception.ts'
import { ioException } from '../../exceptions.ts'
import type { WalFile } from '../../files/data-directory.ts'
import { uninterruptible, type Flow } from '../../thread/java-thread.ts'
import { UsableSpace } from './usable-space.ts'
import type { WalRecord } from './wal-record.ts'

/** Writes one log file. Source: org.apache.flume.channel.file.LogFile.Writer. */
export class LogWriter {
  readonly log: WalFile
  readonly #process: Process
  readonly #space: UsableSpace
  readonly #waiting: (() => void)[] = []
  #isSyncing = false
  #syncedEntries = 0

  constructor(process: Process, log: WalFile) {
    this.#process = process
    this.log = log
    this.#space = new UsableSpace(log.file.disk)
  }

  get position(): number {
    return this.log.file.lengthBytes
  }

  /** @throws JavaException IOException when fewer than `minimumRequiredSpace` bytes would be left */
  requireSpace(minimumRequiredSpace: number, bytes: number): void {
    const usable = this.#space.bytes
    const required = minimumRequiredSpace + bytes
    if (usable <= required) throw ioException(`Usable space exhausted, only ${usable} bytes remaining, required ${required} bytes`)
  }

  /** Appends a record. @throws JavaException IOException of the disk */
  append(record: WalRecord, bytes: number): void {
    try {
      this.log.file.append(record, bytes)
    } catch (error) {
      throw error instanceof DiskError ? fromDisk(error) : error
    }
    this.#space.decrement(bytes)
  }

  /**
   * Makes durable what was appended so far. Only one thread at a time forces; what it forces with its own record serves
   * those that waited behind it. Also without fsyncPerTransaction: `sync()` is called at each commit and finds it dirty.
   */
  *sync(): Flow<void> {
    const target = this.log.file.entries.length
    while (this.#syncedEntries < target) {
      if (this.#isSyncing) yield uninterruptible((wake) => this.#waiting.push(wake))
      else yield* this.#force()
    }
  }

  *#force(): Flow<void> {
    this.#isSyncing = true
    const entries = this.log.file.entries.length
    try {
      yield* waitForDisk((done) => {
        this.log.file.sync(this.#process, done)
      })
    } finally {
      this.#isSyncing = false
      for (const wake of this.#waiting.splice(0)) this.#process.after(0, wake)
    }
    this.#syncedEntries = Math.max(this.#syncedEntries, entries)
  }
}

/** Waits until the disk has done something. @throws JavaException IOException for what it refuses */
export function* waitForDisk(begin: (done: () => void) => void): Flow<void> {
  let failure: DiskError | undefined
  yield uninterruptible((wake) => {
    try {
      begin(wake)
    } catch (error) {
      if (!(error instanceof DiskError)) throw error
      failure = error
      wake()
    }
  })
  if (failure !== undefined) throw fromDisk(failure)
}

/** What Java's file operations throw for the state of a disk. */
function fromDisk(error: DiskError): JavaException {
  return ioException(error.reason === 'full' ? 'No space left on device' : 'Input/output error')
}
