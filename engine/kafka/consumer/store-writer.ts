import type { Lane } from '../../ledger/lane.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import type { Endpoint } from '../../sim/connection.ts'
import type { Process } from '../../sim/process.ts'
import { STORE_PORT, type RecordStore, type StoreAck, type StoreWrite } from './record-store.ts'

/** Time to wait for the store's answer, and between attempts to connect. */
const timeoutMicros = 10_000_000
const retryMicros = 1_000_000

interface PendingWrite {
  readonly write: StoreWrite
  readonly done: () => void
}

/**
 * A client's writes to a store: in order over one connection, each done when the store has answered. After a broken
 * connection everything unanswered is written again, so the store may get it twice.
 */
export class StoreWriter {
  readonly #lane: Lane
  readonly #process: Process
  readonly #store: RecordStore
  readonly #destination: string
  #endpoint: Endpoint<StoreWrite> | undefined
  #isConnecting = false
  #pending: PendingWrite[] = []
  #number = 0

  constructor(options: { readonly lane: Lane; readonly process: Process; readonly store: RecordStore; readonly destination: string; readonly client: string }) {
    this.#lane = options.lane
    this.#process = options.process
    this.#store = options.store
    this.#destination = options.destination
    this.#lane.topology.edge(options.client, options.store.name, 'writes')
  }

  /** Writes records; calls back when the store has them. */
  write(run: RecordRun, done: () => void): void {
    const write: StoreWrite = { number: this.#number++, bytes: this.#lane.streams.valueBytes(run), destination: this.#destination, carriedRuns: [run] }
    this.#pending.push({ write, done })
    if (this.#endpoint?.isOpen === true) this.#endpoint.send(write, write.bytes)
    else this.#connect()
  }

  #connect(): void {
    if (this.#isConnecting) return
    this.#isConnecting = true
    this.#lane.network.connect<StoreWrite, StoreAck>({
      from: this.#process,
      to: this.#store.host,
      port: STORE_PORT,
      timeoutMicros,
      onConnected: (endpoint) => {
        this.#isConnecting = false
        this.#endpoint = endpoint
        for (const { write } of this.#pending) endpoint.send(write, write.bytes)
        return { onMessage: (ack) => { this.#acknowledged(ack.number) }, onClosed: () => { this.#lost() } }
      },
      onFailed: () => { this.#lost() },
    })
  }

  #acknowledged(number: number): void {
    const [first] = this.#pending
    if (first?.write.number !== number) return
    this.#pending.shift()
    first.done()
  }

  #lost(): void {
    this.#endpoint = undefined
    this.#isConnecting = false
    if (this.#pending.length > 0) this.#process.after(retryMicros, () => { if (this.#endpoint === undefined) this.#connect() })
  }
}
