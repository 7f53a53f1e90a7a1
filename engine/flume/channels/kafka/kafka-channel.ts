import { KafkaProducer } from '../../../kafka/producer/kafka-producer.ts'
import type { AgentContext } from '../../agent/agent-context.ts'
import { Counters } from '../../agent/counters.ts'
import type { LoadedChannel } from '../../conf/loaded.ts'
import { answerOf, newClient } from '../../kafka/client-calls.ts'
import { producerProperties } from '../../kafka/client-properties.ts'
import type { Flow, JavaThread } from '../../thread/java-thread.ts'
import type { Channel } from '../channel.ts'
import { ChannelConsumer } from './channel-consumer.ts'
import { KafkaTransaction } from './kafka-transaction.ts'

const LOGGER = 'KafkaChannel'

/**
 * A topic as a channel: a commit of puts waits for the brokers' answers, and each thread that takes has a consumer of its
 * own. It has no capacity. Source: org.apache.flume.channel.kafka.KafkaChannel.
 */
export class KafkaChannel implements Channel {
  static readonly className = 'org.apache.flume.channel.kafka.KafkaChannel'
  readonly name: string
  readonly counters: Counters
  readonly context: AgentContext
  readonly loaded: LoadedChannel
  readonly #consumers = new Map<JavaThread, ChannelConsumer>()
  #producer: KafkaProducer | undefined
  #isStarted = false

  constructor(context: AgentContext, loaded: LoadedChannel) {
    this.context = context
    this.loaded = loaded
    this.name = loaded.name
    this.counters = new Counters(context, 'CHANNEL', loaded.name, ['RollbackCount'])
  }

  get description(): string {
    return `org.apache.flume.channel.kafka.KafkaChannel{name: ${this.name}}`
  }

  get topic(): string {
    return String(this.loaded.settings['topicStr'] ?? 'flume-channel')
  }

  /** It does not know how many events the topic holds. */
  get size(): number {
    return 0
  }

  get isStarted(): boolean {
    return this.#isStarted
  }

  *start(): Flow<void> {
    this.#info(`Starting Kafka Channel: ${this.name}`)
    this.counters.start()
    this.#producer = this.#newProducer()
    this.#info(`Topic = ${this.topic}`)
    this.#isStarted = true
  }

  *stop(): Flow<void> {
    const producer = this.#producer
    this.#producer = undefined
    this.#isStarted = false
    for (const consumer of this.#consumers.values()) yield* consumer.close()
    this.#consumers.clear()
    if (producer !== undefined) yield* answerOf<true>((done) => { producer.close(undefined, () => { done(true) }) })
    this.counters.stop()
    this.#info(`Kafka channel ${this.name} stopped.`)
  }

  /** A transaction after the stop makes a producer of its own, as the channel's own would be closed. */
  getTransaction(thread: JavaThread): KafkaTransaction {
    const producer = (this.#producer ??= this.#newProducer())
    return new KafkaTransaction(thread, { channel: this, producer, consumer: () => this.#consumerOf(thread) })
  }

  /** The topic holds the events, wherever the agent is. */
  walk(): void {}

  /** Its clients account for what was in their memory. */
  dropMemory(): void {
    this.#consumers.clear()
    this.#producer = undefined
  }

  #newProducer(): KafkaProducer {
    const { lane, process, routes } = this.context
    return newClient(() => new KafkaProducer({
      context: { lane, process, name: `${this.context.id(this.name)}/producer`, clientId: `producer-${this.name}` },
      properties: producerProperties(this.loaded, 'all'),
      relay: { destinations: () => routes.ofChannel(process.name, this.name) },
    }))
  }

  #consumerOf(thread: JavaThread): ChannelConsumer {
    let consumer = this.#consumers.get(thread)
    if (consumer === undefined) {
      consumer = new ChannelConsumer(this, this.#consumers.size + 1)
      this.#consumers.set(thread, consumer)
    }
    return consumer
  }

  #info(message: string): void {
    this.context.log(this.name, 'INFO', { logger: LOGGER, message })
  }
}
