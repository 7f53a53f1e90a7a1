import { runFlow, Signal } from '../../../hadoop/flow.ts'
import { JavaException } from '../../conf/java/java-exception.ts'
import type { Timer } from '../../../sim/process.ts'
import type { Counters } from '../../agent/counters.ts'
import { bodyBytes, type EventRun } from '../../event/event-run.ts'
import type { Flow } from '../../thread/java-thread.ts'
import type { SinkContext } from '../sink-context.ts'
import type { CallPool } from './call-timeout.ts'
import { closeFile } from './close-handler.ts'
import { asFlumeSees, isIoException } from './hadoop-thrown.ts'
import type { HdfsSinkSettings } from './hdfs-sink-settings.ts'
import type { HdfsWriter } from './hdfs-writer.ts'
import type { RollerPool } from './roller-pool.ts'

/** How often in a row a file is rolled because its block has too few replicas. Source: BucketWriter. */
const mostUnderReplicationRolls = 30

/** What a bucket's writer is made from. */
export interface RemoteBucketOptions {
  readonly context: SinkContext
  readonly settings: HdfsSinkSettings
  readonly counters: Counters
  readonly writer: HdfsWriter
  readonly calls: CallPool
  readonly roller: RollerPool
  /** Escaped path within the file system, and what stands before it in logs. */
  readonly directory: string
  readonly uriPrefix: string
  readonly prefix: string
  readonly onRetired: () => void
}

/**
 * Writes the files of one bucket to HDFS: rolls them by events, bytes, time and lack of replicas, flushes batches, renames and
 * tries again what could not be closed. Source: org.apache.flume.sink.hdfs.BucketWriter.
 */
export class RemoteBucketWriter {
  readonly #options: RemoteBucketOptions
  readonly #free = new Signal()
  #isBusy = false
  #counter: number
  #isOpen = false
  #bucketPath = ''
  #targetPath = ''
  #events = 0
  #bytes = 0
  #eventsOfBatch = 0
  #underReplicationRolls = 0
  #rollTimer: Timer | undefined
  #idleTimer: Timer | undefined

  constructor(options: RemoteBucketOptions) {
    this.#options = options
    this.#counter = options.context.agent.lane.nowMs
  }

  /** Writes one event. @throws HadoopException, after which the bucket is closed */
  *append(event: EventRun): Flow<void> {
    yield* this.#locked(this.#append(event))
  }

  /** Flushes what the batch wrote. @throws HadoopException */
  *flush(): Flow<void> {
    yield* this.#locked(this.#flush())
  }

  /** Closes its file and renames it; with `isImmediate` a failure is not tried again. */
  *close(isImmediate: boolean): Flow<void> {
    yield* this.#locked(this.#close(isImmediate))
  }

