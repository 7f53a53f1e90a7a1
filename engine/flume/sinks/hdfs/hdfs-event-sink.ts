import { DiskError } from '../../../sim/disk.ts'
import { Counters } from '../../agent/counters.ts'
import { countEvents, eachEvent, headersOf, type EventRun } from '../../event/event-run.ts'
import { asJavaException, eventDeliveryException, ioException, isChannelException } from '../../exceptions.ts'
import { compute, type Flow, type JavaThread } from '../../thread/java-thread.ts'
import type { JavaException } from '../../conf/java/java-exception.ts'
import type { Sink, Status } from '../sink.ts'
import type { SinkContext } from '../sink-context.ts'
import { escapeBucketPath } from './bucket-path.ts'
import { BucketWriter } from './bucket-writer.ts'
import { hdfsSinkSettings, type HdfsSinkSettings } from './hdfs-sink-settings.ts'
import { UnwrittenEvents } from './local-output.ts'

const LOGGER = 'HDFSEventSink'

/** Writes events to files by bucket, here on the local file system. Source: org.apache.flume.sink.hdfs.HDFSEventSink. */
export class HdfsEventSink implements Sink {
  readonly name: string
  readonly counters: Counters
  readonly #context: SinkContext
  readonly #settings: HdfsSinkSettings
  readonly #unwritten: UnwrittenEvents
  /** By path and prefix, the one used longest ago first. */
  readonly #writers = new Map<string, BucketWriter>()

  constructor(context: SinkContext) {
    const { agent, loaded } = context
    this.#context = context
    this.name = loaded.name
    this.counters = new Counters(agent, 'SINK', loaded.name)
    this.#settings = hdfsSinkSettings(loaded)
    this.#unwritten = agent.lasting(`hdfs ${agent.id(loaded.name)}`, () => new UnwrittenEvents(context))
  }

  get description(): string {
    return `{ Sink type:HDFSEventSink, name:${this.name} }`
  }

  *start(): Flow<void> {
    this.counters.start()
    yield* compute(this.#context.agent.process, 0)
  }

  *stop(): Flow<void> {
    for (const [path, writer] of [...this.#writers]) {
      this.#context.agent.log(this.name, 'INFO', { logger: LOGGER, message: `Closing ${path}` })
      writer.close()
    }
    this.#writers.clear()
    this.counters.stop()
    yield* compute(this.#context.agent.process, 0)
  }

  *process(thread: JavaThread): Flow<Status> {
    const transaction = this.#context.channel.getTransaction(thread)
    try {
      transaction.begin()
      const events = yield* transaction.take(this.#settings.batchSize)
      const taken = countEvents(events)
      this.#writeAll(events)
      this.#countBatch(taken)
      yield* transaction.commit()
      this.counters.add('EventDrainSuccessCount', taken)
      return taken === 0 ? 'BACKOFF' : 'READY'
    } catch (error) {
      yield* transaction.rollback()
      return this.#failed(error)
    } finally {
      transaction.close()
    }
  }

  #writeAll(events: readonly EventRun[]): void {
    const used = new Set<BucketWriter>()
    for (const event of eachEvent(events)) {
      const writer = this.#writerOf(event)
      used.add(writer)
      writer.append(event)
    }
    for (const writer of used) writer.flush()
  }

  #countBatch(taken: number): void {
    if (taken === 0) this.counters.add('BatchEmptyCount')
    else this.counters.add(taken === this.#settings.batchSize ? 'BatchCompleteCount' : 'BatchUnderflowCount')
  }

  /** @returns BACKOFF after a failure of the disk. @throws JavaException after any other */
  #failed(error: unknown): Status {
    if (error instanceof DiskError) {
      const thrown = ioException(error.reason === 'full' ? 'No space left on device' : 'Input/output error')
      this.#context.agent.log(this.name, 'WARN', { logger: LOGGER, message: 'HDFS IO error', thrown })
      this.counters.add('EventWriteFail')
      return 'BACKOFF'
    }
    const thrown: JavaException = asJavaException(error)
    this.#context.agent.log(this.name, 'ERROR', { logger: LOGGER, message: 'process failed', thrown })
    this.counters.add(isChannelException(thrown) ? 'ChannelReadFail' : 'EventWriteFail')
    throw eventDeliveryException(thrown.message, thrown)
  }

  #writerOf(event: EventRun): BucketWriter {
    const { agent } = this.#context
    const { path, filePrefix, usesLocalTime, zone, round } = this.#settings
    const headers = headersOf(agent.lane.streams, event)
    const options = { zone: zone ?? agent.lane.zone, round, localTimeMs: usesLocalTime ? agent.lane.nowMs : undefined, hostname: agent.host.name.slice(agent.host.name.indexOf('/') + 1) }
    const directory = escapeBucketPath(path, headers, options)
    const prefix = escapeBucketPath(filePrefix, headers, options)
    const key = `${directory}/${prefix}`
    const known = this.#writers.get(key)
    this.#writers.delete(key)
    const writer = known ?? this.#newWriter(key, directory, prefix)
    this.#writers.set(key, writer)
    this.#closeEldest()
    return writer
  }

  #newWriter(key: string, directory: string, prefix: string): BucketWriter {
    const { counters } = this
    const writer: BucketWriter = new BucketWriter({
      context: this.#context,
      settings: this.#settings,
      counters,
      unwritten: this.#unwritten,
      directory,
      prefix,
      onRetired: () => {
        if (this.#writers.get(key) === writer) this.#writers.delete(key)
      },
    })
    return writer
  }

  #closeEldest(): void {
    if (this.#writers.size <= this.#settings.maxOpenFiles) return
    const [eldest] = this.#writers
    if (eldest === undefined) return
    this.#writers.delete(eldest[0])
    eldest[1].close()
  }
}
