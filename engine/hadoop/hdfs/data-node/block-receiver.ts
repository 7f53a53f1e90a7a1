import type { Endpoint } from '../../../sim/connection.ts'
import type { Process, Timer } from '../../../sim/process.ts'
import { headerBytes, packetBytes, type Packet, type StreamRequest, type StreamResponse, type WriteRequest } from '../protocol/data-transfer.ts'
import type { Replica } from './replica.ts'

/** What a receiver needs of its data node. */
export interface ReceiverNode {
  readonly process: Process
  readonly bytesPerChecksum: number
  readonly socketTimeoutMs: number
  /** Opens a connection to the next node of a pipeline. */
  connect(node: string, on: { connected(endpoint: Endpoint<StreamRequest>): void; message(response: StreamResponse): void; closed(): void; failed(): void }): void
  /** Puts a packet's items where readers find them. */
  place(packet: Packet, replica: Replica): void
  /** The last packet of a block has come. */
  finalize(replica: Replica): void
}

interface Pending {
  readonly packet: Packet
  isStored: boolean
  /** What the nodes after this one answered; undefined before. */
  mirrorStatuses: readonly boolean[] | undefined
}

/** One node's part in a pipeline: stores packets, passes them on, and answers in order. Source: BlockReceiver, PacketResponder. */
export class BlockReceiver {
  readonly #node: ReceiverNode
  readonly #replica: Replica
  readonly #upstream: Endpoint<StreamResponse>
  readonly #targets: readonly string[]
  readonly #pending: Pending[] = []
  #mirror: Endpoint<StreamRequest> | undefined
  #isMirrorBroken = false
  #isOver = false
  #timeout: Timer | undefined

  constructor(node: ReceiverNode, replica: Replica, upstream: Endpoint<StreamResponse>, request: WriteRequest) {
    this.#node = node
    this.#replica = replica
    this.#upstream = upstream
    this.#targets = request.targets
    const [next, ...rest] = request.targets
    if (next === undefined) this.#sendSetup(undefined)
    else this.#openMirror(next, { ...request, targets: rest })
  }

  /** A packet from the client, or from the node before. @throws DiskError */
  receive(packet: Packet): void {
    if (this.#isOver) return
    this.#replica.write(packet.offset, packet.bytes)
    this.#node.place(packet, this.#replica)
    const pending: Pending = { packet, isStored: false, mirrorStatuses: this.#targets.length === 0 ? [] : undefined }
    this.#pending.push(pending)
    if (this.#isMirrorBroken) this.#breakMirror()
    else this.#mirror?.send(packet, packetBytes(packet, this.#node.bytesPerChecksum))
    this.#awaitMirror()
    if (packet.isSync) {
      this.#replica.file.sync(this.#node.process, () => {
        pending.isStored = true
        this.#answer()
      })
      return
    }
    pending.isStored = true
    this.#answer()
  }

  /** The side before is gone: what has come stays as it is. */
  stop(): void {
    this.#isOver = true
    this.#node.process.cancel(this.#timeout)
    this.#mirror?.close()
  }

  /** A recovery takes the replica away from its writer. */
  interrupt(): void {
    if (this.#isOver) return
    this.stop()
    this.#upstream.close()
  }

  #openMirror(next: string, request: WriteRequest): void {
    const failed = (): void => {
      if (this.#mirror === undefined) this.#sendSetup(next)
      else this.#breakMirror()
    }
    let isSetUp = false
    this.#node.connect(next, {
      connected: (endpoint) => {
        this.#mirror = endpoint
        endpoint.send(request, headerBytes)
      },
      message: (response) => {
        if (response.kind === 'setup') {
          isSetUp = true
          this.#sendSetup(response.badNode)
        } else if (response.kind === 'ack') this.#mirrorAnswered(response.seqno, response.statuses)
      },
      closed: () => {
        if (isSetUp) this.#breakMirror()
        else this.#sendSetup(next)
      },
      failed,
    })
  }

  #sendSetup(badNode: string | undefined): void {
    this.#upstream.send({ kind: 'setup', badNode }, headerBytes)
  }

  #mirrorAnswered(seqno: number, statuses: readonly boolean[]): void {
    const pending = this.#pending.find(({ packet }) => packet.seqno === seqno)
    if (pending !== undefined) pending.mirrorStatuses = statuses
    this.#awaitMirror()
    this.#answer()
  }

  /** The responder reads the next node's answers with a time-out of its own, which is longer the longer the rest of the pipeline is. */
  #awaitMirror(): void {
    this.#node.process.cancel(this.#timeout)
    this.#timeout = undefined
    if (this.#targets.length === 0 || !this.#pending.some(({ mirrorStatuses }) => mirrorStatuses === undefined)) return
    const micros = (this.#node.socketTimeoutMs + 5000 * this.#targets.length) * 1000
    this.#timeout = this.#node.process.after(micros, () => { this.#breakMirror() })
  }

  #breakMirror(): void {
    this.#isMirrorBroken = true
    if (this.#isOver) return
    for (const pending of this.#pending) pending.mirrorStatuses ??= [false]
    this.#answer()
  }

  #answer(): void {
    for (;;) {
      const next = this.#pending[0]
      if (next?.isStored !== true || next.mirrorStatuses === undefined || this.#isOver) return
      this.#pending.shift()
      const { packet, mirrorStatuses } = next
      const isGood = mirrorStatuses.every((status) => status)
      if (isGood) this.#replica.acknowledgedBytes = Math.max(this.#replica.acknowledgedBytes, packet.offset + packet.bytes)
      if (isGood && packet.isLast) this.#node.finalize(this.#replica)
      this.#upstream.send({ kind: 'ack', seqno: packet.seqno, statuses: [true, ...mirrorStatuses] }, headerBytes)
    }
  }
}
