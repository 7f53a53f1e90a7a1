import { CheckpointLock } from './checkpoint-lock.ts'
import type { ValueFile } from '../../../sim/value-file.ts'
import type { AgentContext } from '../../agent/agent-context.ts'
import type { Counters } from '../../agent/counters.ts'
import { asJavaException, InterruptedException, ioException } from '../../exceptions.ts'
import { directoryOf } from '../../files/host-files.ts'
import type { DataDirectory, WalFile } from '../../files/data-directory.ts'
import { compute, JavaThread, sleep, type Flow } from '../../thread/java-thread.ts'
import type { FileChannelSettings } from './file-channel-settings.ts'
import { LogWriter, waitForDisk } from './log-writer.ts'
import { replay, type Checkpoint, type Replayed } from './replay.ts'
import { StoredQueue } from './stored-queue.ts'
import type { StoredRun, WalRecord } from './wal-record.ts'
import { recordBytes } from './wal-record.ts'

const LOGGER = 'Log'
/** Log files that stay in each data directory. */
const MIN_NUM_LOGS = 2

/** What a log belongs to. */
export interface LogOwner {
  readonly context: AgentContext
  readonly name: string
  readonly counters: Counters
  readonly settings: FileChannelSettings
  readonly onRecordsLost: (records: readonly WalRecord[], cause: string) => void
}

/**
 * The write-ahead log of a file channel with its queue and its checkpoints.
 * Source: org.apache.flume.channel.file.Log. Every method throws IOException for what the disk refuses.
 */
export class Log {
  queue = new StoredQueue()
  readonly checkpointLock: CheckpointLock
  readonly inflightPuts = new Map<number, StoredRun[]>()
  readonly inflightTakes = new Map<number, StoredRun[]>()
  readonly #owner: LogOwner
  readonly #directories: readonly DataDirectory[]
  readonly #checkpointDirectory: DataDirectory
  readonly #checkpoint: ValueFile<Checkpoint>
  readonly #writers: LogWriter[] = []
  #pendingDeletes: (readonly [DataDirectory, WalFile])[] = []
  #worker: JavaThread | undefined
  #orderId = 0
  #transactionId = 0
  #pointer = 0
  #nextFileId = 0
  #isDirty = false
  #isOpen = false

  constructor(owner: LogOwner) {
    this.#owner = owner
    this.checkpointLock = new CheckpointLock(owner.context.process)
    const { files } = owner.context
    this.#directories = owner.settings.dataDirs.map((path) => files.dataDirectory(path))
    this.#checkpointDirectory = files.dataDirectory(owner.settings.checkpointDir)
    this.#checkpoint = checkpointFile(owner.context, owner.settings)
  }

  nextTransactionId(): number {
    return ++this.#transactionId
  }

  /** Locks the directories and rebuilds the queue. */
  *open(): Flow<void> {
    const { context, settings, name } = this.#owner
    this.#lock()
    this.#info('Replay started')
    const files = this.#walFiles()
    this.#nextFileId = Math.max(0, ...files.map(({ id }) => id))
    this.#info(`Found NextFileID ${this.#nextFileId}, from [${files.map(({ file }) => file.path).join(', ')}]`)
    const replayed = this.#replay(files)
    yield* compute(context.process, replayed.read * context.costs.replayRecordMicros)
    this.queue = replayed.queue
    this.#orderId = replayed.lastOrderId
    this.#transactionId = Math.max(this.#transactionId, replayed.lastTransactionId)
    this.#pointer = Math.max(replayed.lastPointer, ...this.queue.runs.map(({ pointer, run }) => pointer + run.count - 1), 0)
    for (const [index, directory] of this.#directories.entries()) {
      this.#info(`Rolling ${directory.path}`)
      this.#roll(index)
    }
    yield* this.writeCheckpoint(true)
    this.#isOpen = true
    this.#worker = new JavaThread(context.process, `Log-BackgroundWorker-${name}`, () => this.#background(settings.checkpointIntervalMs))
  }

