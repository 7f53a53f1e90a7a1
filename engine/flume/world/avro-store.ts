import type { Destination } from '../../ledger/lane-ledger.ts'
import type { Host } from '../../sim/host.ts'
import type { Process, Program } from '../../sim/process.ts'
import type { ServicePace } from '../../sim/service-pace.ts'
import type { FlumeLane } from '../agent/flume-lane.ts'
import { REPLY_BYTES, type AvroReply, type AvroRequest } from '../rpc/avro-messages.ts'

/** What a store is made from. */
export interface AvroStoreOptions {
  readonly lane: FlumeLane
  readonly host: Host
  readonly name: string
  readonly port: number
  /** How long a call takes; the events are stored at its end. */
  readonly pace: ServicePace
}

/** A durable store that speaks Flume's Avro protocol: what it has answered is safe for ever. The end of a lane. */
export class AvroStore implements Program {
  readonly process: Process
  readonly destination: Destination
  readonly #options: AvroStoreOptions
  /** Calls that it works on. */
  readonly #writing = new Set<AvroRequest>()

  constructor(options: AvroStoreOptions) {
    this.#options = options
    this.process = options.host.process(this, { name: options.name, bootMicros: 0 })
    const { lane, routes } = options.lane
    routes.addStore(options.name, options.host, options.port)
    this.destination = lane.ledger.destination(options.name)
    lane.ledger.addHolder({ place: this.process.name, walk: (visit) => { for (const { events } of this.#writing) events.forEach(visit) } })
    lane.topology.node({ id: this.process.name, kind: 'store', label: options.name, parent: options.host.name })
    this.process.start()
  }

  onStart(): void {
    const { lane, port, pace } = this.#options
    const { ledger, simulation } = lane.lane
    lane.lane.network.listen<AvroReply, AvroRequest>(this.process, port, (endpoint) => ({
      onMessage: (request) => {
        this.#writing.add(request)
        const records = request.events.reduce((sum, { count }) => sum + count, 0)
        this.process.after(pace.take(simulation.nowMicros, records), () => {
          this.#writing.delete(request)
          for (const run of request.events) ledger.delivered(this.destination, run, this.process.name)
          endpoint.send({ status: 'OK' }, REPLY_BYTES)
        })
      },
    }))
  }

  onEnd(): void {
    this.#writing.clear()
    this.#options.pace.reset()
  }
}
