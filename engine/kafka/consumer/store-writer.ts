import type { Lane } from '../../ledger/lane.ts'
import type { Endpoint } from '../../sim/connection.ts'
import type { Process } from '../../sim/process.ts'
import type { ConsumedRun } from './consumed-run.ts'
import { STORE_PORT, type RecordStore, type StoreAck, type StoreQuestion, type StoreWrite } from './record-store.ts'
import type { TopicPartition } from './topic-partition.ts'

/** Time to wait for the store's answer, and between attempts to connect. */
const timeoutMicros = 10_000_000
const retryMicros = 1_000_000

interface PendingRequest {
  readonly request: StoreWrite | StoreQuestion
  readonly bytes: number
  readonly done: (answer: StoreAck) => void
}

/** Bytes of a question for offsets on the wire (modelling parameter). */
const questionBytes = 100

/**
 * A client's writes to a store: in order over one connection, each done when the store has answered. After a broken
 * connection everything unanswered is written again, so the store may get it twice.
 */
export class StoreWriter {
  readonly #lane: Lane
  readonly #process: Process
  readonly #store: RecordStore
  readonly #destination: string
  #endpoint: Endpoint<StoreWrite | StoreQuestion> | undefined
  #isConnecting = false
  #pending: PendingRequest[] = []
  #number = 0

  constructor(options: { readonly lane: Lane; readonly process: Process; readonly store: RecordStore; readonly destination: string; readonly client: string }) {
    this.#lane = options.lane
    this.#process = options.process
    this.#store = options.store
    this.#destination = options.destination
    this.#lane.topology.edge(options.client, options.store.name, 'writes')
  }

  /** Writes records; calls back when the store has them. */
  write({ topic, partition, offset, run }: ConsumedRun, done: () => void): void {
    const bytes = this.#lane.streams.valueBytes(run)
    this.#send({ request: { number: this.#number++, bytes, destination: this.#destination, from: { topic, partition, offset }, carriedRuns: [run] }, bytes, done })
  }

  /** Asks up to which offsets the store has the records of partitions; it has none of those that are not in the answer. */
  offsets(partitions: readonly TopicPartition[], done: (offsets: readonly (TopicPartition & { readonly offset: number })[]) => void): void {
    const request = { number: this.#number++, destination: this.#destination, partitions, carriedRuns: [] }
    this.#send({ request, bytes: questionBytes, done: (answer) => { done(answer.offsets ?? []) } })
  }

  #send(pending: PendingRequest): void {
    this.#pending.push(pending)
    if (this.#endpoint?.isOpen === true) this.#endpoint.send(pending.request, pending.bytes)
    else this.#connect()
  }

  #connect(): void {
    if (this.#isConnecting) return
    this.#isConnecting = true
    this.#lane.network.connect<StoreWrite | StoreQuestion, StoreAck>({
      from: this.#process,
      to: this.#store.host,
      port: STORE_PORT,
      timeoutMicros,
      onConnected: (endpoint) => {
        this.#isConnecting = false
        this.#endpoint = endpoint
        for (const { request, bytes } of this.#pending) endpoint.send(request, bytes)
        return { onMessage: (answer) => { this.#answered(answer) }, onClosed: () => { this.#lost() } }
      },
      onFailed: () => { this.#lost() },
    })
  }

  #answered(answer: StoreAck): void {
    const [first] = this.#pending
    if (first?.request.number !== answer.number) return
    this.#pending.shift()
    first.done(answer)
  }

  #lost(): void {
    this.#endpoint = undefined
    this.#isConnecting = false
    if (this.#pending.length > 0) this.#process.after(retryMicros, () => { if (this.#endpoint === undefined) this.#connect() })
  }
}
