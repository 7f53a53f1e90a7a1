import type { Process } from '../../../sim/process.ts'
import { HBaseException } from '../hbase-exception.ts'
import type { Edit } from '../protocol.ts'
import type { HdfsFiles } from '../store/hdfs-files.ts'

interface Entry {
  readonly edit: Edit
  readonly bytes: number
  readonly isForced: boolean
  readonly done: () => void
  waitsFor: number
}

/** What a log works with. */
export interface WriteAheadLogOptions {
  readonly process: Process
  readonly files: HdfsFiles
  readonly directory: string
  /** The log was closed by somebody else: the server is no longer the owner of its regions. */
  readonly onFenced: () => void
  /** How long entries that nobody waits for may stay in memory, in microseconds. */
  readonly deferredMicros: number
}

const retryMicros = 1_000_000
/** For so long a node that has failed gets no new file: a modelling choice. */
const excludedMicros = 60_000_000

/**
 * The log of a region server: each entry goes to all data nodes of the file at once and counts when all of them have it.
 * A node that fails ends the file: a new one is begun on others, with the entries that were not answered.
 * Source: org.apache.hadoop.hbase.regionserver.wal.AsyncFSWAL.
 */
export class WriteAheadLog {
  readonly #options: WriteAheadLogOptions
  readonly #failed = new Set<number>()
  #entries: Entry[] = []
  #deferred: Entry[] = []
  #nodes: readonly number[] = []
  #path = ''
  #sequence = 0
  #isRolling = false

  constructor(options: WriteAheadLogOptions) {
    this.#options = options
    this.#begin()
  }

  /** Its present file. */
  get path(): string {
    return this.#path
  }

  /** Writes an entry; `done` when all nodes have it. With `isForced` they have it on their disks. */
  append(edit: Edit, options: { readonly bytes: number; readonly isForced: boolean }, done: () => void): void {
    this.flush()
    this.#send({ edit, bytes: options.bytes, isForced: options.isForced, done, waitsFor: 0 })
  }

  /** Writes an entry some time later: with the next one, or when the flusher comes round. */
  defer(edit: Edit, bytes: number, done: () => void): void {
    if (this.#deferred.length === 0) this.#options.process.after(this.#options.deferredMicros, () => { this.flush() })
    this.#deferred.push({ edit, bytes, isForced: false, done, waitsFor: 0 })
  }

  /** Writes what was deferred. */
  flush(): void {
    const deferred = this.#deferred
    this.#deferred = []
    for (const entry of deferred) this.#send(entry)
  }

  /** All that the log holds is in store files: begins a new file and deletes the old ones. */
  truncate(): void {
    const { files, directory } = this.#options
    if (this.#entries.length > 0) return
    const old = files.namespace.list(directory)
    this.#begin()
    for (const path of old) files.delete(path)
  }

  #begin(): void {
    const { files, process, directory } = this.#options
    this.#path = `${directory}/${this.#sequence++}`
    this.#nodes = files.namespace.placesFor(process.host, this.#failed)
    if (this.#nodes.length === 0) this.#failed.clear()
  }

  #send(entry: Entry): void {
    this.#entries.push(entry)
    if (!this.#isRolling) this.#write(entry)
  }

  #write(entry: Entry): void {
    const path = this.#path
    entry.waitsFor = this.#nodes.length
    for (const node of this.#nodes) {
      this.#options.files.append(node, { kind: 'append', path, edit: entry.edit, bytes: entry.bytes, isForced: entry.isForced }, (answer) => {
        if (path !== this.#path || this.#isRolling) return
        if (!(answer instanceof HBaseException) && answer.kind === 'done') this.#acknowledged(entry)
        else this.#onFailure(node, answer instanceof HBaseException ? answer : answer.kind === 'failed' ? answer.exception : undefined)
      })
    }
  }

  #acknowledged(entry: Entry): void {
    if (--entry.waitsFor > 0) return
    this.#entries.splice(this.#entries.indexOf(entry), 1)
    entry.done()
  }

  #onFailure(node: number, exception: HBaseException | undefined): void {
    if (exception?.className.endsWith('LeaseExpiredException') === true) {
      this.#options.onFenced()
      return
    }
    this.#failed.add(node)
    this.#options.process.after(excludedMicros, () => { this.#failed.delete(node) })
    this.#isRolling = true
    const isHopeless = this.#failed.size >= this.#options.files.namespace.hosts.length
    this.#options.process.after(isHopeless ? retryMicros : 0, () => {
      if (isHopeless) this.#failed.clear()
      this.#isRolling = false
      this.#begin()
      for (const entry of [...this.#entries]) this.#write(entry)
    })
  }
}
