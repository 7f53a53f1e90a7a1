import type { Host } from '../../sim/host.ts'
import type { Network } from '../../sim/network.ts'
import type { Process } from '../../sim/process.ts'
import { microsPerMilli } from '../../sim/time.ts'
import { CONTROLLER_PORT } from '../protocol/envelope.ts'
import type { ApiName, RequestOf, ResponseOf } from '../protocol/messages.ts'
import { PeerConnection } from './peer-connection.ts'

/** What a channel to the controller is made from. */
export interface ControllerChannelOptions {
  readonly process: Process
  readonly network: Network
  readonly clientId: string
  /** The active controller, as far as this node knows. */
  readonly activeController: () => number | null
  readonly hostOf: (nodeId: number) => Host
  /** A request is given up after so long; never when absent. */
  readonly retryTimeoutMs?: number
}

/** Pause before the active controller is looked for again (NodeToControllerRequestThread). */
const retryPauseMs = 100

/** controller.socket.timeout.ms */
const socketTimeoutMs = 30_000

/** A broker's way to the active controller, which it finds again whenever that has changed (NodeToControllerChannelManager). */
export class ControllerChannel {
  readonly #options: ControllerChannelOptions
  readonly #peers = new Map<number, PeerConnection>()

  constructor(options: ControllerChannelOptions) {
    this.#options = options
  }

  /** Sends a request until it is answered or its time is over; then `done` gets undefined. */
  send<Api extends ApiName>(api: Api, body: RequestOf<Api>, done: (response: ResponseOf<Api> | undefined) => void): void {
    const { process, retryTimeoutMs } = this.#options
    const startedMicros = process.simulation.nowMicros
    const attempt = (): void => {
      const controller = this.#options.activeController()
      if (controller === null) {
        retry()
        return
      }
      this.#peer(controller).send(api, body, (response) => {
        if (response !== undefined) done(response)
        else retry()
      })
    }
    const retry = (): void => {
      const waitedMs = (process.simulation.nowMicros - startedMicros) / microsPerMilli
      if (retryTimeoutMs !== undefined && waitedMs >= retryTimeoutMs) done(undefined)
      else process.after(retryPauseMs * microsPerMilli, attempt)
    }
    attempt()
  }

  #peer(controller: number): PeerConnection {
    let peer = this.#peers.get(controller)
    if (peer === undefined) {
      const { process, network, hostOf, clientId, retryTimeoutMs } = this.#options
      const requestTimeoutMs = Math.min(socketTimeoutMs, retryTimeoutMs ?? socketTimeoutMs)
      peer = new PeerConnection({ process, network, to: hostOf(controller), port: CONTROLLER_PORT, clientId, requestTimeoutMs })
      this.#peers.set(controller, peer)
    }
    return peer
  }
}