  *#append(event: EventRun): Flow<void> {
    const { context: { agent }, settings, counters, writer, calls } = this.#options
    agent.process.cancel(this.#idleTimer)
    this.#idleTimer = undefined
    if (!this.#isOpen) yield* this.#open()
    if (this.#shouldRotate()) {
      yield* this.#close(false)
      yield* this.#open()
    }
    try {
      counters.add('EventDrainAttemptCount')
      yield* calls.call(this.#uri(this.#bucketPath), writer.append(event))
    } catch (error) {
      if (isIoException(error)) {
        this.#warn(`Caught IOException writing to HDFSWriter (${error instanceof Error ? error.message : ''}). Closing file (${this.#uri(this.#bucketPath)}) and rethrowing exception.`)
        this.#options.onRetired()
        yield* this.#close(false)
      }
      throw error
    }
    this.#bytes += bodyBytes(agent.lane.streams, event)
    this.#events++
    this.#eventsOfBatch++
    if (this.#eventsOfBatch === settings.batchSize) yield* this.#flush()
  }

  *#flush(): Flow<void> {
    if (this.#eventsOfBatch === 0) return
    const { context: { agent }, settings, writer, calls } = this.#options
    yield* calls.call(this.#uri(this.#bucketPath), writer.sync())
    this.#eventsOfBatch = 0
    if (settings.idleTimeoutSeconds <= 0) return
    agent.process.cancel(this.#idleTimer)
    this.#idleTimer = agent.process.after(settings.idleTimeoutSeconds * 1_000_000, () => {
      this.#info(`Closing idle bucketWriter ${this.#uri(this.#bucketPath)} at ${String(agent.lane.nowMs)}`)
      if (this.#isOpen) this.#retire()
    })
  }

  *#open(): Flow<void> {
    const { context: { agent }, settings, counters, writer, calls, directory, prefix } = this.#options
    this.#counter++
    const name = `${prefix}.${String(this.#counter)}${settings.fileSuffix === '' ? writer.extension : settings.fileSuffix}`
    this.#bucketPath = `${directory}/${settings.inUsePrefix}${name}${settings.inUseSuffix}`
    this.#targetPath = `${directory}/${name}`
    this.#info(`Creating ${this.#uri(this.#bucketPath)}`)
    try {
      yield* calls.call(this.#uri(this.#bucketPath), writer.open(this.#bucketPath))
    } catch (error) {
      counters.add('ConnectionFailedCount')
      throw error
    }
    counters.add('ConnectionCreatedCount')
    this.#events = 0
    this.#bytes = 0
    this.#eventsOfBatch = 0
    this.#isOpen = true
    if (settings.rollIntervalSeconds <= 0) return
    agent.process.cancel(this.#rollTimer)
    this.#rollTimer = agent.process.after(settings.rollIntervalSeconds * 1_000_000, () => { this.#retire() })
  }

  *#close(isImmediate: boolean): Flow<void> {
    const { context: { agent } } = this.#options
    try {
      yield* this.#flush()
    } catch (error) {
      if (!isIoException(error)) throw error
      this.#warn('pre-close flush failed', error)
    }
    this.#info(`Closing ${this.#uri(this.#bucketPath)}`)
    if (this.#isOpen) {
      this.#isOpen = false
      yield* closeFile({ ...this.#options, path: this.#bucketPath, uri: this.#uri(this.#bucketPath) }, isImmediate)
    } else this.#info(`HDFSWriter is already closed: ${this.#uri(this.#bucketPath)}`)
    agent.process.cancel(this.#rollTimer)
    agent.process.cancel(this.#idleTimer)
    this.#rollTimer = undefined
    this.#idleTimer = undefined
    if (this.#bucketPath !== '') yield* this.#renameOrRetry(this.#bucketPath, this.#targetPath)
  }

  *#renameOrRetry(from: string, to: string): Flow<void> {
    try {
      yield* this.#rename(from, to)
    } catch (error) {
      this.#warn(`failed to rename() file (${this.#uri(from)}). Exception follows.`, error)
      this.#options.counters.add('ConnectionFailedCount')
      this.#renameLater(from, to, 1)
    }
  }

  #renameLater(from: string, to: string, tries: number): void {
    const { settings, roller } = this.#options
    roller.schedule(settings.retryIntervalSeconds, () => this.#renameAgain(from, to, tries))
  }

  *#renameAgain(from: string, to: string, tries: number): Flow<void> {
    const { settings } = this.#options
    if (tries >= settings.closeTries) {
      this.#warn(`Unsuccessfully attempted to rename ${this.#uri(from)} ${String(settings.closeTries)} times. File may still be open.`)
      return
    }
    try {
      yield* this.#rename(from, to)
    } catch (error) {
      this.#warn(`Renaming file: ${this.#uri(from)} failed. Will retry again in ${String(settings.retryIntervalSeconds)} seconds.`, error)
      this.#renameLater(from, to, tries + 1)
    }
  }

  *#rename(from: string, to: string): Flow<void> {
    if (from === to) return
    const { writer, calls } = this.#options
    const rename = function* (log: () => void): Flow<void> {
      if (!(yield* writer.exists(from))) return
      log()
      yield* writer.rename(from, to)
    }
    yield* calls.call(this.#uri(from), rename(() => { this.#info(`Renaming ${this.#uri(from)} to ${this.#uri(to)}`) }))
  }

  /** Closes for good, by a timer. */
  #retire(): void {
    this.#options.onRetired()
    runFlow(this.#options.context.agent.process, this.close(false), (outcome) => {
      if (outcome.isOk) return
      if (!isIoException(outcome.error) && !(outcome.error instanceof JavaException)) throw outcome.error
      this.#warn('Unexpected error', outcome.error)
    })
  }

  /** A block with too few replicas is given up for a new one, so many times in a row. Source: BucketWriter.shouldRotate. */
  #shouldRotate(): boolean {
    const { settings: { rollCount, rollSizeBytes }, writer } = this.#options
    const isFull = (rollCount > 0 && rollCount <= this.#events) || (rollSizeBytes > 0 && rollSizeBytes <= this.#bytes)
    if (!writer.isUnderReplicated()) {
      this.#underReplicationRolls = 0
      return isFull
    }
    if (this.#underReplicationRolls >= mostUnderReplicationRolls) {
      if (this.#underReplicationRolls === mostUnderReplicationRolls) {
        const message = `Hit max consecutive under-replication rotations (${String(mostUnderReplicationRolls)}); will not continue rolling files under this path due to under-replication`
        this.#options.context.agent.log(this.#options.context.loaded.name, 'ERROR', { logger: 'BucketWriter', message })
      }
      this.#underReplicationRolls++
      return false
    }
    this.#warn('Block Under-replication detected. Rotating file.')
    this.#underReplicationRolls++
    return true
  }

  /** Java's synchronized: who comes while another thread is at it waits. */
  *#locked(code: Flow<void>): Flow<void> {
    while (this.#isBusy) yield this.#free.wait()
    this.#isBusy = true
    try {
      yield* code
    } finally {
      this.#isBusy = false
      this.#free.notify()
    }
  }

  #uri(path: string): string {
    return `${this.#options.uriPrefix}${path}`
  }

  #info(message: string): void {
    const { agent, loaded } = this.#options.context
    agent.log(loaded.name, 'INFO', { logger: 'BucketWriter', message })
  }

  #warn(message: string, error?: unknown): void {
    const { agent, loaded } = this.#options.context
    const thrown = asFlumeSees(error)
    agent.log(loaded.name, 'WARN', { logger: 'BucketWriter', message, ...(thrown instanceof JavaException ? { thrown } : {}) })
  }
}
