import type { GroupProgress } from '../../kafka/coordinator/group-progress.ts'
import type { ConsumedRun } from '../../kafka/consumer/consumed-run.ts'
import { KafkaConsumer } from '../../kafka/consumer/kafka-consumer.ts'
import type { PollResult } from '../../kafka/consumer/kafka-consumer.ts'
import type { PositionJump } from '../../kafka/consumer/position-requests.ts'
import type { Lane } from '../../ledger/lane.ts'
import type { Destination } from '../../ledger/lane-ledger.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import type { Host } from '../../sim/host.ts'
import type { Process, Program } from '../../sim/process.ts'
import { microsPerSecond } from '../../sim/time.ts'
import { StoreConnection } from './record-store.ts'
import type { RecordStore } from './record-store.ts'

/** What a consuming application is made from. */
export interface ConsumingApplicationOptions {
  readonly lane: Lane
  readonly progress: GroupProgress
  readonly groupId: string
  readonly host: Host
  readonly name: string
  /** Kafka's properties, `bootstrap.servers` and `group.id` among them. */
  readonly properties: Readonly<Record<string, string>>
}

/** Time that poll waits for records, as examples of Kafka's documentation have it. */
const pollTimeoutMs = 100
/** Pause after an exception of poll. */
const errorPauseMicros = microsPerSecond

/**
 * An application with one consumer of a group: it polls, writes what it got to its store, and polls again when that is
 * answered; without a store a record counts as delivered when it was handed over.
 */
export class ConsumingApplication implements Program {
  readonly process: Process
  readonly topics: string[] = []
  destination: Destination | undefined
  store: RecordStore | undefined
  readonly #options: ConsumingApplicationOptions
  #consumer: KafkaConsumer | undefined
  #connection: StoreConnection | undefined
  #inHand: readonly RecordRun[] = []

  constructor(options: ConsumingApplicationOptions) {
    this.#options = options
    this.process = options.host.process(this, { name: options.name, bootMicros: 0 })
    const { lane, host, name } = options
    lane.topology.node({ id: this.process.name, kind: 'process', label: name, parent: host.name })
    lane.ledger.addHolder({
      place: this.consumerName,
      destinations: () => (this.destination === undefined ? [] : [this.destination.index]),
      walk: (visit) => { for (const run of this.#inHand) visit(run) },
    })
  }

  /** The consumer as a component. */
  get consumerName(): string {
    return `${this.process.name}/consumer`
  }

  onStart(): void {
    const { lane, name, properties } = this.#options
    const consumer = new KafkaConsumer({
      context: { lane, process: this.process, name: this.consumerName, clientId: name },
      properties,
      onJump: (jump) => { this.#skip(jump) },
    })
    this.#consumer = consumer
    if (this.store !== undefined) {
      this.#connection = new StoreConnection(lane, this.process, this.store)
      lane.topology.edge(this.consumerName, this.store.process.name, 'writes')
    }
    consumer.subscribe(this.topics)
    this.#poll()
  }

  onTerminate(): void {
    if (this.#consumer === undefined) this.process.exit()
    else this.#consumer.close(() => { this.process.exit() })
  }

  onEnd(): void {
    for (const run of this.#inHand) {
      this.#options.lane.ledger.copyEnded(run, {
        fate: 'lost', place: this.consumerName, cause: 'the consumer died before it had processed it',
        ...(this.destination === undefined ? {} : { destinations: [this.destination.index] }),
      })
    }
    this.#inHand = []
    this.#consumer = undefined
    this.#connection = undefined
  }

  #poll(): void {
    if (this.process.state === 'stopping') return
    this.#consumer?.poll(pollTimeoutMs, (result) => { this.#process(result) })
  }

  #process({ records, error }: PollResult): void {
    if (error !== undefined) {
      this.process.log(this.consumerName, 'ERROR', `${error.className}: ${error.message}`)
      this.process.after(errorPauseMicros, () => { this.#poll() })
      return
    }
    const runs = records.map(({ run }: ConsumedRun) => run)
    if (runs.length === 0) {
      this.#poll()
      return
    }
    this.#inHand = runs
    const done = (): void => {
      this.#inHand = []
      this.#poll()
    }
    if (this.#connection !== undefined) this.#connection.write(runs, done)
    else {
      for (const run of runs) if (this.destination !== undefined) this.#options.lane.ledger.delivered(this.destination, run, this.consumerName)
      done()
    }
  }

  /** What a policy skips is not read by this group any more. */
  #skip({ partition, to, cause }: PositionJump): void {
    const { progress, groupId, lane } = this.#options
    const { destination } = this
    if (destination === undefined) return
    const from = progress.committedOf({ groupId, topic: partition.topic, partition: partition.partition }) ?? 0
    for (const run of progress.recordsBetween(partition.topic, partition.partition, from, to)) {
      lane.ledger.copyEnded(run, { fate: 'dropped', place: this.consumerName, cause: `skipped by the consumer: ${cause}`, destinations: [destination.index] })
    }
  }
}
