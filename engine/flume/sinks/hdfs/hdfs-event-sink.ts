import type { DfsClient } from '../../../hadoop/hdfs/client/dfs-client.ts'
import type { HdfsCluster } from '../../../hadoop/hdfs/hdfs-cluster.ts'
import { DiskError } from '../../../sim/disk.ts'
import { Counters } from '../../agent/counters.ts'
import { countEvents, eachEvent, headersOf, type EventRun } from '../../event/event-run.ts'
import { asJavaException, eventDeliveryException, ioException, isChannelException } from '../../exceptions.ts'
import { compute, type Flow, type JavaThread } from '../../thread/java-thread.ts'
import { JavaException } from '../../conf/java/java-exception.ts'
import type { Sink, Status } from '../sink.ts'
import type { SinkContext } from '../sink-context.ts'
import { escapeBucketPath } from './bucket-path.ts'
import { BucketWriter } from './bucket-writer.ts'
import { CallPool } from './call-timeout.ts'
import { asFlumeSees, isIoException } from './hadoop-thrown.ts'
import type { PathInCluster } from './hdfs-clusters.ts'
import { hdfsSinkSettings, type HdfsSinkSettings } from './hdfs-sink-settings.ts'
import { HdfsWriter } from './hdfs-writer.ts'
import { UnwrittenEvents } from './local-output.ts'
import { RemoteBucketWriter } from './remote-bucket-writer.ts'
import { RollerPool } from './roller-pool.ts'

const LOGGER = 'HDFSEventSink'

/** The files of one bucket, wherever they are. */
type Bucket = Pick<RemoteBucketWriter, 'append' | 'flush' | 'close'>

/** Writes events to files by bucket, in HDFS or on the local file system. Source: org.apache.flume.sink.hdfs.HDFSEventSink. */
export class HdfsEventSink implements Sink {
  readonly name: string
  readonly counters: Counters
  readonly #context: SinkContext
  readonly #settings: HdfsSinkSettings
  readonly #unwritten: UnwrittenEvents
  /** By path and prefix, the one used longest ago first. */
  readonly #writers = new Map<string, Bucket>()
  readonly #clients = new Map<HdfsCluster, DfsClient>()
  readonly #calls: CallPool
  readonly #roller: RollerPool

  constructor(context: SinkContext) {
    const { agent, loaded } = context
    this.#context = context
    this.name = loaded.name
    this.counters = new Counters(agent, 'SINK', loaded.name)
    this.#settings = hdfsSinkSettings(loaded)
    this.#calls = new CallPool(agent.process, this.counters, this.#settings.callTimeoutMs)
    this.#roller = new RollerPool(agent.process)
    this.#unwritten = agent.lasting(`hdfs ${agent.id(loaded.name)}`, () => new UnwrittenEvents(context))
  }

  get description(): string {
    return `{ Sink type:HDFSEventSink, name:${this.name} }`
  }

