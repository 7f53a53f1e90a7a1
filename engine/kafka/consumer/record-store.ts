import type { Destination } from '../../ledger/lane-ledger.ts'
import type { Lane } from '../../ledger/lane.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import type { Host } from '../../sim/host.ts'
import type { Process } from '../../sim/process.ts'

/** Port on which a store takes writes. */
export const STORE_PORT = 7000

/** A write of records; the store answers with its number. */
export interface StoreWrite {
  readonly number: number
  readonly bytes: number
  readonly destination: string
  readonly carriedRuns: readonly RecordRun[]
}

/** The answer to a write: the store has the records. */
export interface StoreAck {
  readonly number: number
}

/** Bytes of an answer on the wire (modelling parameter; an HTTP-like answer). */
const ackBytes = 100

/**
 * A store at the end of a pipeline, on a machine of its own: it has what a write carries a moment after it came, keeps
 * every copy it gets, and answers.
 */
export class RecordStore {
  readonly name: string
  readonly host: Host
  readonly process: Process
  readonly #lane: Lane
  readonly #destinations = new Map<string, Destination>()
  readonly #writing = new Set<StoreWrite>()

  readonly #writeMicros: number

  /** @param writeMicros from the arrival of a write until the store has it (a modelling parameter) */
  constructor(lane: Lane, name: string, writeMicros: number) {
    this.#lane = lane
    this.#writeMicros = writeMicros
    this.host = lane.host(name)
    this.process = this.host.process({ onStart: () => { this.#listen() }, onEnd: () => { this.#writing.clear() } }, { name: 'store', bootMicros: 0 })
    this.name = `${this.process.name}/${name}`
    lane.ledger.addHolder({ place: this.name, walk: (visit) => { for (const { carriedRuns } of this.#writing) carriedRuns.forEach(visit) } })
    lane.topology.node({ id: this.name, kind: 'store', label: name, parent: this.host.name })
  }

  /** Starts to take writes. */
  start(): void {
    this.process.start()
  }

  #listen(): void {
    this.#lane.network.listen<StoreAck, StoreWrite>(this.process, STORE_PORT, (endpoint) => ({
      onMessage: (write) => {
        this.#writing.add(write)
        this.process.after(this.#writeMicros, () => {
          this.#writing.delete(write)
          for (const run of write.carriedRuns) this.#lane.ledger.delivered(this.#destination(write.destination), run, this.name)
          endpoint.send({ number: write.number }, ackBytes)
        })
      },
    }))
  }

  #destination(name: string): Destination {
    let destination = this.#destinations.get(name)
    if (destination === undefined) {
      destination = this.#lane.ledger.destination(name)
      this.#destinations.set(name, destination)
    }
    return destination
  }
}
