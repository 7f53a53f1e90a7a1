import type { KafkaProducer } from '../../../kafka/producer/kafka-producer.ts'
import { appendEvents, countEvents, headersOf, type EventRun } from '../../event/event-run.ts'
import { asJavaException, channelException, InterruptedException } from '../../exceptions.ts'
import { sendAll, type SentEvents } from '../../kafka/client-calls.ts'
import { compute, type Flow, type JavaThread } from '../../thread/java-thread.ts'
import { Transaction } from '../transaction.ts'
import type { ChannelConsumer } from './channel-consumer.ts'
import type { KafkaChannel } from './kafka-channel.ts'

/** What a transaction works with. */
export interface KafkaTransactionOptions {
  readonly channel: KafkaChannel
  readonly producer: KafkaProducer
  /** The consumer of the transaction's thread; made on first use. */
  readonly consumer: () => ChannelConsumer
}

/** Source: KafkaChannel.KafkaTransaction. */
export class KafkaTransaction extends Transaction {
  readonly #options: KafkaTransactionOptions
  #kind: 'none' | 'put' | 'take' = 'none'
  #puts: EventRun[] = []
  #taken: EventRun[] = []

  constructor(thread: JavaThread, options: KafkaTransactionOptions) {
    super(thread)
    this.#options = options
  }

  protected override *doPut(run: EventRun): Flow<void> {
    this.#kind = 'put'
    appendEvents(this.#puts, run)
  }

  protected override *doTake(max: number, taken: EventRun[]): Flow<void> {
    const consumer = this.#options.consumer()
    if (this.#kind === 'none') consumer.isRebalanced = false
    this.#kind = 'take'
    for (let left = max; left > 0 && !consumer.isRebalanced; ) {
      const events = yield* consumer.take(left)
      if (events.length === 0) return
      for (const run of events) {
        appendEvents(this.#taken, run)
        appendEvents(taken, run)
        left -= run.count
      }
    }
  }

  protected override *doCommit(): Flow<void> {
    const { channel: { counters, context } } = this.#options
    yield* compute(context.process, context.costs.transactionMicros)
    if (this.#kind === 'put') {
      yield* this.#send()
      counters.add('EventPutSuccessCount', countEvents(this.#puts))
      this.#puts = []
    } else if (this.#kind === 'take') {
      const takes = countEvents(this.#taken)
      const consumer = this.#options.consumer()
      if (consumer.failedEvents.size === 0 && takes > 0) yield* consumer.commit()
      counters.add('EventTakeSuccessCount', takes)
      this.#taken = []
    }
  }

  /** What has reached Kafka stays there, whatever became of the rest: the source sends all of it again. */
  *#send(): Flow<void> {
    const { channel, producer } = this.#options
    const hasHeaders = channel.loaded.settings['parseAsFlumeEvent'] !== false
    for (const run of this.#puts) channel.context.kafka.write(channel.topic, run, hasHeaders)
    try {
      yield* sendAll(producer, this.#puts.map((run) => this.#sent(run)), () => undefined)
    } catch (error) {
      const thrown = asJavaException(error)
      if (thrown instanceof InterruptedException) throw thrown
      channel.context.log(channel.name, 'WARN', { logger: 'KafkaChannel', message: 'Sending events to Kafka failed', thrown })
      throw channelException('Commit failed as send to Kafka failed', thrown)
    }
  }

  #sent(run: EventRun): SentEvents {
    const { context: { lane: { streams } }, loaded: { settings }, topic } = this.#options.channel
    const header = settings['partitionHeader']
    const named = typeof header === 'string' ? headersOf(streams, run).get(header) : undefined
    const partition = named === undefined ? settings['staticPartitionId'] : Number(named)
    return { topic, run, ...(typeof partition === 'number' ? { partition } : {}) }
  }

  protected override *doRollback(): Flow<void> {
    const { channel: { counters, context } } = this.#options
    this.#puts = []
    if (this.#taken.length > 0) {
      counters.add('RollbackCount', countEvents(this.#taken))
      this.#options.consumer().failedEvents.addTail(this.#taken)
      this.#taken = []
    }
    yield* compute(context.process, context.costs.transactionMicros)
  }

  protected override doClose(): void {}
}