  /** @throws JavaException IllegalArgumentException for a pool without threads */
  *start(): Flow<void> {
    if (this.#settings.threadsPoolSize <= 0) throw new JavaException('java.lang.IllegalArgumentException', null)
    this.counters.start()
    yield* compute(this.#context.agent.process, 0)
  }

  *stop(): Flow<void> {
    for (const [path, writer] of [...this.#writers]) {
      this.#context.agent.log(this.name, 'INFO', { logger: LOGGER, message: `Closing ${path}` })
      yield* writer.close(true)
    }
    this.#writers.clear()
    this.#calls.isShutDown = true
    yield* this.#roller.shutDown()
    this.counters.stop()
    yield* compute(this.#context.agent.process, 0)
  }

  *process(thread: JavaThread): Flow<Status> {
    const transaction = this.#context.channel.getTransaction(thread)
    try {
      transaction.begin()
      const events = yield* transaction.take(this.#settings.batchSize)
      const taken = countEvents(events)
      const used = yield* this.#appendAll(events)
      this.#countBatch(taken)
      for (const writer of used) yield* writer.flush()
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

  *#appendAll(events: readonly EventRun[]): Flow<ReadonlySet<Bucket>> {
    const used = new Set<Bucket>()
    for (const event of eachEvent(events)) {
      const writer = yield* this.#writerOf(event)
      used.add(writer)
      yield* writer.append(event)
    }
    return used
  }

  #countBatch(taken: number): void {
    if (taken === 0) this.counters.add('BatchEmptyCount')
    else this.counters.add(taken === this.#settings.batchSize ? 'BatchCompleteCount' : 'BatchUnderflowCount')
  }

  /** @returns BACKOFF after a failure of the disk. @throws JavaException after any other */
  #failed(error: unknown): Status {
    if (error instanceof DiskError) {
      const thrown = ioException(error.reason === 'full' ? 'No space left on device' : 'Input/output error')
      return this.#backOff(thrown)
    }
    if (isIoException(error)) return this.#backOff(asJavaException(asFlumeSees(error)))
    const thrown: JavaException = asJavaException(asFlumeSees(error))
    this.#context.agent.log(this.name, 'ERROR', { logger: LOGGER, message: 'process failed', thrown })
    this.counters.add(isChannelException(thrown) ? 'ChannelReadFail' : 'EventWriteFail')
    throw eventDeliveryException(thrown.message, thrown)
  }

  #backOff(thrown: JavaException): Status {
    this.#context.agent.log(this.name, 'WARN', { logger: LOGGER, message: 'HDFS IO error', thrown })
    this.counters.add('EventWriteFail')
    return 'BACKOFF'
  }

  *#writerOf(event: EventRun): Flow<Bucket> {
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
    yield* this.#closeEldest()
    return writer
  }

  #newWriter(key: string, directory: string, prefix: string): Bucket {
    const made: { bucket?: Bucket } = {}
    const onRetired = (): void => {
      if (this.#writers.get(key) === made.bucket) this.#writers.delete(key)
    }
    made.bucket = this.#remote(directory, prefix, onRetired) ?? this.#local(directory, prefix, onRetired)
    return made.bucket
  }

  #local(directory: string, prefix: string, onRetired: () => void): Bucket {
    return new BucketWriter({ context: this.#context, settings: this.#settings, counters: this.counters, unwritten: this.#unwritten, directory, prefix, onRetired })
  }

  /** @returns undefined for a path of the local file system */
  #remote(directory: string, prefix: string, onRetired: () => void): Bucket | undefined {
    const { agent, loaded } = this.#context
    const isLocal = String(loaded.settings['filePath']).startsWith('file:')
    const found = isLocal ? undefined : agent.hdfs.find(agent.host, directory)
    if (found === undefined) {
      if (!directory.startsWith('hdfs:')) return undefined
      const name = directory.slice('hdfs://'.length).split('/', 1)[0] ?? ''
      throw new JavaException('java.lang.IllegalArgumentException', `java.net.UnknownHostException: ${name}`)
    }
    const writer = new HdfsWriter(this.#context, this.#settings, this.#client(found))
    const uriPrefix = directory.slice(0, directory.length - found.path.length)
    return new RemoteBucketWriter({ context: this.#context, settings: this.#settings, counters: this.counters, writer, calls: this.#calls, roller: this.#roller, directory: withoutEndSlash(found.path), uriPrefix, prefix, onRetired })
  }

  /** One file system for all buckets of a cluster, as Hadoop caches them. */
  #client(found: PathInCluster): DfsClient {
    let client = this.#clients.get(found.cluster)
    if (client === undefined) {
      const { agent } = this.#context
      client = agent.hdfs.clientOf(found, agent.process)
      this.#clients.set(found.cluster, client)
      for (const { process } of found.cluster.dataNodes) agent.lane.topology.edge(agent.id(this.name), process.name)
    }
    return client
  }

  *#closeEldest(): Flow<void> {
    if (this.#writers.size <= this.#settings.maxOpenFiles) return
    const [eldest] = this.#writers
    if (eldest === undefined) return
    this.#writers.delete(eldest[0])
    yield* eldest[1].close(false)
  }
}

/** A Hadoop path has no slash at its end. */
function withoutEndSlash(path: string): string {
  return path.replace(/\/+$/, '')
}
