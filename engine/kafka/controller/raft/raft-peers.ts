import type { Host } from '../../../sim/host.ts'
import type { Network } from '../../../sim/network.ts'
import type { Process } from '../../../sim/process.ts'
import { PeerConnection } from '../../cluster/peer-connection.ts'
import { CONTROLLER_PORT } from '../../protocol/envelope.ts'
import type { ApiName, RequestOf, ResponseOf } from '../../protocol/messages.ts'

/** What connections to the other voters are made from. */
export interface RaftPeersOptions {
  readonly nodeId: number
  readonly process: Process
  readonly network: Network
  readonly hostOf: (nodeId: number) => Host
  readonly requestTimeoutMs: number
}

/** A node's connections to the controllers of the quorum. */
export class RaftPeers {
  readonly #options: RaftPeersOptions
  readonly #peers = new Map<number, PeerConnection>()

  constructor(options: RaftPeersOptions) {
    this.#options = options
  }

  /** Sends a request; `done` gets undefined when there will be no answer. */
  send<Api extends ApiName>(to: number, api: Api, body: RequestOf<Api>, done: (response: ResponseOf<Api> | undefined) => void): void {
    const { hostOf, network, nodeId, process, requestTimeoutMs } = this.#options
    let peer = this.#peers.get(to)
    if (peer === undefined) {
      peer = new PeerConnection({ process, network, to: hostOf(to), port: CONTROLLER_PORT, clientId: `raft-client-${nodeId}`, requestTimeoutMs })
      this.#peers.set(to, peer)
    }
    peer.send(api, body, done)
  }
}
