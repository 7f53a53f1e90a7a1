import type { RecordRun } from '../../ledger/record-run.ts'
import { streamIndexOf } from '../../ledger/record-stream.ts'
import type { Process, Program } from '../../sim/process.ts'
import { showClient, type OutsideClientOptions } from './outside-client.ts'
import { udpPort, type LineReply, type LinesMessage } from '../rpc/line-messages.ts'

/** What a sender of datagrams is made from. */
export interface DatagramSenderOptions extends OutsideClientOptions {
  /** What comes before each record's text; empty when absent. */
  readonly prefix?: string
}

const PATIENCE_MICROS = 1_000_000

/** A program that sends records over UDP, one a datagram, and hears nothing of them again. */
export class DatagramSender implements Program {
  readonly process: Process
  readonly #options: DatagramSenderOptions

  constructor(options: DatagramSenderOptions) {
    this.#options = options
    this.process = options.host.process(this, { name: options.name, bootMicros: 0 })
    showClient(options.lane, this.process, options)
    options.lane.lane.ledger.addHolder({
      place: this.process.name,
      walk: (visit) => {
        for (const run of this.#underWay) visit(run)
      },
    })
    this.process.start()
  }

  readonly #underWay = new Set<RecordRun>()

  /** Sends each record as a datagram. */
  send(run: RecordRun): void {
    const { ledger } = this.#options.lane.lane
    ledger.owe(streamIndexOf(run.first), this.#options.owedTo())
    ledger.offered(run, this.process.name)
    for (let offset = 0; offset < run.count; offset++) this.#sendOne({ first: run.first + offset, count: 1 })
  }

  onStart(): void {}

  onEnd(): void {
    for (const run of this.#underWay) this.#end(run, 'the sender died')
  }

  /** A datagram has no connection; the simulated one lives for as long as the datagram needs. */
  #sendOne(run: RecordRun): void {
    const { lane, to, port, prefix } = this.#options
    this.#underWay.add(run)
    lane.lane.network.connect<LinesMessage, LineReply>({
      from: this.process,
      to,
      port: udpPort(port),
      timeoutMicros: PATIENCE_MICROS,
      onConnected: (endpoint) => {
        endpoint.send({ lines: [run], carriedRuns: [run], prefix: prefix ?? '' }, lane.lane.streams.valueBytes(run) + (prefix?.length ?? 0))
        this.#underWay.delete(run)
        endpoint.close()
        return { onMessage: () => undefined }
      },
      onFailed: () => {
        this.#end(run, 'nobody listens on the port')
      },
    })
  }

  #end(run: RecordRun, cause: string): void {
    this.#underWay.delete(run)
    this.#options.lane.lane.ledger.copyEnded(run, { fate: 'dropped', place: this.process.name, cause })
  }
}
