import type { Host } from '../../sim/host.ts'
import type { Network } from '../../sim/network.ts'
import type { Process } from '../../sim/process.ts'
import { PeerConnection } from '../cluster/peer-connection.ts'
import { BROKER_PORT } from '../protocol/envelope.ts'
import type { ApiName, RequestOf, ResponseOf } from '../protocol/messages.ts'

const requestTimeoutMs = 30_000

/** A broker's requests to other brokers about transactions: one connection to each (InterBrokerSendThread). */
export class BrokerPeers {
  readonly #options: { readonly process: Process; readonly network: Network; readonly hostOf: (nodeId: number) => Host; readonly clientId: string }
  readonly #connections = new Map<number, PeerConnection>()

  constructor(options: { readonly process: Process; readonly network: Network; readonly hostOf: (nodeId: number) => Host; readonly clientId: string }) {
    this.#options = options
  }

  /** Sends a request, to this broker itself, too; `done` gets undefined when there will be no answer. */
  send<Api extends ApiName>(nodeId: number, api: Api, body: RequestOf<Api>, done: (response: ResponseOf<Api> | undefined) => void): void {
    const { process, network, hostOf, clientId } = this.#options
    const known = this.#connections.get(nodeId) ?? new PeerConnection({ process, network, to: hostOf(nodeId), port: BROKER_PORT, clientId, requestTimeoutMs })
    this.#connections.set(nodeId, known)
    known.send(api, body, done)
  }
}
