import { ConsumerLoop, type CommitStyle } from '../../kafka/consumer/consumer-loop.ts'
import { KafkaConsumer } from '../../kafka/consumer/kafka-consumer.ts'
import type { RecordStore } from '../../kafka/consumer/record-store.ts'
import { StoreWriter } from '../../kafka/consumer/store-writer.ts'
import { partitionName, type TopicPartition } from '../../kafka/consumer/topic-partition.ts'
import type { GroupProgress } from '../../kafka/coordinator/group-progress.ts'
import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import type { Lane } from '../../ledger/lane.ts'
import type { Destination } from '../../ledger/lane-ledger.ts'
import type { Host } from '../../sim/host.ts'
import type { Process, Program } from '../../sim/process.ts'

/** What a consuming application is made from. */
export interface ConsumingApplicationOptions {
  readonly lane: Lane
  readonly progress: GroupProgress
  readonly host: Host
  readonly name: string
  /** Kafka's properties, `bootstrap.servers` and `group.id` among them. */
  readonly properties: Readonly<Record<string, string>>
  readonly commit: CommitStyle
  /** What the application's own work on a record takes, in microseconds. */
  readonly processingMicros: number
  /** Whether it ends when it has read what was there when it began. */
  readonly readsToEnd: boolean
}

/** Time that poll waits for records, as the examples of Kafka's documentation have it. */
const pollTimeoutMs = 100
const latestTimestamp = -1

/**
 * An application with one consumer of a group: it polls, works on what it got, writes it to its store, and polls again when
 * that is answered; without a store a record counts as delivered when it was handed over.
 */
export class ConsumingApplication implements Program {
  readonly process: Process
  readonly topics: string[] = []
  destination: Destination | undefined
  store: RecordStore | undefined
  readonly #options: ConsumingApplicationOptions
  #consumer: KafkaConsumer | undefined
  #loop: ConsumerLoop | undefined
  #requests: ((consumer: KafkaConsumer) => void)[] = []
  /** Ends of the partitions when this life got them, by name; undefined until they are known. */
  #ends: ReadonlyMap<string, number> | undefined
  #isAskingForEnds = false

  constructor(options: ConsumingApplicationOptions) {
    this.#options = options
    this.process = options.host.process(this, { name: options.name, bootMicros: 0 })
    const { lane, host, name } = options
    lane.topology.node({ id: this.process.name, kind: 'process', label: name, parent: host.name })
  }

  /** The consumer of this life; undefined while the application does not run. */
  get consumer(): KafkaConsumer | undefined {
    return this.process.isAlive ? this.#consumer : undefined
  }

  /** Does something with the consumer in the application's thread: before its next poll. */
  request(action: (consumer: KafkaConsumer) => void): void {
    this.#requests.push(action)
  }

  onStart(): void {
    const { lane, name, properties, progress, commit, processingMicros } = this.#options
    const { process, store, destination } = this
    if (destination === undefined) return
    const context = { lane, process, name: `${process.name}/consumer`, clientId: name }
    const consumer = new KafkaConsumer({ context, properties, progress })
    const writer = store === undefined ? undefined : new StoreWriter({ lane, process, store, destination: destination.name, client: context.name })
    const loop = new ConsumerLoop({
      context, consumer, destination, pollMs: pollTimeoutMs, commit, handlerMicros: processingMicros,
      isDeliveredElsewhere: writer !== undefined,
      ...(writer === undefined ? {} : { handler: (records, done) => { writer.write(records, done) } }),
      beforePoll: () => { this.#beforePoll(consumer, loop) },
      onError: (error, what) => {
        process.log(context.name, 'ERROR', `${what}: ${error.className}: ${error.message}`)
        return true
      },
    })
    this.#consumer = consumer
    this.#loop = loop
    consumer.subscribe(this.topics, writer !== undefined && store?.keepsOffsets === true ? { onPartitionsAssigned: (added) => { this.#goOnFromStore(consumer, writer, added) } } : {})
    loop.start()
  }

  onTerminate(): void {
    if (this.#loop === undefined) this.process.exit()
    else this.#loop.stop(() => { this.process.exit() })
  }

  onEnd(): void {
    this.#loop = undefined
    this.#consumer = undefined
    this.#requests = []
    this.#ends = undefined
    this.#isAskingForEnds = false
  }

  #beforePoll(consumer: KafkaConsumer, loop: ConsumerLoop): void {
    for (const request of this.#requests.splice(0)) request(consumer)
    if (!this.#options.readsToEnd) return
    this.#findEnds(consumer)
    if (this.#isAtEnd(consumer)) loop.stop(() => { this.process.exit() })
  }

  /** Reads on from where the store has the records, whatever the group has committed; nothing is read before the store has answered. */
  #goOnFromStore(consumer: KafkaConsumer, writer: StoreWriter, added: readonly TopicPartition[]): void {
    for (const partition of added) consumer.pause(partition)
    writer.offsets(added, (offsets) => {
      this.request(() => {
        const has = (partition: TopicPartition): boolean => consumer.assignment.some((one) => partitionName(one) === partitionName(partition))
        for (const { offset, ...partition } of offsets) if (has(partition)) consumer.seek(partition, offset)
        for (const partition of added) if (has(partition)) consumer.resume(partition)
      })
    })
  }

  /** Asks once for the ends of what was assigned. */
  #findEnds(consumer: KafkaConsumer): void {
    const { assignment } = consumer
    if (this.#isAskingForEnds || this.#ends !== undefined || assignment.length === 0) return
    this.#isAskingForEnds = true
    consumer.listOffsets(assignment.map((partition) => ({ partition, timestamp: latestTimestamp })), (found) => {
      this.#isAskingForEnds = false
      if (!(found instanceof KafkaException)) this.#ends = new Map(found.map((end) => [partitionName(end), end.offset]))
    })
  }

  #isAtEnd(consumer: KafkaConsumer): boolean {
    const ends = this.#ends
    return ends !== undefined && consumer.assignment.every((partition) => (consumer.position(partition) ?? -1) >= (ends.get(partitionName(partition)) ?? 0))
  }
}
