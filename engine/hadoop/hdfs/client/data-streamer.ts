import type { Endpoint } from '../../../sim/connection.ts'
import { pause, runFlow, Signal, type Flow } from '../../flow.ts'
import { HadoopException, ioFailure } from '../../hadoop-exception.ts'
import type { BlockId, LocatedBlock } from '../protocol/blocks.ts'
import { packetBytes, type Packet, type StreamRequest, type StreamResponse, type WriteRequest } from '../protocol/data-transfer.ts'
import type { FileStatus, WriterArguments } from '../protocol/name-node-protocol.ts'
import { connectPipeline } from './connect-pipeline.ts'
import { PipelineFailures } from './pipeline-failures.ts'
import { replaceNode } from './replace-node.ts'
import { asksForReplacement, nodeText, replacementPolicy } from './replace-policy.ts'
import type { WritingClient } from './writing-client.ts'

/** A block that is being written. */
interface OpenBlock {
  id: BlockId
  nodes: readonly string[]
  /** Whether it was there before the stream. */
  readonly isAppend: boolean
  acknowledgedBytes: number
  /** Whether a flush was acknowledged, so that the nodes that are left are not enough. */
  isHflushed: boolean
  endpoint: Endpoint<StreamRequest> | undefined
}

/** Source: dfs.client.block.write, DataStreamer: recoveries of one packet before the stream gives up. */
const mostRecoveriesOfPacket = 5

/**
 * The thread that sends the packets of one stream down its pipeline, mends the pipeline, and asks for the next block. Source:
 * org.apache.hadoop.hdfs.DataStreamer.
 */
export class DataStreamer {
  readonly #client: WritingClient
  readonly #file: FileStatus
  readonly #changed = new Signal()
  readonly #waiting: Packet[] = []
  readonly #underWay: Packet[] = []
  readonly #failures = new PipelineFailures()
  #block: OpenBlock | undefined
  /** The last block that was written to its end. */
  #last: { readonly block: BlockId; readonly lengthBytes: number } | undefined
  /** Blocks that ended since the books were told. */
  readonly #unsettled: { readonly block: BlockId; readonly lengthBytes: number }[] = []
  #nextSeqno = 0
  #acknowledgedSeqno = -1
  #lastException: HadoopException | undefined
  #isClosed = false
  #lastSentMicros = 0
  /** A new pipeline was set up that the name node's image does not know of. */
  mustPersist = false

  constructor(client: WritingClient, file: FileStatus, append: LocatedBlock | undefined) {
    this.#client = client
    this.#file = file
    if (append !== undefined) this.#block = { id: append.block, nodes: append.locations, isAppend: true, acknowledgedBytes: append.lengthBytes, isHflushed: false, endpoint: undefined }
    runFlow(client.process, this.#run(), (outcome) => {
      if (!outcome.isOk) this.#die(outcome.error)
    })
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  get lastException(): HadoopException | undefined {
    return this.#lastException
  }

  /** The block that is written, or was written last, as the name node is to know it. */
  get last(): { readonly block: BlockId; readonly lengthBytes: number } | undefined {
    return this.#block === undefined ? this.#last : { block: this.#block.id, lengthBytes: this.#block.acknowledgedBytes }
  }

  /** Data nodes of the present pipeline; undefined while there is none. */
  get pipeline(): readonly string[] | undefined {
    return this.#block?.endpoint === undefined ? undefined : this.#block.nodes
  }

  /** Puts a packet into the queue. @returns its number */
  enqueue(packet: Packet): number {
    const seqno = this.#nextSeqno++
    this.#waiting.push({ ...packet, seqno })
    this.#changed.notify()
    return seqno
  }

  /** Number of the last packet in the queue. */
  get lastQueuedSeqno(): number {
    return this.#nextSeqno - 1
  }

