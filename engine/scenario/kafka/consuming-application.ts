import { ConsumerLoop } from '../../kafka/consumer/consumer-loop.ts'
import { KafkaConsumer } from '../../kafka/consumer/kafka-consumer.ts'
import type { RecordStore } from '../../kafka/consumer/record-store.ts'
import { StoreWriter } from '../../kafka/consumer/store-writer.ts'
import type { GroupProgress } from '../../kafka/coordinator/group-progress.ts'
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
}

/** Time that poll waits for records, as the examples of Kafka's documentation have it. */
const pollTimeoutMs = 100

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
  #loop: ConsumerLoop | undefined

  constructor(options: ConsumingApplicationOptions) {
    this.#options = options
    this.process = options.host.process(this, { name: options.name, bootMicros: 0 })
    const { lane, host, name } = options
    lane.topology.node({ id: this.process.name, kind: 'process', label: name, parent: host.name })
  }

  onStart(): void {
    const { lane, name, properties, progress } = this.#options
    const { process, store, destination } = this
    if (destination === undefined) return
    const context = { lane, process, name: `${process.name}/consumer`, clientId: name }
    const consumer = new KafkaConsumer({ context, properties, progress })
    const writer = store === undefined ? undefined : new StoreWriter({ lane, process, store, destination: destination.name, client: context.name })
    const loop = new ConsumerLoop({
      context, consumer, destination, pollMs: pollTimeoutMs, commit: consumer.config.enableAutoCommit ? 'auto' : 'after', handlerMicros: 0,
      isDeliveredElsewhere: writer !== undefined,
      ...(writer === undefined ? {} : { handler: ({ run }, done) => { writer.write(run, done) } }),
      onError: (error, what) => {
        process.log(context.name, 'ERROR', `${what}: ${error.className}: ${error.message}`)
        return true
      },
    })
    this.#loop = loop
    consumer.subscribe(this.topics)
    loop.start()
  }

  onTerminate(): void {
    if (this.#loop === undefined) this.process.exit()
    else this.#loop.stop(() => { this.process.exit() })
  }

  onEnd(): void {
    this.#loop = undefined
  }
}
