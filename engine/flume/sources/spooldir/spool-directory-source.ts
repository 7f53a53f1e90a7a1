import { DiskError } from '../../../sim/disk.ts'
import { Counters } from '../../agent/counters.ts'
import { countEvents, type EventRun } from '../../event/event-run.ts'
import { asThrowable, InterruptedException, ioException, isChannelException, isChannelFullException } from '../../exceptions.ts'
import { JavaThread, sleep, type Flow } from '../../thread/java-thread.ts'
import type { Source } from '../source.ts'
import type { SourceContext } from '../source-context.ts'
import { SpoolFiles } from './spool-files.ts'
import { SpoolingFileReader } from './spooling-file-reader.ts'

const LOGGER = 'SpoolDirectorySource'
const FIRST_BACKOFF_MS = 250
/** stop() lets a batch under way end for so long before it interrupts. */
const STOP_PATIENCE_MICROS = 10_000_000

/** Reads complete files that appear in a directory. Source: org.apache.flume.source.SpoolDirectorySource. */
export class SpoolDirectorySource implements Source {
  readonly name: string
  readonly counters: Counters
  readonly #context: SourceContext
  readonly #files: SpoolFiles
  readonly #batchSize: number
  readonly #pollDelayMs: number
  readonly #maxBackoffMs: number
  #thread: JavaThread | undefined
  #shouldStop = false
  #isBusy = false

  constructor(context: SourceContext) {
    const { settings, batchSize } = context.loaded
    this.#context = context
    this.name = context.name
    this.counters = new Counters(context.agent, 'SOURCE', context.name)
    this.#batchSize = batchSize ?? 100
    this.#pollDelayMs = Number(settings['pollDelay'] ?? 500)
    this.#maxBackoffMs = Number(settings['maxBackoff'] ?? 4000)
    const files = new SpoolFiles(context.agent.files, context.loaded)
    this.#files = context.agent.lasting(`spooldir ${context.id} ${String(settings['spoolDirectory'])}`, () => {
      context.agent.lane.ledger.addHolder({
        place: `${context.agent.host.name}${String(settings['spoolDirectory'])}`,
        destinations: () => context.everDestinations,
        walk: (visit) => {
          files.walk(visit)
        },
      })
      return files
    })
  }

  get description(): string {
    return `Spool Directory source ${this.name}: { spoolDir: ${String(this.#context.loaded.settings['spoolDirectory'])} }`
  }

  *start(): Flow<void> {
    const directory = String(this.#context.loaded.settings['spoolDirectory'])
    this.#context.log('INFO', { logger: LOGGER, message: `SpoolDirectorySource source starting with directory: ${directory}` })
    this.#files.prepare()
    this.#context.showReading(directory)
    const reader = new SpoolingFileReader(this.#context, this.#files)
    this.#shouldStop = false
    this.#thread = new JavaThread(this.#context.agent.process, `spooldir-${this.name}`, () => this.#run(reader))
    this.counters.start()
  }

  *stop(): Flow<void> {
    this.#shouldStop = true
    const { process } = this.#context.agent
    if (this.#thread !== undefined) {
      if (this.#isBusy) process.after(STOP_PATIENCE_MICROS, () => this.#thread?.interrupt())
      else this.#thread.interrupt()
      yield* this.#thread.join()
    }
    this.counters.stop()
    this.#context.log('INFO', { logger: LOGGER, message: `SpoolDir source ${this.name} stopped. Metrics: SOURCE:${this.name}` })
  }

  *#run(reader: SpoolingFileReader): Flow<void> {
    try {
      while (!this.#shouldStop) {
        this.#isBusy = true
        yield* this.#readAll(reader)
        this.#isBusy = false
        yield* sleep(this.#context.agent.process, this.#pauseMs() * 1000)
      }
    } catch (error) {
      const thrown = asThrowable(error instanceof DiskError ? ioException(error.message) : error)
      if (thrown instanceof InterruptedException && this.#shouldStop) return
      const message = `FATAL: ${this.description}: Uncaught exception in SpoolDirectorySource thread. Restart or reconfigure Flume to continue processing.`
      this.#context.log('ERROR', { logger: LOGGER, message, thrown })
      this.counters.add('GenericProcessingFail')
    }
  }

  /** Before it looks again; nothing when it has to stop. */
  #pauseMs(): number {
    return this.#shouldStop ? 0 : this.#pollDelayMs
  }

  /** Reads until nothing is left, and repeats a batch that the channel refuses for as long as it takes. */
  *#readAll(reader: SpoolingFileReader): Flow<void> {
    let backoffMs = FIRST_BACKOFF_MS
    for (;;) {
      const events = reader.readEvents(this.#batchSize)
      const count = countEvents(events)
      if (count === 0) return
      this.counters.add('EventReceivedCount', count)
      this.counters.add('AppendBatchReceivedCount')
      const isIn = yield* this.#put(reader, events, backoffMs)
      backoffMs = isIn ? FIRST_BACKOFF_MS : Math.min(backoffMs * 2, this.#maxBackoffMs)
    }
  }

  /** @returns false when the channel refused it; then it has waited */
  *#put(reader: SpoolingFileReader, events: readonly EventRun[], backoffMs: number): Flow<boolean> {
    const thread = this.#thread
    if (thread === undefined) return false
    try {
      yield* this.#context.processor.processEventBatch(thread, events)
    } catch (error) {
      if (!isChannelException(error)) throw error
      const what = isChannelFullException(error) ? 'The channel is full' : 'The channel threw an exception'
      const message = `${what}, and cannot write data now. The source will try again after ${backoffMs} milliseconds`
      this.#context.log('WARN', { logger: LOGGER, message })
      this.counters.add('ChannelWriteFail')
      yield* sleep(this.#context.agent.process, backoffMs * 1000)
      return false
    }
    reader.commit()
    this.counters.add('EventAcceptedCount', countEvents(events))
    this.counters.add('AppendBatchAcceptedCount')
    this.#context.accepted(events)
    return true
  }
}
