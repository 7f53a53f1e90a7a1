import type { ConsumedRun } from '../../../kafka/consumer/consumed-run.ts'
import { KafkaConsumer } from '../../../kafka/consumer/kafka-consumer.ts'
import { EventQueue } from '../../event/event-queue.ts'
import type { EventRun } from '../../event/event-run.ts'
import { asJavaException, InterruptedException } from '../../exceptions.ts'
import { answerOf, commitOffsets, newClient, poll } from '../../kafka/client-calls.ts'
import { consumerProperties } from '../../kafka/client-properties.ts'
import { OffsetsInHand, takeFrom } from '../../kafka/offsets-in-hand.ts'
import type { Flow } from '../../thread/java-thread.ts'
import type { KafkaChannel } from './kafka-channel.ts'

/** The consumer of one thread, with what it has polled and what was rolled back. Source: KafkaChannel.ConsumerAndRecords. */
export class ChannelConsumer {
  /** Rolled back: taken again first, and nothing is committed while there are any. */
  readonly failedEvents = new EventQueue()
  /** A rebalance has taken partitions away: takes give null until the next transaction begins. */
  isRebalanced = false
  readonly #channel: KafkaChannel
  readonly #consumer: KafkaConsumer
  readonly #offsets = new OffsetsInHand()
  readonly #pollTimeoutMs: number
  #polled: ConsumedRun[] = []

  constructor(channel: KafkaChannel, number: number) {
    const { context, loaded, name, topic } = channel
    const { lane, process, kafka } = context
    this.#channel = channel
    this.#pollTimeoutMs = Number(loaded.settings['pollTimeout'] ?? 500)
    this.#consumer = newClient(() => new KafkaConsumer({
      context: { lane, process, name: `${context.id(name)}/consumer-${number}`, clientId: `consumer-${name}-${number}` },
      properties: consumerProperties(loaded, String(loaded.settings['groupId'] ?? 'flume'), { 'auto.offset.reset': 'earliest' }),
      ...(kafka.ground === undefined ? {} : { progress: kafka.ground.progress }),
    }))
    this.#consumer.subscribe([topic], { onPartitionsRevoked: () => { this.isRebalanced = true } })
  }

  /** At most so many events: those that failed before, else polled ones; none after an empty poll. */
  *take(max: number): Flow<readonly EventRun[]> {
    if (this.failedEvents.size > 0) return this.failedEvents.take(max)
    if (this.#polled.length === 0) this.#polled = [...(yield* poll(this.#consumer, this.#pollTimeoutMs))]
    const part = takeFrom(this.#polled, max)
    if (part === undefined) return []
    this.#offsets.took(part)
    const { context: { kafka }, loaded: { settings } } = this.#channel
    const events = kafka.read(part.topic, part.run)
    if (settings['parseAsFlumeEvent'] !== false) return events
    return events.map(({ first, count, body }) => ({ first, count, ...(body === undefined ? {} : { body }) }))
  }

  /** Commits the offsets of what was taken; a failure is logged and no more. */
  *commit(): Flow<void> {
    try {
      yield* commitOffsets(this.#consumer, this.#offsets.all)
      this.#offsets.clear()
    } catch (error) {
      const thrown = asJavaException(error)
      if (thrown instanceof InterruptedException) throw thrown
      this.#channel.context.log(this.#channel.name, 'INFO', { logger: 'KafkaChannel', message: 'Error committing offsets.', thrown })
    }
  }

  *close(): Flow<void> {
    yield* answerOf<true>((done) => { this.#consumer.close(() => { done(true) }) })
  }
}
