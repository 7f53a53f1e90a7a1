import type { Destination } from '../../ledger/lane-ledger.ts'
import type { Host } from '../../sim/host.ts'
import type { Process, Program } from '../../sim/process.ts'
import type { FlumeLane } from '../agent/flume-lane.ts'
import { REPLY_BYTES, type AvroReply, type AvroRequest } from '../rpc/avro-messages.ts'

/** What a store is made from. */
export interface AvroStoreOptions {
  readonly lane: FlumeLane
  readonly host: Host
  readonly name: string
  readonly port: number
  /** From a call to its answer; the events are stored then. */
  readonly writeMicros: number
}

/** A durable store that speaks Flume's Avro protocol: what it has answered is safe for ever. The end of a lane. */
export class AvroStore implements Program {
  readonly process: Process
  readonly destination: Destination
  readonly #options: AvroStoreOptions

  constructor(options: AvroStoreOptions) {
    this.#options = options
    this.process = options.host.process(this, { name: options.name, bootMicros: 0 })
    const { lane, routes } = options.lane
    routes.addStore(options.name, options.host, options.port)
    this.destination = lane.ledger.destination(options.name)
    lane.topology.node({ id: this.process.name, kind: 'store', label: options.name, parent: options.host.name })
    this.process.start()
  }

  onStart(): void {
    const { lane, port, writeMicros } = this.#options
    lane.lane.network.listen<AvroReply, AvroRequest>(this.process, port, (endpoint) => ({
      onMessage: (request) => {
        for (const run of request.events) lane.lane.ledger.delivered(this.destination, run, this.process.name)
        this.process.after(writeMicros, () => {
          endpoint.send({ status: 'OK' }, REPLY_BYTES)
        })
      },
    }))
  }

  onEnd(): void {}
}
