import { HBaseClient } from '../../../hadoop/hbase/client/hbase-client.ts'
import type { Put } from '../../../hadoop/hbase/data/mutation.ts'
import type { HBaseException } from '../../../hadoop/hbase/hbase-exception.ts'
import type { TableDescriptor } from '../../../hadoop/hbase/data/table.ts'
import { requireTableName } from '../../../hadoop/hbase/data/table.ts'
import { Counters } from '../../agent/counters.ts'
import { JavaException } from '../../conf/java/java-exception.ts'
import { countEvents, eachEvent, type EventRun } from '../../event/event-run.ts'
import { asJavaException, eventDeliveryException, flumeException, ioException, isChannelException } from '../../exceptions.ts'
import { compute, type Flow, type JavaThread } from '../../thread/java-thread.ts'
import type { Sink, Status } from '../sink.ts'
import { destinationOf, type SinkContext } from '../sink-context.ts'
import type { EventIncrement, EventSerializer } from './event-serializer.ts'
import { hbaseAnswer, isUnchecked, retriesExhausted } from './hbase-answer.ts'
import { regexSerializer } from './regex-serializer.ts'
import { simpleSerializer } from './simple-serializer.ts'

const LOGGER = 'HBase2Sink'
/** What the sink takes over an event before it is sent, in microseconds: taking it, its row key, its put. A modelling choice. */
const serializeMicros = 20
/** What a call of process() takes at least. */
const callMicros = 50

/** What a batch becomes. */
interface Actions {
  readonly puts: Put[]
  readonly increments: EventIncrement[]
  /** Events of which the serializer made no put. */
  readonly without: EventRun[]
}

/**
 * Writes a batch as puts, then adds to counters, and commits then; a batch that fails anywhere is serialized and written again
 * as a whole. Source: org.apache.flume.sink.hbase2.HBase2Sink.
 */
export class HBase2Sink implements Sink {
  readonly name: string
  readonly counters: Counters
  readonly #context: SinkContext
  readonly #batchSize: number
  readonly #table: string
  readonly #family: string
  readonly #serializer: EventSerializer
  #client: HBaseClient | undefined

  constructor(context: SinkContext) {
    const { agent, loaded } = context
    this.#context = context
    this.name = loaded.name
    this.counters = new Counters(agent, 'SINK', loaded.name)
    this.#batchSize = loaded.batchSize ?? 100
    this.#table = String(loaded.settings['tableName'])
    this.#family = loaded.properties.get('columnFamily') ?? ''
    const properties = new Map([...loaded.properties].filter(([key]) => key.startsWith('serializer.')).map(([key, value]) => [key.slice('serializer.'.length), value]))
    const random = agent.lane.simulation.random(`${agent.id(loaded.name)} row keys`)
    const make = loaded.properties.get('serializer')?.endsWith('.RegexHBase2EventSerializer') === true ? regexSerializer : simpleSerializer
    this.#serializer = make({ properties, family: this.#family, streams: agent.lane.streams, random })
  }

  get description(): string {
    return `org.apache.flume.sink.hbase2.HBase2Sink{name:${this.name}, channel:${this.#context.channel.name}}`
  }

