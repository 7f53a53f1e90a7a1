import type { AgentContext } from '../../agent/agent-context.ts'
import { Counters } from '../../agent/counters.ts'
import { illegalState, type JavaException } from '../../conf/java/java-exception.ts'
import type { EventRun } from '../../event/event-run.ts'
import { asJavaException } from '../../exceptions.ts'
import { compute, type Flow, type JavaThread } from '../../thread/java-thread.ts'
import { Semaphore } from '../../thread/semaphore.ts'
import type { Channel } from '../channel.ts'
import type { FileChannelSettings } from './file-channel-settings.ts'
import { FileBackedTransaction } from './file-backed-transaction.ts'
import { Log, storedOnDisk } from './log.ts'
import type { WalRecord } from './wal-record.ts'

const LOGGER = 'FileChannel'
const EXTRA_COUNTERS = [
  'Open', 'Closed', 'Unhealthy', 'EventPutErrorCount', 'EventTakeErrorCount', 'CheckpointWriteErrorCount', 'CheckpointBackupWriteErrorCount',
]

/** The durable channel: a queue over a write-ahead log. Source: org.apache.flume.channel.file.FileChannel. */
export class FileChannel implements Channel {
  readonly name: string
  readonly counters: Counters
  readonly context: AgentContext
  readonly settings: FileChannelSettings
  readonly queueRemaining: Semaphore
  #log: Log | undefined
  #startupError: JavaException | undefined
  #isStarted = false

  constructor(context: AgentContext, name: string, settings: FileChannelSettings) {
    this.context = context
    this.name = name
    this.settings = settings
    this.counters = new Counters(context, 'CHANNEL', name, EXTRA_COUNTERS)
    this.queueRemaining = new Semaphore(context.process, settings.capacity)
  }

  get description(): string {
    return `FileChannel ${this.name} { dataDirs: [${this.settings.dataDirs.join(', ')}] }`
  }

  /** Events in the queue and those taken and not committed. */
  get size(): number {
    return this.#log === undefined ? 0 : sizeOf(this.#log)
  }

  /** Events that can be taken now, in their order; none while it is closed. */
  get queue(): readonly EventRun[] {
    return this.#log?.queue.runs.map(({ run }) => run) ?? []
  }

  get isStarted(): boolean {
    return this.#isStarted
  }

  /** Replays the log. A failure leaves it started, but closed: every transaction fails. */
  *start(): Flow<void> {
    this.#info(`Starting ${this.description}...`)
    this.counters.start()
    try {
      const log = new Log({ ...this.#owner(), settings: this.settings })
      yield* log.open()
      this.#log = log
      this.#setOpen(true)
      if (!this.queueRemaining.tryAcquire(log.queue.size)) throw illegalState(`Unable to acquire ${log.queue.size} permits [channel=${this.name}]`)
      this.#info(`Queue Size after replay: ${log.queue.size} [channel=${this.name}]`)
      this.counters.set('ChannelSize', log.queue.size)
      this.counters.set('ChannelCapacity', this.settings.capacity)
    } catch (error) {
      this.#startupError = asJavaException(error)
      this.#setOpen(false)
      this.#log = undefined
      this.counters.set('Unhealthy', 1)
      const message = `Failed to start the file channel [channel=${this.name}]`
      this.context.log(this.name, 'ERROR', { logger: LOGGER, message, thrown: this.#startupError })
    }
    this.#isStarted = true
  }

  *stop(): Flow<void> {
    this.#info(`Stopping ${this.description}...`)
    const log = this.#log
    this.#startupError = undefined
    this.#setOpen(false)
    this.#isStarted = false
    if (log !== undefined) {
      this.counters.set('ChannelSize', sizeOf(log))
      yield* log.close()
    }
    this.#log = undefined
    this.counters.stop()
    yield* compute(this.context.process, 0)
  }

  getTransaction(thread: JavaThread): FileBackedTransaction {
    const log = this.#log
    if (log !== undefined && this.counters.get('Open') === 1) return new FileBackedTransaction(thread, this, log)
    const because = this.#startupError
    const suffix = because === undefined ? '' : `. Due to ${because.className}: ${String(because.javaMessage)}`
    throw illegalState(`Channel closed [channel=${this.name}]${suffix}`)
  }

  /** What can still be delivered: what the queue in memory points to while it runs, else what a replay would find. */
  walk(visit: (run: EventRun) => void): void {
    const log = this.#log
    if (log === undefined) {
      this.walkDisk(visit)
      return
    }
    if (log.isGone) return
    log.queue.walk(visit)
    for (const taken of log.inflightTakes.values()) for (const { run } of taken) visit(run)
  }

  /** What a replay would find on disk. */
  walkDisk(visit: (run: EventRun) => void): void {
    storedOnDisk(this.context, this.settings).walk(visit)
  }

  /** Memory is nothing: the log has it all. */
  dropMemory(): void {
    this.#log = undefined
  }

  #owner(): { readonly context: AgentContext; readonly name: string; readonly counters: Counters; readonly onRecordsLost: (records: readonly WalRecord[], cause: string) => void } {
    const { context, name, counters } = this
    return {
      context,
      name,
      counters,
      onRecordsLost: (records, cause) => {
        const ending = { fate: 'lost' as const, place: context.id(name), cause }
        for (const record of records) if (record.type === 'PUT') context.lane.ledger.copyEnded(record.stored.run, ending)
      },
    }
  }

  #setOpen(isOpen: boolean): void {
    this.counters.set('Open', isOpen ? 1 : 0)
    this.counters.set('Closed', isOpen ? 0 : 1)
  }

  #info(message: string): void {
    this.context.log(this.name, 'INFO', { logger: LOGGER, message })
  }
}

function sizeOf(log: Log): number {
  let size = log.queue.size
  for (const taken of log.inflightTakes.values()) for (const { run } of taken) size += run.count
  return size
}
