import type { Destination } from '../../ledger/lane-ledger.ts'
import type { Lane } from '../../ledger/lane.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import type { Host } from '../../sim/host.ts'
import type { Process } from '../../sim/process.ts'
import type { ServicePace } from '../../sim/service-pace.ts'
import { partitionName, type TopicPartition } from './topic-partition.ts'

/** Port on which a store takes writes. */
export const STORE_PORT = 7000

/** A write of records; the store answers with its number. */
export interface StoreWrite {
  readonly number: number
  readonly bytes: number
  readonly destination: string
  /** Where the records come from. */
  readonly from: { readonly topic: string; readonly partition: number; readonly offset: number }
  readonly carriedRuns: readonly RecordRun[]
}

/** A question for the offsets that a store keeps with its records. */
export interface StoreQuestion {
  readonly number: number
  readonly destination: string
  readonly partitions: readonly TopicPartition[]
  readonly carriedRuns: readonly RecordRun[]
}

/** The answer: the store has the records of a write; or, to a question, the offset behind the last record of each partition that it has any of. */
export interface StoreAck {
  readonly number: number
  readonly offsets?: readonly (TopicPartition & { readonly offset: number })[]
}

/** What a store is made from. */
export interface RecordStoreOptions {
  readonly pace: ServicePace
  /** Whether it keeps, with the records and in the same transaction, up to which offset it has them; it takes none twice then. */
  readonly keepsOffsets: boolean
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
  readonly #options: RecordStoreOptions
  /** By destination and partition: the offset behind the last record that it has. */
  readonly #offsets = new Map<string, number>()

  constructor(lane: Lane, name: string, options: RecordStoreOptions) {
    this.#lane = lane
    this.#options = options
    this.host = lane.host(name)
    this.process = this.host.process({ onStart: () => { this.#listen() }, onEnd: () => { this.#forget() } }, { name: 'store', bootMicros: 0 })
    this.name = `${this.process.name}/${name}`
    lane.ledger.addHolder({ place: this.name, walk: (visit) => { for (const { carriedRuns } of this.#writing) carriedRuns.forEach(visit) } })
    lane.topology.node({ id: this.name, kind: 'store', label: name, parent: this.host.name })
  }

  /** Starts to take writes. */
  start(): void {
    this.process.start()
  }

  #listen(): void {
    const { pace } = this.#options
    this.#lane.network.listen<StoreAck, StoreWrite | StoreQuestion>(this.process, STORE_PORT, (endpoint) => ({
      onMessage: (request) => {
        if ('partitions' in request) {
          this.process.after(pace.pace.answerMicros, () => { endpoint.send(this.#answer(request), ackBytes) })
          return
        }
        this.#writing.add(request)
        const records = request.carriedRuns.reduce((sum, { count }) => sum + count, 0)
        this.process.after(pace.take(this.#lane.simulation.nowMicros, records), () => {
          this.#writing.delete(request)
          this.#store(request)
          endpoint.send({ number: request.number }, ackBytes)
        })
      },
    }))
  }

  /** Whether consumers are to ask for offsets. */
  get keepsOffsets(): boolean {
    return this.#options.keepsOffsets
  }

  #store({ carriedRuns, destination, from }: StoreWrite): void {
    let { offset } = from
    const key = offsetKey(destination, from)
    const known = this.#options.keepsOffsets ? (this.#offsets.get(key) ?? 0) : 0
    for (const run of carriedRuns) {
      const has = Math.min(run.count, Math.max(0, known - offset))
      if (has > 0) this.#passOver(destination, { first: run.first, count: has })
      if (has < run.count) this.#lane.ledger.delivered(this.#destination(destination), { first: run.first + has, count: run.count - has }, this.name)
      offset += run.count
    }
    this.#offsets.set(key, Math.max(known, offset))
  }

  /** Records of offsets that it has: the same ones, unless a partition has lost its end and begun anew below. */
  #passOver(destination: string, run: RecordRun): void {
    this.#lane.ledger.copyEnded(run, { fate: 'dropped', place: this.name, cause: 'the store has a record of this offset', destinations: [this.#destination(destination).index] })
  }

  #answer({ number, destination, partitions }: StoreQuestion): StoreAck {
    const offsets = partitions.flatMap((partition) => {
      const offset = this.#offsets.get(offsetKey(destination, partition))
      return offset === undefined ? [] : [{ ...partition, offset }]
    })
    return { number, offsets }
  }

  #forget(): void {
    this.#writing.clear()
    this.#options.pace.reset()
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

function offsetKey(destination: string, partition: TopicPartition): string {
  return `${destination}\u0000${partitionName(partition)}`
}