  *start(): Flow<void> {
    const client = this.#connect()
    try {
      const { families } = yield* hbaseAnswer<TableDescriptor>((done) => { client.describe(this.#table, done) })
      if (!families.includes(this.#family)) throw ioException(`Table ${this.#table} has no such column family ${this.#family}`)
    } catch (error) {
      client.close()
      this.counters.add('ConnectionFailedCount')
      const hint = `Please verify that the table ${this.#table} and Column Family, ${this.#family} exists in HBase, and the current user has permissions to access that table.`
      throw flumeException(`Error getting column family from HBase.${hint}`, asJavaException(error))
    }
    this.#client = client
    this.counters.add('ConnectionCreatedCount')
    this.counters.start()
  }

  *stop(): Flow<void> {
    this.#client?.close()
    this.#client = undefined
    this.counters.add('ConnectionClosedCount')
    this.counters.stop()
    yield* compute(this.#context.agent.process, 0)
  }

  *process(thread: JavaThread): Flow<Status> {
    const { channel, agent } = this.#context
    const transaction = channel.getTransaction(thread)
    try {
      transaction.begin()
      const events = this.#batchSize > 0 ? yield* transaction.take(this.#batchSize) : []
      const taken = countEvents(events)
      if (taken === this.#batchSize) this.counters.add('BatchCompleteCount')
      else if (this.#batchSize > 0) this.counters.add(taken === 0 ? 'BatchEmptyCount' : 'BatchUnderflowCount')
      const actions = this.#serialized(events)
      this.counters.add('EventDrainAttemptCount', taken)
      yield* compute(agent.process, callMicros + taken * serializeMicros)
      yield* this.#write(actions)
      yield* transaction.commit()
      this.#drop(actions.without)
      this.counters.add('EventDrainSuccessCount', actions.puts.length)
      return taken === 0 && this.#batchSize > 0 ? 'BACKOFF' : 'READY'
    } catch (error) {
      const thrown = asJavaException(error)
      yield* transaction.rollback()
      const message = 'Failed to commit transaction. Transaction rolled back.'
      agent.log(this.name, 'ERROR', { logger: LOGGER, message, thrown })
      this.counters.add(isChannelException(thrown) ? 'ChannelReadFail' : 'EventWriteFail')
      throw isUnchecked(thrown) ? thrown : eventDeliveryException(message, thrown)
    } finally {
      transaction.close()
    }
  }

  /** @throws JavaException FlumeException when the table's name is none, or no cluster answers at the quorum's addresses */
  #connect(): HBaseClient {
    const { agent, loaded } = this.#context
    const message = `Could not load table, ${this.#table} from HBase`
    try {
      requireTableName(this.#table)
    } catch (error) {
      this.counters.add('ConnectionFailedCount')
      throw flumeException(message, new JavaException('java.lang.IllegalArgumentException', error instanceof Error ? error.message.replace(/^[\w.]+: /, '') : null))
    }
    const cluster = agent.hbase.clusterAt(agent.host, loaded.properties.get('zookeeperQuorum'))
    if (cluster === undefined) {
      this.counters.add('ConnectionFailedCount')
      throw flumeException(message, ioException('no ZooKeeper of an HBase cluster answers at the addresses of zookeeperQuorum'))
    }
    for (const { process } of cluster.servers) agent.lane.topology.edge(agent.id(this.name), process.name)
    return new HBaseClient({ cluster, process: agent.process })
  }

  #serialized(events: readonly EventRun[]): Actions {
    const { agent: { lane }, loaded } = this.#context
    const destination = destinationOf(this.#context)?.index
    const durability = loaded.settings['enableWal'] === false ? 'SKIP_WAL' : 'USE_DEFAULT'
    const actions: Actions = { puts: [], increments: [], without: [] }
    let micros = lane.startMs * 1000 + lane.simulation.nowMicros
    for (const event of eachEvent(events)) {
      micros += serializeMicros
      const clock = { currentTimeMillis: Math.floor(micros / 1000), nanoTime: (micros - lane.startMs * 1000) * 1000 }
      const put = this.#serializer.put(event, clock)
      const run = { first: event.first, count: event.count }
      if (put === undefined) actions.without.push(event)
      else actions.puts.push({ ...put, durability, ...(destination === undefined ? {} : { record: { run, destination } }) })
      if (this.#serializer.increment !== undefined) actions.increments.push(this.#serializer.increment)
    }
    return actions
  }

  *#write({ puts, increments }: Actions): Flow<void> {
    const client = this.#client
    if (client === undefined) throw new JavaException('java.lang.NullPointerException', 'Cannot invoke "org.apache.hadoop.hbase.client.BufferedMutator.mutate(java.util.List)" because "this.table" is null')
    if (puts.length > 0) {
      const failed = yield* hbaseAnswer<readonly HBaseException[]>((done) => { client.putAll(this.#table, puts, done) })
      if (failed.length > 0) throw retriesExhausted(failed)
    }
    const { settings } = this.#context.loaded
    const durability = settings['enableWal'] === false ? 'SKIP_WAL' : 'USE_DEFAULT'
    const [first] = increments
    if (first === undefined) return
    const amounts = settings['batchIncrements'] === true ? [increments.length] : increments.map(() => 1)
    for (const amount of amounts) {
      yield* hbaseAnswer<number>((done) => { client.increment(this.#table, { ...first, family: this.#family, amount, durability }, done) })
    }
  }

  #drop(events: readonly EventRun[]): void {
    const { agent, channel } = this.#context
    const destinations = agent.routes.ofChannel(agent.process.name, channel.name)
    for (const run of events) agent.lane.ledger.copyEnded(run, { fate: 'dropped', place: agent.id(this.name), cause: this.#serializer.withoutPut, destinations })
  }
}