  /** Waits until there is room for another packet. @throws HadoopException what ended the streamer */
  *awaitRoom(): Flow<void> {
    while (this.#waiting.length + this.#underWay.length > this.#client.mostPackets && !this.#isClosed) yield this.#changed.wait()
    this.#requireAlive()
  }

  /** Waits until a packet is acknowledged by all nodes. @throws HadoopException what ended the streamer */
  *awaitAcknowledged(seqno: number): Flow<void> {
    while (this.#acknowledgedSeqno < seqno && !this.#isClosed) yield this.#changed.wait()
    if (this.#acknowledgedSeqno < seqno) this.#requireAlive()
    if (this.#block !== undefined) this.#block.isHflushed = true
  }

  /** Ends the thread. */
  close(): void {
    this.#isClosed = true
    this.#block?.endpoint?.close()
    this.#changed.notify()
  }

  #requireAlive(): void {
    if (this.#isClosed) throw this.#lastException ?? new HadoopException('java.nio.channels.ClosedChannelException', 'null')
  }

  #die(error: unknown): void {
    if (!(error instanceof HadoopException)) throw error
    this.#lastException ??= error
    this.close()
  }

  *#run(): Flow<void> {
    while (!this.#isClosed) {
      if (this.#failures.has) {
        yield* this.#recover()
        continue
      }
      const packet = this.#waiting[0]
      if (packet === undefined) yield* this.#idle()
      else if (this.#block === undefined) yield* this.#openBlock()
      else if (this.#block.endpoint === undefined) yield* this.#setUpAgain(this.#block)
      else yield* this.#send(this.#block, packet)
    }
  }

  /** Waits for packets; an open pipeline is kept alive by heartbeats, which also find nodes that went dark. */
  *#idle(): Flow<void> {
    const heartbeatMicros = (this.#client.socketTimeoutMs / 2) * 1000
    if (this.#block?.endpoint === undefined) {
      yield this.#changed.wait()
      return
    }
    yield this.#changed.waitAtMost(this.#client.process, heartbeatMicros)
    const { nowMicros } = this.#client.lane.simulation
    if (this.#waiting.length > 0 || this.#underWay.length > 0 || this.#failures.has || nowMicros - this.#lastSentMicros < heartbeatMicros) return
    this.enqueue({ op: 'packet', seqno: 0, offset: this.#block.acknowledgedBytes, bytes: 0, data: [], isLast: false, isSync: false })
  }

  *#send(block: OpenBlock, packet: Packet): Flow<void> {
    if (packet.isLast && this.#underWay.length > 0) {
      yield this.#changed.wait()
      return
    }
    if (block.endpoint?.canSend === false) {
      yield this.#changed.wait()
      return
    }
    this.#waiting.shift()
    this.#underWay.push(packet)
    this.#lastSentMicros = this.#client.lane.simulation.nowMicros
    block.endpoint?.send(packet, packetBytes(packet, this.#client.bytesPerChecksum))
    this.#watchAnswer(block, packet)
    if (!packet.isLast) return
    while (this.#underWay.length > 0 && !this.#failures.has && !this.#isClosed) yield this.#changed.wait()
    if (this.#underWay.length > 0) return
    block.endpoint?.close()
    this.#last = { block: block.id, lengthBytes: block.acknowledgedBytes }
    this.#unsettled.push(this.#last)
    this.#block = undefined
    this.#changed.notify()
  }

  /** Without an answer for the socket's time-out the first node counts as bad. */
  #watchAnswer(block: OpenBlock, { seqno }: Packet): void {
    const micros = (this.#client.socketTimeoutMs + 5000 * block.nodes.length) * 1000
    const { endpoint } = block
    this.#client.process.after(micros, () => {
      if (block.endpoint === endpoint && this.#acknowledgedSeqno < seqno && !this.#isClosed) this.#pipelineFailed(block, 0)
    })
  }

  *#openBlock(): Flow<void> {
    const excluded: string[] = []
    for (let tries = 0; ; tries++) {
      const located = yield* this.#allocate(excluded)
      const block: OpenBlock = { id: located.block, nodes: located.locations, isAppend: false, acknowledgedBytes: 0, isHflushed: false, endpoint: undefined }
      const bad = yield* this.#connect(block, { stage: 'create', newGenerationStamp: located.block.generationStamp })
      if (bad === undefined) {
        this.#block = block
        this.mustPersist = true
        return
      }
      yield* this.#client.call('abandonBlock', { ...this.#writer(), block: located.block })
      excluded.push(bad)
      if (tries >= this.#client.config.number('dfs.client.block.write.retries')) throw ioFailure('Unable to create new block.')
    }
  }

  *#allocate(excluded: readonly string[]): Flow<LocatedBlock> {
    let delayMs = this.#client.config.number('dfs.client.block.write.locateFollowingBlock.initial.delay.ms')
    for (let left = this.#client.config.number('dfs.client.block.write.locateFollowingBlock.retries'); ; left--) {
      try {
        return yield* this.#client.call('addBlock', { ...this.#writer(), excluded })
      } catch (error) {
        if (!(error instanceof HadoopException) || !error.className.endsWith('NotReplicatedYetException') || left === 0) throw error
      }
      yield* pause(this.#client.process, delayMs * 1000)
      delayMs *= 2
    }
  }

  /** Sets up the pipeline of an appended block, or of one that is to be mended. */
  *#setUpAgain(block: OpenBlock): Flow<void> {
    const old = block.id
    const id = yield* this.#client.call('updateBlockForPipeline', { ...this.#writer(), block: old })
    const stage = block.isAppend && this.#underWay.length === 0 && this.#acknowledgedSeqno < 0 ? 'append' : 'recovery'
    const bad = yield* this.#connect(block, { stage, newGenerationStamp: id.generationStamp })
    if (bad !== undefined) {
      this.#failures.add(bad, block.nodes)
      return
    }
    block.id = id
    yield* this.#client.call('updatePipeline', { ...this.#writer(), block: id, old, lengthBytes: block.acknowledgedBytes, nodes: block.nodes })
    this.mustPersist = true
  }

  /** A node of the pipeline is gone: the others go on, with another in its place where the policy asks for it. */
  *#recover(): Flow<void> {
    const block = this.#block
    if (block === undefined) {
      this.#failures.clear()
      return
    }
    block.endpoint?.close()
    block.endpoint = undefined
    const first = this.#underWay[0]
    if (first !== undefined && this.#failures.countRecovery(first.seqno) > mostRecoveriesOfPacket) throw ioFailure(`Failing write. Tried pipeline recovery ${String(mostRecoveriesOfPacket)} times without success.`)
    this.#waiting.unshift(...this.#underWay.splice(0))
    for (const bad of this.#failures.take()) {
      if (block.nodes.length <= 1) throw ioFailure(`All datanodes [${nodeText(bad)}] are bad. Aborting...`)
      block.nodes = block.nodes.filter((node) => node !== bad)
    }
    const policy = replacementPolicy(this.#client.config)
    const pipeline = { replication: this.#file.replication, remaining: block.nodes.length, isAppend: block.isAppend, isHflushed: block.isHflushed }
    if (asksForReplacement(policy, pipeline)) block.nodes = yield* replaceNode(this.#client, { writer: this.#writer(), block: block.id, nodes: block.nodes, excluded: this.#failures.failedNodes, policy })
    yield* this.#setUpAgain(block)
  }

  /** @returns the node that could not be reached */
  *#connect(block: OpenBlock, { stage, newGenerationStamp }: Pick<WriteRequest, 'stage' | 'newGenerationStamp'>): Flow<string | undefined> {
    const { id, nodes, acknowledgedBytes } = block
    const request = { op: 'write', block: id, stage, newGenerationStamp, acknowledgedBytes, targets: nodes.slice(1) } as const
    const { endpoint, badNode } = yield* connectPipeline(this.#client, nodes, request, {
      answered: (from, response) => { if (block.endpoint === from) this.#answered(block, response) },
      closed: (from) => { if (block.endpoint === from && this.#block === block) this.#pipelineFailed(block, 0) },
      writable: () => { this.#changed.notify() },
    })
    block.endpoint = endpoint
    return badNode
  }

  #answered(block: OpenBlock, { seqno, statuses }: Extract<StreamResponse, { kind: 'ack' }>): void {
    const bad = statuses.indexOf(false)
    if (bad >= 0) {
      this.#pipelineFailed(block, bad)
      return
    }
    const packet = this.#underWay[0]
    if (packet?.seqno !== seqno) return
    this.#underWay.shift()
    this.#acknowledgedSeqno = seqno
    block.acknowledgedBytes = Math.max(block.acknowledgedBytes, packet.offset + packet.bytes)
    this.#changed.notify()
  }

  /** Tells the books that what was acknowledged is safe, as the caller of a flush is told. */
  settle(): void {
    const { last } = this
    for (const { block, lengthBytes } of this.#unsettled.splice(0)) this.#client.contents.arrived(block.id, lengthBytes)
    if (last !== undefined) this.#client.contents.arrived(last.block.id, last.lengthBytes)
  }

  #pipelineFailed(block: OpenBlock, index: number): void {
    if (this.#isClosed || block.endpoint === undefined) return
    this.#failures.add(block.nodes[index] ?? '', block.nodes)
    this.#changed.notify()
  }

  #writer(): WriterArguments {
    const last = this.#last
    return { ...this.#client.caller, path: this.#file.path, fileId: this.#file.fileId, ...(last === undefined ? {} : { last }) }
  }
}