  /** Writes a last checkpoint, where configured, and lets go of the directories. */
  *close(): Flow<void> {
    this.#isOpen = false
    try {
      if (this.#owner.settings.checkpointOnClose) yield* this.writeCheckpoint(true)
    } catch (error) {
      const thrown = asJavaException(error)
      const message = `Failed creating checkpoint on close of channel [channel=${this.#owner.name}]Replay will take longer next time channel is started.`
      this.#owner.context.log(this.#owner.name, 'WARN', { logger: LOGGER, message, thrown })
    }
    this.#info('Attempting to shutdown background worker.')
    this.#worker?.interrupt()
    for (const directory of [this.#checkpointDirectory, ...this.#directories]) directory.unlock()
  }

  /** Whether its files have gone with their disk: what the queue points to can no longer be read. */
  get isGone(): boolean {
    return this.#writers.some(({ log: { file } }) => file.disk.find(file.path) !== file)
  }

  /** Appends the PUT records of a run of events. @returns them with their pointers */
  *put(transactionId: number, run: StoredRun['run'], bytes: number): Flow<StoredRun> {
    const size = bytes + recordBytes.PUT * run.count
    const writer = this.#writerFor(transactionId, size)
    const stored: StoredRun = { run, pointer: this.#pointer + 1, fileId: writer.log.id }
    writer.append({ type: 'PUT', transactionId, orderId: ++this.#orderId, stored }, size)
    this.#pointer += run.count
    listOf(this.inflightPuts, transactionId).push(stored)
    this.#isDirty = true
    yield* compute(this.#owner.context.process, run.count * this.#owner.context.costs.fileEventMicros)
    return stored
  }

  /** Appends the TAKE records of events. */
  *take(transactionId: number, taken: StoredRun): Flow<void> {
    const size = recordBytes.TAKE * taken.run.count
    this.#writerFor(transactionId, size).append({ type: 'TAKE', transactionId, orderId: ++this.#orderId, taken }, size)
    this.#isDirty = true
    yield* compute(this.#owner.context.process, taken.run.count * this.#owner.context.costs.fileEventMicros)
  }

  /** Appends COMMIT and forces the log. */
  *commit(transactionId: number, of: 'PUT' | 'TAKE'): Flow<void> {
    const writer = this.#writerFor(transactionId, recordBytes.COMMIT)
    writer.append({ type: 'COMMIT', transactionId, orderId: ++this.#orderId, of }, recordBytes.COMMIT)
    this.#isDirty = true
    yield* writer.sync()
  }

  /** Appends ROLLBACK. */
  rollback(transactionId: number): void {
    const writer = this.#writerFor(transactionId, recordBytes.ROLLBACK)
    writer.append({ type: 'ROLLBACK', transactionId, orderId: ++this.#orderId }, recordBytes.ROLLBACK)
  }

  /** Writes a checkpoint if anything has changed since the last, then deletes logs that nothing refers to. */
  *writeCheckpoint(force: boolean): Flow<void> {
    if (!this.#isDirty && !force) return
    const { context, settings } = this.#owner
    const usable = context.host.mainDisk.freeBytes
    const required = settings.minimumRequiredSpaceBytes
    if (usable <= required) throw ioException(`Usable space exhausted, only ${usable} bytes remaining, required ${required} bytes`)
    yield* this.checkpointLock.awaitCommits()
    this.#isDirty = false
    const checkpoint = this.#takeCheckpoint()
    yield* waitForDisk((done) => {
      this.#checkpoint.write(checkpoint)
      this.#checkpoint.sync(context.process, done)
    })
    for (const { log, position } of this.#writers) {
      this.#info(`Updated checkpoint for file: ${log.file.path} position: ${position} logWriteOrderID: ${checkpoint.orderId}`)
    }
    if (this.#isOpen) this.#removeOldLogs()
  }

  #takeCheckpoint(): Checkpoint {
    const copy = (inflight: ReadonlyMap<number, readonly StoredRun[]>): Map<number, readonly StoredRun[]> =>
      new Map([...inflight].map(([transactionId, stored]) => [transactionId, [...stored]]))
    return {
      orderId: this.#orderId,
      capacity: this.#owner.settings.capacity,
      queue: this.queue.runs,
      inflightPuts: copy(this.inflightPuts),
      inflightTakes: copy(this.inflightTakes),
      writtenMs: this.#owner.context.lane.nowMs,
    }
  }

  *#background(checkpointIntervalMs: number): Flow<void> {
    const { context, counters, name } = this.#owner
    for (;;) {
      try {
        yield* sleep(context.process, Math.max(checkpointIntervalMs, 1000) * 1000)
        if (!this.#isOpen) return
        yield* this.writeCheckpoint(false)
      } catch (error) {
        if (error instanceof InterruptedException) return
        counters.add('CheckpointWriteErrorCount')
        context.log(name, 'ERROR', { logger: LOGGER, message: 'Error doing checkpoint', thrown: asJavaException(error) })
      }
    }
  }

  #replay(files: readonly WalFile[]): Replayed {
    const { context, settings, name } = this.#owner
    const checkpoint = usableCheckpoint(this.#checkpoint.read(), settings)
    if (checkpoint.problem !== undefined) {
      const message = `Checkpoint may not have completed successfully. Forcing full replay, this may take a while.\n${checkpoint.problem}`
      context.log(name, 'WARN', { logger: LOGGER, message })
      this.#checkpoint.clear()
    }
    this.#info('Replaying logs with v2 replay logic')
    const replayed = replay(files, checkpoint.value)
    const { read, put, take, rollback, commit, skip, eventCount, pendingTakes } = replayed
    const message = `read: ${read}, put: ${put}, take: ${take}, rollback: ${rollback}, commit: ${commit}, skip: ${skip}, eventCount:${eventCount}`
    context.log(name, 'INFO', { logger: 'ReplayHandler', message })
    if (pendingTakes > 0) {
      const warning = `Pending takes ${pendingTakes} exist after the end of replay. Duplicate messages will exist in destination.`
      context.log(name, 'INFO', { logger: 'ReplayHandler', message: warning })
    }
    return replayed
  }

  #walFiles(): WalFile[] {
    return this.#directories.flatMap(({ files }) => files).sort((left, right) => left.id - right.id)
  }

  #lock(): void {
    const { context, name } = this.#owner
    const taken: DataDirectory[] = []
    for (const directory of [this.#checkpointDirectory, ...this.#directories]) {
      if (directory.lock(context.process)) taken.push(directory)
      else {
        for (const other of taken) other.unlock()
        const message = `Cannot lock ${directory.path}. The directory is already locked. [channel=${name}]`
        this.#info(message)
        throw ioException(message)
      }
    }
  }

  #roll(index: number): void {
    const directory = this.#directories[index]
    if (directory === undefined) return
    this.#info(`Roll start ${directory.path}`)
    const file = directory.create(++this.#nextFileId, this.#owner.onRecordsLost)
    this.#writers[index] = new LogWriter(this.#owner.context.process, file)
    this.#info('Roll end')
  }

  /** The writer of a transaction's directory, in a file that has room for so many bytes. */
  #writerFor(transactionId: number, bytes: number): LogWriter {
    const { settings } = this.#owner
    const index = transactionId % this.#writers.length
    let writer = this.#writers[index]
    if (writer !== undefined && writer.position > 0 && writer.position + bytes > settings.maxFileSizeBytes) {
      this.#roll(index)
      writer = this.#writers[index]
    }
    if (writer === undefined) throw ioException('Log is closed')
    writer.requireSpace(settings.minimumRequiredSpaceBytes, bytes)
    return writer
  }

  /** Deletes what the checkpoint before the last one had found unused; finds what is unused now. */
  #removeOldLogs(): void {
    for (const [directory, file] of this.#pendingDeletes) {
      this.#info(`Removing old file: ${file.file.path}`)
      directory.delete(file)
    }
    this.#pendingDeletes = []
    const inUse = [this.queue.runs, ...this.inflightPuts.values(), ...this.inflightTakes.values()].flat().map(({ fileId }) => fileId)
    let minFileId = Number.POSITIVE_INFINITY
    for (const fileId of [...inUse, ...this.#writers.map(({ log }) => log.id)]) minFileId = Math.min(minFileId, fileId)
    for (const directory of this.#directories) {
      for (const file of directory.files.slice(0, -MIN_NUM_LOGS)) if (file.id < minFileId) this.#pendingDeletes.push([directory, file])
    }
  }

  #info(message: string): void {
    this.#owner.context.log(this.#owner.name, 'INFO', { logger: LOGGER, message })
  }
}

/** The queue that a start would find on disk now; for accounting while the agent is down. */
export function storedOnDisk(context: AgentContext, settings: FileChannelSettings): StoredQueue {
  const files = settings.dataDirs.flatMap((path) => context.files.dataDirectory(path).files)
  const checkpoint = usableCheckpoint(checkpointFile(context, settings).read(), settings)
  return replay(files, checkpoint.value).queue
}

function checkpointFile(context: AgentContext, settings: FileChannelSettings): ValueFile<Checkpoint> {
  const path = `${settings.checkpointDir}/checkpoint`
  return context.files.valueFile<Checkpoint>(directoryOf(path) === '' ? `/${path}` : path)
}

function usableCheckpoint(
  value: Checkpoint | undefined,
  { capacity }: FileChannelSettings,
): { readonly value: Checkpoint | undefined; readonly problem?: string } {
  if (value === undefined || value.capacity === capacity) return { value }
  const problem = `org.apache.flume.channel.file.BadCheckpointException: Configured capacity is ${capacity} but the  checkpoint file capacity is ${value.capacity}. See FileChannel documentation on how to change a channels capacity.`
  return { value: undefined, problem }
}

function listOf<Value>(map: Map<number, Value[]>, key: number): Value[] {
  let list = map.get(key)
  if (list === undefined) {
    list = []
    map.set(key, list)
  }
  return list
}
