import { KafkaProducer } from '../../kafka/producer/kafka-producer.ts'
import { Counters } from '../agent/counters.ts'
import { MadeForms } from '../../ledger/made-forms.ts'
import { numberInStream } from '../../ledger/record-stream.ts'
import { countEvents, eachEvent, headersOf, isUniform, utf8Bytes, type EventRun } from '../event/event-run.ts'
import { asJavaException, eventDeliveryException, isChannelException } from '../exceptions.ts'
import { answerOf, newClient, sendAll, type SentEvents } from '../kafka/client-calls.ts'
import { producerProperties } from '../kafka/client-properties.ts'
import type { Flow, JavaThread } from '../thread/java-thread.ts'
import type { Sink, Status } from './sink.ts'
import { deliver, type SinkContext } from './sink-context.ts'

const LOGGER = 'KafkaSink'

/** Sends a batch, waits for every answer, and commits then. Source: org.apache.flume.sink.kafka.KafkaSink. */
export class KafkaSink implements Sink {
  readonly name: string
  readonly counters: Counters
  readonly #context: SinkContext
  readonly #batchSize: number
  #producer: KafkaProducer | undefined

  constructor(context: SinkContext) {
    this.#context = context
    this.name = context.loaded.name
    this.counters = new Counters(context.agent, 'SINK', this.name, ['KafkaEventSendTimer', 'RollbackCount'])
    this.#batchSize = context.loaded.batchSize ?? 100
  }

  get description(): string {
    return `org.apache.flume.sink.kafka.KafkaSink{name:${this.name}, channel:${this.#context.channel.name}}`
  }

  *start(): Flow<void> {
    const { agent, loaded, channel } = this.#context
    const { lane, process, routes } = agent
    this.#producer = newClient(() => new KafkaProducer({
      context: { lane, process, name: `${agent.id(this.name)}/producer`, clientId: `producer-${this.name}` },
      properties: producerProperties(loaded, '1'),
      relay: { destinations: () => routes.ofChannel(process.name, channel.name) },
    }))
    this.counters.start()
  }

  *stop(): Flow<void> {
    const producer = this.#producer
    this.#producer = undefined
    if (producer !== undefined) yield* answerOf<true>((done) => { producer.close(undefined, () => { done(true) }) })
    this.counters.stop()
    this.#context.agent.log(this.name, 'INFO', { logger: LOGGER, message: `Kafka Sink ${this.name} stopped. Metrics: SINK:${this.name}` })
  }

  *process(thread: JavaThread): Flow<Status> {
    const transaction = this.#context.channel.getTransaction(thread)
    try {
      transaction.begin()
      const events = yield* transaction.take(this.#batchSize)
      const taken = countEvents(events)
      this.counters.add('EventDrainAttemptCount', taken)
      if (taken === 0) this.counters.add('BatchEmptyCount')
      else this.counters.add(taken < this.#batchSize ? 'BatchUnderflowCount' : 'BatchCompleteCount')
      yield* this.#send(events)
      this.counters.add('EventDrainSuccessCount', taken)
      yield* transaction.commit()
      return taken === 0 ? 'BACKOFF' : 'READY'
    } catch (error) {
      const thrown = asJavaException(error)
      const message = 'Failed to publish events'
      this.#context.agent.log(this.name, 'ERROR', { logger: LOGGER, message, thrown })
      this.counters.add(isChannelException(thrown) ? 'ChannelReadFail' : 'EventWriteFail')
      yield* transaction.rollback()
      this.counters.add('RollbackCount')
      throw eventDeliveryException(message, thrown)
    } finally {
      transaction.close()
    }
  }

  /** What Kafka has counts as delivered where nobody reads the topic: the sink is the end of the way. */
  *#send(events: readonly EventRun[]): Flow<void> {
    if (this.#producer === undefined) return
    const { agent, loaded } = this.#context
    const batch = events.flatMap((run) => this.#sent(run))
    for (const { topic, run } of batch) agent.kafka.write(topic, run, loaded.settings['useAvroEventFormat'] === true)
    const ends = new Set(batch.map(({ topic }) => topic).filter((topic) => !agent.routes.isRead(topic)))
    yield* sendAll(this.#producer, batch, (run) => {
      if (ends.size > 0) deliver(this.#context, [run])
    })
  }

  /** Where events go: a header may name another topic, or the partition. */
  #sent(run: EventRun): readonly SentEvents[] {
    const { agent: { lane: { streams } }, loaded: { settings } } = this.#context
    if (run.hasRecordHeaders === true && !isUniform(streams, run)) return [...eachEvent([run])].map((event) => this.#sentAs(event))
    return [this.#sentAs(run)].filter(() => settings['topic'] !== undefined)
  }

  #sentAs(run: EventRun): SentEvents {
    const { agent: { lane: { streams } }, loaded: { settings } } = this.#context
    const headers = headersOf(streams, run)
    const override = settings['allowTopicOverride'] === false ? undefined : headers.get(String(settings['topicHeader'] ?? 'topic'))
    const topic = (override ?? String(settings['topic'])).replaceAll(/%\{([^}]+)\}/g, (_, name: string) => headers.get(name) ?? '')
    const partition = partitionOf(settings, headers)
    return { topic, run: this.#inItsForm(run), ...(partition === undefined ? {} : { partition }) }
  }

  /** A body that an interceptor changed is the value of the Kafka record: the same record in the books, in another form. */
  #inItsForm({ body, ...run }: EventRun): EventRun {
    if (body === undefined) return run
    const { agent } = this.#context
    const id = agent.id(this.name)
    const { content } = agent.lane.streams.of(run.first)
    const number = numberInStream(run.first)
    const forms = agent.lasting(`forms sent by ${id}`, () => new MadeForms(agent.lane.streams, id))
    return { ...run, ...forms.made(run.first, { key: content.key(number), value: body, valueBytes: utf8Bytes(body), headers: content.headers(number) }) }
  }
}

/** The header's partition, else the configured one, else the client chooses. */
function partitionOf(settings: Readonly<Record<string, unknown>>, headers: ReadonlyMap<string, string>): number | undefined {
  const header = settings['partitionHeader']
  const named = typeof header === 'string' ? headers.get(header) : undefined
  if (named !== undefined) return Number(named)
  const fixed = settings['staticPartitionId']
  return typeof fixed === 'number' ? fixed : undefined
}
