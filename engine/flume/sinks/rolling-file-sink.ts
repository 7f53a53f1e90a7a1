import { DiskError } from '../../sim/disk.ts'
import { Counters } from '../agent/counters.ts'
import { countEvents, type EventRun } from '../event/event-run.ts'
import { asJavaException, eventDeliveryException, ioException, isChannelException } from '../exceptions.ts'
import type { LineFile } from '../files/line-file.ts'
import { linesOfEvents, type LinesOfEvents } from '../serialization/lines-of-events.ts'
import type { Flow, JavaThread } from '../thread/java-thread.ts'
import type { Sink, Status } from './sink.ts'
import { deliver, destinationOf, type SinkContext } from './sink-context.ts'

const LOGGER = 'RollingFileSink'

/**
 * Writes events to files of a directory of the agent's host: flushed after each batch, never forced to the disk, and
 * rolled by a timer, events or not. Source: org.apache.flume.sink.RollingFileSink.
 */
export class RollingFileSink implements Sink {
  readonly name: string
  readonly counters: Counters
  readonly #context: SinkContext
  readonly #batchSize: number
  readonly #rollIntervalSeconds: number
  readonly #directory: string
  readonly #prefix: string
  readonly #extension: string
  readonly #seriesMs: number
  readonly #linesOf: LinesOfEvents
  #file: LineFile | undefined
  #fileIndex = 0
  #shouldRotate = false
  #isStopped = false

  constructor(context: SinkContext) {
    const { loaded, agent } = context
    this.#context = context
    this.name = loaded.name
    this.counters = new Counters(agent, 'SINK', loaded.name)
    this.#batchSize = loaded.batchSize ?? 100
    this.#rollIntervalSeconds = Number(loaded.settings['rollInterval'] ?? 30)
    this.#directory = (loaded.properties.get('sink.directory') ?? '').replace(/(.)\/+$/, '$1')
    this.#prefix = loaded.properties.get('sink.pathManager.prefix') ?? ''
    const extension = loaded.properties.get('sink.pathManager.extension') ?? ''
    this.#extension = extension === '' ? '' : `.${extension}`
    this.#seriesMs = agent.lane.nowMs
    this.#linesOf = linesOfEvents(agent.lane.streams, loaded.properties.get('sink.serializer') ?? 'TEXT')
  }

  get description(): string {
    return `org.apache.flume.sink.RollingFileSink{name:${this.name}, channel:${this.#context.channel.name}}`
  }

  *start(): Flow<void> {
    this.#info(`Starting ${this.description}...`)
    this.counters.start()
    if (this.#rollIntervalSeconds > 0) this.#scheduleRoll()
    else this.#info('RollInterval is not valid, file rolling will not happen.')
    this.#info(`RollingFileSink ${this.name} started.`)
  }

  *stop(): Flow<void> {
    this.#info(`RollingFile sink ${this.name} stopping...`)
    this.#isStopped = true
    this.counters.stop()
    if (this.#file !== undefined) this.counters.add('ConnectionClosedCount')
    this.#file = undefined
    this.#info(`RollingFile sink ${this.name} stopped. Event metrics: ${this.name}`)
  }

  *process(thread: JavaThread): Flow<Status> {
    this.#rotate()
    const file = this.#open()
    const transaction = this.#context.channel.getTransaction(thread)
    try {
      transaction.begin()
      const events = yield* transaction.take(this.#batchSize)
      const taken = countEvents(events)
      this.counters.add('EventDrainAttemptCount', taken)
      this.#write(file, events)
      yield* transaction.commit()
      this.counters.add('EventDrainSuccessCount', taken)
      return taken < this.#batchSize ? 'BACKOFF' : 'READY'
    } catch (error) {
      const thrown = asJavaException(error)
      this.counters.add(isChannelException(thrown) ? 'ChannelReadFail' : 'EventWriteFail')
      yield* transaction.rollback()
      throw eventDeliveryException('Failed to process transaction', thrown)
    } finally {
      transaction.close()
    }
  }

  #write(file: LineFile, events: readonly EventRun[]): void {
    try {
      file.write(this.#linesOf(events))
    } catch (error) {
      if (!(error instanceof DiskError)) throw error
      throw ioException(error.reason === 'full' ? 'No space left on device' : 'Input/output error')
    }
    deliver(this.#context, events)
  }

  #scheduleRoll(): void {
    this.#context.agent.process.after(this.#rollIntervalSeconds * 1_000_000, () => {
      if (this.#isStopped) return
      this.#shouldRotate = true
      this.#scheduleRoll()
    })
  }

  #rotate(): void {
    if (!this.#shouldRotate || this.#file === undefined) return
    this.counters.add('ConnectionClosedCount')
    this.#shouldRotate = false
    this.#file = undefined
  }

  #open(): LineFile {
    if (this.#file !== undefined) return this.#file
    const { agent, loaded } = this.#context
    this.#fileIndex++
    const path = `${this.#directory}/${this.#prefix}${this.#seriesMs}-${this.#fileIndex}${this.#extension}`
    const destination = destinationOf(this.#context)
    const file = agent.files.open(path, (run, cause) => {
      const ending = { fate: 'lost' as const, place: agent.id(loaded.name), cause: `${cause}, in the file of the sink` }
      if (destination !== undefined) agent.lane.ledger.undelivered(destination, run, ending)
    })
    file.markAsOutput()
    this.counters.add('ConnectionCreatedCount')
    this.#file = file
    return file
  }

  #info(message: string): void {
    this.#context.agent.log(this.name, 'INFO', { logger: LOGGER, message })
  }
}
