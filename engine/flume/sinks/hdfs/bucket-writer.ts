import { DiskError } from '../../../sim/disk.ts'
import type { Timer } from '../../../sim/process.ts'
import type { Counters } from '../../agent/counters.ts'
import { bodyBytes, type EventRun } from '../../event/event-run.ts'
import { ioException } from '../../exceptions.ts'
import { linesOfEvents, type LinesOfEvents } from '../../serialization/lines-of-events.ts'
import type { Flow } from '../../thread/java-thread.ts'
import type { SinkContext } from '../sink-context.ts'
import type { HdfsSinkSettings } from './hdfs-sink-settings.ts'
import { LocalOutput, type UnwrittenEvents } from './local-output.ts'

/** What a bucket's writer is made from. */
export interface BucketWriterOptions {
  readonly context: SinkContext
  readonly settings: HdfsSinkSettings
  readonly counters: Counters
  readonly unwritten: UnwrittenEvents
  /** Escaped path and prefix. */
  readonly directory: string
  readonly prefix: string
  /** It closed itself (roll interval, idle time) and is not to be used again. */
  readonly onRetired: () => void
}

/**
 * Writes the files of one bucket, one after the other: rolls them by events, bytes and time, and renames each when it is
 * closed. Source: org.apache.flume.sink.hdfs.BucketWriter.
 */
export class BucketWriter {
  readonly #options: BucketWriterOptions
  readonly #linesOf: LinesOfEvents
  #extensionCounter: number
  #output: LocalOutput | undefined
  #path = ''
  #events = 0
  #bytes = 0
  #eventsOfBatch = 0
  #rollTimer: Timer | undefined
  #idleTimer: Timer | undefined

  constructor(options: BucketWriterOptions) {
    this.#options = options
    this.#linesOf = linesOfEvents(options.context.agent.lane.streams, options.settings.serializer)
    this.#extensionCounter = options.context.agent.lane.nowMs
  }

  /** Writes one event. @throws DiskError when the disk is full or lost */
  *append(event: EventRun): Flow<void> {
    const { context, counters } = this.#options
    context.agent.process.cancel(this.#idleTimer)
    this.#idleTimer = undefined
    if (this.#output !== undefined && this.#shouldRotate()) this.#close()
    const output = this.#output ?? this.#open()
    counters.add('EventDrainAttemptCount')
    for (const line of this.#linesOf([event])) output.append(line)
    this.#events++
    this.#bytes += bodyBytes(context.agent.lane.streams, event)
    this.#eventsOfBatch++
    if (this.#eventsOfBatch === this.#options.settings.batchSize) this.#flush()
    yield* []
  }

  /** Makes what was written visible. @throws DiskError as `append` */
  *flush(): Flow<void> {
    this.#flush()
    yield* []
  }

  /** Closes the file and gives it its name. @throws DiskError as `append` */
  *close(): Flow<void> {
    this.#close()
    yield* []
  }

  #flush(): void {
    if (this.#eventsOfBatch === 0) return
    this.#eventsOfBatch = 0
    this.#output?.flush()
    const { settings, context } = this.#options
    if (settings.idleTimeoutSeconds <= 0) return
    context.agent.process.cancel(this.#idleTimer)
    this.#idleTimer = context.agent.process.after(settings.idleTimeoutSeconds * 1_000_000, () => {
      this.#info(`Closing idle bucketWriter ${this.#path}${settings.inUseSuffix} at ${context.agent.lane.nowMs}`)
      this.#retire()
    })
  }

  #close(): void {
    const output = this.#output
    if (output === undefined) return
    const { context, settings, counters } = this.#options
    const { process, files } = context.agent
    this.#eventsOfBatch = 0
    output.close()
    this.#output = undefined
    counters.add('ConnectionClosedCount')
    process.cancel(this.#rollTimer)
    process.cancel(this.#idleTimer)
    const inUse = this.#inUsePath()
    this.#info(`Closing ${inUse}`)
    this.#info(`Renaming ${inUse} to ${this.#path}${settings.fileSuffix}`)
    files.rename(inUse, `${this.#path}${settings.fileSuffix}`)
  }

  /** Closes for good, by a timer; what the disk says to it is only logged. */
  #retire(): void {
    try {
      this.#close()
    } catch (error) {
      if (!(error instanceof DiskError)) throw error
      const { agent, loaded } = this.#options.context
      const message = `failed to close() HDFSWriter for file (${this.#inUsePath()}). Exception follows.`
      agent.log(loaded.name, 'WARN', { logger: 'BucketWriter', message, thrown: ioException(error.message) })
    }
    this.#options.onRetired()
  }

  #shouldRotate(): boolean {
    const { rollCount, rollSizeBytes } = this.#options.settings
    return (rollCount > 0 && rollCount <= this.#events) || (rollSizeBytes > 0 && rollSizeBytes <= this.#bytes)
  }

  #open(): LocalOutput {
    const { context, settings, counters, unwritten, directory, prefix } = this.#options
    this.#extensionCounter++
    this.#path = `${directory}/${prefix}.${this.#extensionCounter}`
    this.#info(`Creating ${this.#inUsePath()}`)
    const output = new LocalOutput(context, this.#inUsePath(), settings.isRawLocal, unwritten)
    this.#output = output
    this.#events = 0
    this.#bytes = 0
    counters.add('ConnectionCreatedCount')
    if (settings.rollIntervalSeconds > 0) {
      this.#rollTimer = context.agent.process.after(settings.rollIntervalSeconds * 1_000_000, () => {
        this.#retire()
      })
    }
    return output
  }

  #inUsePath(): string {
    const { settings, directory } = this.#options
    const name = this.#path.slice(directory.length + 1)
    return `${directory}/${settings.inUsePrefix}${name}${settings.fileSuffix}${settings.inUseSuffix}`
  }

  #info(message: string): void {
    const { agent, loaded } = this.#options.context
    agent.log(loaded.name, 'INFO', { logger: 'BucketWriter', message })
  }
}
