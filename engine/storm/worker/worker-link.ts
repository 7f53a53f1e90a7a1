import type { Lane } from '../../ledger/lane.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import type { Endpoint } from '../../sim/connection.ts'
import type { Host } from '../../sim/host.ts'
import type { Process } from '../../sim/process.ts'
import { Tuple } from '../tuple/tuple.ts'
import type { AddressedPayload } from './receive-queue.ts'

/** What one worker sends another in one go. */
export interface TupleBatch {
  readonly entries: readonly AddressedPayload[]
  readonly carriedRuns: readonly RecordRun[]
}

/** Where a worker listens: one of supervisor.slots.ports of its machine. */
export interface WorkerAddress {
  readonly host: Host
  readonly port: number
}

/** storm.messaging.netty.max_wait_ms: between attempts to connect. */
const reconnectMicros = 1_000_000
const connectTimeoutMicros = 10_000_000
/** Bytes of a tuple's or an ack's frame on the wire beside its records (modelling parameter). */
const frameBytes = 60

/**
 * The client by which a worker sends to another one. What is sent together goes in one message; what cannot be sent while
 * there is no connection waits, and what was under way when it broke is lost: time-outs see to it.
 * Source: org.apache.storm.messaging.netty.Client.
 */
export class WorkerLink {
  readonly #lane: Lane
  readonly #process: Process
  readonly #address: WorkerAddress
  #waiting: AddressedPayload[] = []
  #endpoint: Endpoint<TupleBatch> | undefined
  #isConnecting = false
  #isFlushing = false

  constructor(lane: Lane, process: Process, address: WorkerAddress) {
    this.#lane = lane
    this.#process = process
    this.#address = address
  }

  /** Sends at the end of this instant, with all else that is sent in it. */
  send(entry: AddressedPayload): void {
    this.#waiting.push(entry)
    if (this.#isFlushing) return
    this.#isFlushing = true
    this.#process.after(0, () => {
      this.#isFlushing = false
      this.#flush()
    })
  }

  /** Calls back for the records that wait to be sent. */
  walk(visit: (run: RecordRun) => void): void {
    for (const { payload } of this.#waiting) if (payload instanceof Tuple) payload.runs.forEach(visit)
  }

  /** Hangs up: the tasks have moved elsewhere. */
  close(): void {
    this.#endpoint?.close()
  }

  #flush(): void {
    if (this.#endpoint?.isOpen !== true) {
      this.#connect()
      return
    }
    const entries = this.#waiting
    if (entries.length === 0) return
    this.#waiting = []
    const carriedRuns = entries.flatMap(({ payload }) => (payload instanceof Tuple ? payload.runs : []))
    const recordBytes = carriedRuns.reduce((sum, run) => sum + this.#lane.streams.valueBytes(run), 0)
    this.#endpoint.send({ entries, carriedRuns }, entries.length * frameBytes + recordBytes)
  }

  #connect(): void {
    if (this.#isConnecting) return
    this.#isConnecting = true
    this.#lane.network.connect<TupleBatch, never>({
      from: this.#process,
      to: this.#address.host,
      port: this.#address.port,
      timeoutMicros: connectTimeoutMicros,
      onConnected: (endpoint) => {
        this.#isConnecting = false
        this.#endpoint = endpoint
        this.#flush()
        return { onMessage: () => undefined, onClosed: () => { this.#lost() } }
      },
      onFailed: () => { this.#lost() },
    })
  }

  #lost(): void {
    this.#endpoint = undefined
    this.#isConnecting = false
    this.#process.after(reconnectMicros, () => { if (this.#waiting.length > 0) this.#flush() })
  }
}
