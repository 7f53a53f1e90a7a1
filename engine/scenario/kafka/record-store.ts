import type { CarriesRecords, Lane } from '../../ledger/lane.ts'
import type { Destination } from '../../ledger/lane-ledger.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import type { Endpoint } from '../../sim/connection.ts'
import type { Host } from '../../sim/host.ts'
import type { Process, Program } from '../../sim/process.ts'
import { microsPerSecond } from '../../sim/time.ts'

/** Port of the store's own protocol. */
const storePort = 7000
const answerBytes = 16
const requestBytes = 40
const connectTimeoutMicros = 20 * microsPerSecond
const retryMicros = microsPerSecond

/** Records to be stored. */
interface StoreRequest extends CarriesRecords {
  readonly number: number
}

/** The answer: they are stored for ever. */
interface StoreReply {
  readonly number: number
}

/** What a store is made from. */
export interface RecordStoreOptions {
  readonly lane: Lane
  readonly host: Host
  readonly name: string
  readonly destination: Destination
  /** From a request to its answer. */
  readonly writeMicros: number
}

/** A durable store for consumers: what has reached it is delivered, and safe for ever. */
export class RecordStore implements Program {
  readonly process: Process
  readonly #options: RecordStoreOptions

  constructor(options: RecordStoreOptions) {
    this.#options = options
    this.process = options.host.process(this, { name: options.name, bootMicros: 0 })
    options.lane.topology.node({ id: this.process.name, kind: 'store', label: options.name, parent: options.host.name })
    this.process.start()
  }

  onStart(): void {
    const { lane, destination, writeMicros } = this.#options
    lane.network.listen<StoreReply, StoreRequest>(this.process, storePort, (endpoint) => ({
      onMessage: ({ number, carriedRuns }) => {
        for (const run of carriedRuns) lane.ledger.delivered(destination, run, this.process.name)
        this.process.after(writeMicros, () => { endpoint.send({ number }, answerBytes) })
      },
    }))
  }

  onEnd(): void {}
}

/** An application's connection to a store: one write after another, each repeated over a new connection until it is answered. */
export class StoreConnection {
  readonly #lane: Lane
  readonly #process: Process
  readonly #store: RecordStore
  #endpoint: Endpoint<StoreRequest> | undefined
  #isConnecting = false
  #number = 0
  #write: { readonly number: number; readonly runs: readonly RecordRun[]; readonly done: () => void } | undefined

  /** Made anew in each life of the process. */
  constructor(lane: Lane, process: Process, store: RecordStore) {
    this.#lane = lane
    this.#process = process
    this.#store = store
  }

  /** Stores records and calls back when the store has answered. One write at a time. */
  write(runs: readonly RecordRun[], done: () => void): void {
    this.#write = { number: ++this.#number, runs, done }
    if (this.#endpoint === undefined) this.#connect()
    else this.#send()
  }

  #connect(): void {
    if (this.#isConnecting) return
    this.#isConnecting = true
    this.#lane.network.connect<StoreRequest, StoreReply>({
      from: this.#process,
      to: this.#store.process.host,
      port: storePort,
      timeoutMicros: connectTimeoutMicros,
      onConnected: (endpoint) => {
        this.#isConnecting = false
        this.#endpoint = endpoint
        this.#send()
        return { onMessage: ({ number }) => { this.#onReply(number) }, onClosed: () => { this.#onClosed() } }
      },
      onFailed: () => {
        this.#isConnecting = false
        this.#process.after(retryMicros, () => { this.#connect() })
      },
    })
  }

  #send(): void {
    const write = this.#write
    if (write === undefined) return
    let bytes = requestBytes
    for (const run of write.runs) {
      bytes += this.#lane.streams.valueBytes(run)
      this.#lane.ledger.note('sent', run, this.#process.name, 'to the store')
    }
    this.#endpoint?.send({ number: write.number, carriedRuns: write.runs }, bytes)
  }

  #onReply(number: number): void {
    const write = this.#write
    if (write?.number !== number) return
    this.#write = undefined
    write.done()
  }

  #onClosed(): void {
    this.#endpoint = undefined
    if (this.#write !== undefined) this.#process.after(retryMicros, () => { this.#connect() })
  }
}
