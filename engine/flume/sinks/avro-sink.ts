import { Counters } from '../agent/counters.ts'
import { countEvents } from '../event/event-run.ts'
import { asJavaException, eventDeliveryException, InterruptedException, isChannelException } from '../exceptions.ts'
import { AvroRpcClient } from '../rpc/avro-rpc-client.ts'
import type { Flow, JavaThread } from '../thread/java-thread.ts'
import type { Sink, Status } from './sink.ts'
import type { SinkContext } from './sink-context.ts'

const LOGGER = 'AbstractRpcSink'
const DEFAULT_TIMEOUT_MS = 20_000
const DEFAULT_BATCH_SIZE = 100

/** Sends events to the Avro source of the next agent, one batch a transaction. Source: org.apache.flume.sink.AbstractRpcSink. */
export class AvroSink implements Sink {
  readonly name: string
  readonly counters: Counters
  readonly #context: SinkContext
  readonly #hostname: string
  readonly #port: number
  readonly #batchSize: number
  #client: AvroRpcClient | undefined
  #connections = 0
  #shouldReset = false

  constructor(context: SinkContext) {
    const { loaded, agent } = context
    this.#context = context
    this.name = loaded.name
    this.counters = new Counters(agent, 'SINK', loaded.name)
    this.#hostname = String(loaded.settings['hostname'] ?? loaded.properties.get('hostname') ?? '')
    this.#port = Number(loaded.settings['port'] ?? loaded.properties.get('port'))
    this.#batchSize = loaded.batchSize ?? DEFAULT_BATCH_SIZE
  }

  get description(): string {
    return `RpcSink ${this.name} { host: ${this.#hostname}, port: ${this.#port} }`
  }

  *start(): Flow<void> {
    this.#info(`Starting ${this.description}...`)
    this.counters.start()
    try {
      yield* this.#createConnection()
    } catch (error) {
      const thrown = asJavaException(error)
      if (thrown instanceof InterruptedException) throw thrown
      const message = `Unable to create Rpc client using hostname: ${this.#hostname}, port: ${this.#port}`
      this.#context.agent.log(this.name, 'WARN', { logger: LOGGER, message, thrown })
      this.#destroyConnection()
    }
    this.#info(`Rpc sink ${this.name} started.`)
  }

  *stop(): Flow<void> {
    this.#info(`Rpc sink ${this.name} stopping...`)
    this.#destroyConnection()
    this.counters.stop()
    this.#info(`Rpc sink ${this.name} stopped. Metrics: SINK:${this.name}`)
  }

  *process(thread: JavaThread): Flow<Status> {
    const transaction = this.#context.channel.getTransaction(thread)
    if (this.#shouldReset) {
      this.#destroyConnection()
      yield* this.#createConnection()
    }
    try {
      transaction.begin()
      yield* this.#verifyConnection()
      const events = yield* transaction.take(this.#batchSize)
      const size = countEvents(events)
      if (size === 0) this.counters.add('BatchEmptyCount')
      else {
        this.counters.add(size < this.#batchSize ? 'BatchUnderflowCount' : 'BatchCompleteCount')
        this.counters.add('EventDrainAttemptCount', size)
        yield* this.#send(thread, events)
      }
      yield* transaction.commit()
      this.counters.add('EventDrainSuccessCount', size)
      return size === 0 ? 'BACKOFF' : 'READY'
    } catch (error) {
      const thrown = asJavaException(error)
      yield* transaction.rollback()
      if (!isChannelException(thrown)) {
        this.counters.add('EventWriteFail')
        this.#destroyConnection()
        throw eventDeliveryException('Failed to send events', thrown)
      }
      const message = `Rpc Sink ${this.name}: Unable to get event from channel ${this.#context.channel.name}. Exception follows.`
      this.#context.agent.log(this.name, 'ERROR', { logger: LOGGER, message, thrown })
      this.counters.add('ChannelReadFail')
      return 'BACKOFF'
    } finally {
      transaction.close()
    }
  }

  *#send(thread: JavaThread, events: Parameters<AvroRpcClient['appendBatch']>[1]): Flow<void> {
    const { agent } = this.#context
    for (const run of events) agent.lane.ledger.note('sent', run, agent.id(this.name))
    if (this.#client !== undefined) yield* this.#client.appendBatch(thread, events)
  }

  *#verifyConnection(): Flow<void> {
    if (this.#client?.isActive === true) return
    if (this.#client !== undefined) this.#destroyConnection()
    yield* this.#createConnection()
  }

  *#createConnection(): Flow<void> {
    if (this.#client !== undefined) return
    const { agent } = this.#context
    this.#info(`Rpc sink ${this.name}: Building RpcClient with hostname: ${this.#hostname}, port: ${this.#port}`)
    const client = new AvroRpcClient({
      lane: agent.lane,
      process: agent.process,
      host: agent.routes.hostOf(agent.host, this.#hostname),
      hostname: this.#hostname,
      port: this.#port,
      connectTimeoutMs: this.#timeoutMs('connect-timeout'),
      requestTimeoutMs: this.#timeoutMs('request-timeout'),
      batchSize: this.#batchSize,
    })
    try {
      yield* client.connect()
    } catch (error) {
      this.counters.add('ConnectionFailedCount')
      throw error
    }
    this.#client = client
    this.counters.add('ConnectionCreatedCount')
    this.#scheduleReset()
  }

  #destroyConnection(): void {
    if (this.#client === undefined) return
    this.#connections++
    this.#client.close()
    this.#client = undefined
    this.counters.add('ConnectionClosedCount')
  }

  /** With reset-connection-interval a connection is given up after that many seconds. */
  #scheduleReset(): void {
    this.#shouldReset = false
    const intervalSeconds = Number(this.#context.loaded.settings['cxnResetInterval'] ?? 0)
    if (intervalSeconds <= 0) return
    const connection = this.#connections
    this.#context.agent.process.after(intervalSeconds * 1_000_000, () => {
      if (this.#connections === connection) this.#shouldReset = true
    })
  }

  /** Values below a second and texts that are no numbers fall back to 20 s. */
  #timeoutMs(key: string): number {
    const text = this.#context.loaded.properties.get(key)
    const value = text === undefined || !/^[+-]?\d+$/.test(text) ? DEFAULT_TIMEOUT_MS : Number(text)
    return value < 1000 ? DEFAULT_TIMEOUT_MS : value
  }

  #info(message: string): void {
    this.#context.agent.log(this.name, 'INFO', { logger: LOGGER, message })
  }
}
