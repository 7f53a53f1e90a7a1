import type { ConsumedRun } from '../../kafka/consumer/consumed-run.ts'
import { KafkaConsumer } from '../../kafka/consumer/kafka-consumer.ts'
import { Counters } from '../agent/counters.ts'
import type { LoadedSource } from '../conf/loaded.ts'
import { countEvents, type EventRun } from '../event/event-run.ts'
import { asJavaException, InterruptedException, isChannelException } from '../exceptions.ts'
import { answerOf, commitOffsets, newClient, poll } from '../kafka/client-calls.ts'
import { consumerProperties } from '../kafka/client-properties.ts'
import { OffsetsInHand, takeFrom } from '../kafka/offsets-in-hand.ts'
import type { Status } from '../sinks/sink.ts'
import type { Flow, JavaThread } from '../thread/java-thread.ts'
import type { PollableSource } from './source.ts'
import type { SourceContext } from './source-context.ts'

const LOGGER = 'KafkaSource'

/** Topics that a Kafka source names; a pattern stands for none here. */
export function topicsOf({ properties }: LoadedSource): readonly string[] {
  const topics = properties.get('kafka.topics') ?? properties.get('topic') ?? ''
  return topics.split(/^\s+|\s*,\s*|\s+$/).filter((topic) => topic !== '')
}

/**
 * Collects a batch by number or time, brings it into the channels, and commits its offsets then. What a channel refuses is
 * kept and tried again. Source: org.apache.flume.source.kafka.KafkaSource.
 */
export class KafkaSource implements PollableSource {
  readonly name: string
  readonly counters: Counters
  readonly backoffSleepIncrementMs: number
  readonly maxBackoffSleepMs: number
  readonly #context: SourceContext
  readonly #offsets = new OffsetsInHand()
  #consumer: KafkaConsumer | undefined
  #polled: ConsumedRun[] = []
  #events: EventRun[] = []
  #isRebalanced = false

  constructor(context: SourceContext) {
    const { settings } = context.loaded
    this.#context = context
    this.name = context.name
    this.counters = new Counters(context.agent, 'SOURCE', context.name, ['KafkaEmptyCount'])
    this.backoffSleepIncrementMs = Number(settings['backoffSleepIncrement'] ?? 1000)
    this.maxBackoffSleepMs = Number(settings['maxBackoffSleep'] ?? 5000)
  }

  get description(): string {
    return `org.apache.flume.source.kafka.KafkaSource{name:${this.name},state:IDLE}`
  }

  *start(): Flow<void> {
    const { agent, loaded } = this.#context
    const { lane, process, kafka } = agent
    this.#info(`Starting ${this.description}...`)
    const consumer = newClient(() => new KafkaConsumer({
      context: { lane, process, name: `${this.#context.id}/consumer`, clientId: `consumer-${this.name}` },
      properties: consumerProperties(loaded, String(loaded.settings['groupId'] ?? 'flume')),
      ...(kafka.ground === undefined ? {} : { progress: kafka.ground.progress }),
    }))
    consumer.subscribe(topicsOf(loaded), { onPartitionsRevoked: () => { this.#isRebalanced = true } })
    this.#consumer = consumer
    this.counters.start()
    this.#info(`Kafka source ${this.name} started.`)
  }

  *stop(): Flow<void> {
    const consumer = this.#consumer
    this.#consumer = undefined
    if (consumer !== undefined) yield* answerOf<true>((done) => { consumer.close(() => { done(true) }) })
    this.counters.stop()
    this.#info(`Kafka Source ${this.name} stopped. Metrics: SOURCE:${this.name}`)
  }

  *process(thread: JavaThread): Flow<Status> {
    const consumer = this.#consumer
    if (consumer === undefined) return 'BACKOFF'
    try {
      yield* this.#collect(consumer)
      if (this.#events.length === 0) return 'BACKOFF'
      yield* this.#put(thread, consumer)
      return 'READY'
    } catch (error) {
      const thrown = asJavaException(error)
      if (thrown instanceof InterruptedException) throw thrown
      this.#context.log('ERROR', { logger: LOGGER, message: 'KafkaSource EXCEPTION, {}', thrown })
      this.counters.add(isChannelException(thrown) ? 'ChannelWriteFail' : 'EventReadFail')
      return 'BACKOFF'
    }
  }

  *#collect(consumer: KafkaConsumer): Flow<void> {
    const { agent: { lane }, loaded: { settings } } = this.#context
    const batchSize = Number(settings['batchUpperLimit'] ?? 1000)
    const endMs = lane.nowMs + Number(settings['maxBatchDurationMillis'] ?? 1000)
    while (countEvents(this.#events) < batchSize && lane.nowMs < endMs) {
      if (this.#polled.length === 0) {
        this.#polled = [...(yield* poll(consumer, Math.max(0, endMs - lane.nowMs)))]
        if (this.#isRebalanced) {
          this.#isRebalanced = false
          return
        }
      }
      if (this.#polled.length === 0) {
        this.counters.add('KafkaEmptyCount')
        return
      }
      const part = takeFrom(this.#polled, batchSize - countEvents(this.#events))
      if (part === undefined) return
      this.#offsets.took(part)
      this.#events.push(...this.#eventsOf(part))
    }
  }

  *#put(thread: JavaThread, consumer: KafkaConsumer): Flow<void> {
    const count = countEvents(this.#events)
    this.counters.add('EventReceivedCount', count)
    yield* this.#context.processor.processEventBatch(thread, this.#events)
    this.counters.add('EventAcceptedCount', count)
    this.#events = []
    yield* commitOffsets(consumer, this.#offsets.all)
    this.#offsets.clear()
  }

  #eventsOf({ topic, partition, run, timestampMs }: ConsumedRun): readonly EventRun[] {
    const { agent, loaded: { settings } } = this.#context
    const headers = new Map([['timestamp', String(timestampMs)], ['partition', String(partition)]])
    if (settings['setTopicHeader'] !== false) headers.set(String(settings['topicHeader'] ?? 'topic'), topic)
    const isFlumeFormat = settings['useAvroEventFormat'] === true
    return agent.kafka.read(topic, run).map((event) => {
      const own = isFlumeFormat ? new Map([...headers, ...(event.headers ?? [])]) : headers
      return { first: event.first, count: event.count, headers: own, ...(event.body === undefined ? {} : { body: event.body }), ...(isFlumeFormat && event.hasRecordHeaders === true ? { hasRecordHeaders: true } : {}) }
    })
  }

  #info(message: string): void {
    this.#context.log('INFO', { logger: LOGGER, message })
  }
}
