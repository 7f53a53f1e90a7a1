import type { Lane } from '../../../ledger/lane.ts'
import { DiskError } from '../../../sim/disk.ts'
import type { Endpoint } from '../../../sim/connection.ts'
import type { Host } from '../../../sim/host.ts'
import type { Process, Program } from '../../../sim/process.ts'
import { pause, runFlow, type Flow } from '../../flow.ts'
import { HadoopException } from '../../hadoop-exception.ts'
import type { BlockContents } from '../block-contents.ts'
import type { HdfsConfig } from '../hdfs-config.ts'
import type { BlockId, ReportedReplica } from '../protocol/blocks.ts'
import { headerBytes, type Packet, type StreamRequest, type StreamResponse, type WriteRequest } from '../protocol/data-transfer.ts'
import { dataNodePort, nameNodePort, type DataNodeCommand, type NameNodeProtocol } from '../protocol/name-node-protocol.ts'
import { RpcClient } from '../protocol/rpc.ts'
import { askDataNode } from '../protocol/stream-call.ts'
import { BlockReceiver, type ReceiverNode } from './block-receiver.ts'
import { recoverBlock } from './block-recovery.ts'
import { Replica } from './replica.ts'

/** What a data node is made from. */
export interface DataNodeOptions {
  readonly lane: Lane
  readonly host: Host
  readonly nameNode: Host
  readonly config: HdfsConfig
  readonly contents: BlockContents
  readonly bootMicros: number
}

/** How long a data node waits before it tries an unreachable name node again. Source: BPServiceActor.sleepAndLogInterrupts. */
const reconnectMicros = 1_000_000

/** A data node: keeps replicas on the disk of its machine. Source: org.apache.hadoop.hdfs.server.datanode.DataNode. */
export class DataNode implements Program, ReceiverNode {
  readonly process: Process
  readonly name: string
  readonly bytesPerChecksum: number
  readonly socketTimeoutMs: number
  readonly #options: DataNodeOptions
  readonly #replicas = new Map<number, Replica>()
  readonly #receivers = new Map<number, BlockReceiver>()
  readonly #nameNode: RpcClient<NameNodeProtocol>

  constructor(options: DataNodeOptions) {
    const { host, config } = options
    this.#options = options
    this.name = host.name
    this.bytesPerChecksum = config.number('dfs.bytes-per-checksum')
    this.socketTimeoutMs = config.number('dfs.client.socket-timeout')
    this.process = host.process(this, { name: 'datanode', bootMicros: options.bootMicros })
    const connectTimeoutMs = config.number('ipc.client.connect.timeout')
    this.#nameNode = new RpcClient(options.lane, this.process, { host: options.nameNode, port: nameNodePort }, { connectTimeoutMs, maxRetries: 0, retryIntervalMs: 0 })
  }

  /** Its replicas, by block. */
  get replicas(): ReadonlyMap<number, Replica> {
    return this.#replicas
  }

  onStart(): void {
    for (const [id, replica] of this.#replicas) {
      if (this.#options.host.mainDisk.find(replica.file.path) !== replica.file) this.#replicas.delete(id)
      else if (replica.state === 'RBW') replica.state = 'RWR'
    }
    this.#options.lane.network.listen<StreamResponse, StreamRequest>(this.process, dataNodePort, (endpoint) => this.#serve(endpoint))
    runFlow(this.process, this.#talkToNameNode(), () => undefined)
  }

  onEnd(): void {
    this.#receivers.clear()
  }

  /** A volume that fails ends the data node: dfs.datanode.failed.volumes.tolerated is 0. */
  onDiskError(error: DiskError): void {
    if (error.reason === 'lost') this.process.exit()
  }

  connect(node: string, on: Parameters<ReceiverNode['connect']>[1]): void {
    const to = this.#options.lane.hosts.find(({ name }) => name === node)
    if (to === undefined) return
    this.#options.lane.network.connect<StreamRequest, StreamResponse>({
      from: this.process, to, port: dataNodePort, timeoutMicros: this.socketTimeoutMs * 1000,
      onConnected: (endpoint) => {
        on.connected(endpoint)
        return { onMessage: (message) => { on.message(message) }, onClosed: () => { on.closed() } }
      },
      onFailed: () => { on.failed() },
    })
  }

  place({ data }: Packet, { blockId }: Replica): void {
    this.#options.contents.write(blockId, data)
  }

  finalize(replica: Replica): void {
    replica.state = 'FINALIZED'
    this.#receivers.delete(replica.blockId)
    if (this.#replicas.get(replica.blockId) === replica) this.#notify(replica)
  }

  #notify(replica: Replica): void {
    this.#tell('blockReceived', { node: this.name, received: [reportOf(replica)], deleted: [] })
  }

  /** Tells the name node something; if it cannot be reached, the next whole report says it. */
  #tell<Method extends 'blockReceived' | 'commitBlockSynchronization'>(method: Method, args: Parameters<NameNodeProtocol[Method]>[0]): void {
    const { lane } = this.#options
    runFlow(this.process, this.#nameNode.call(method, args as never), ({ isOk }) => {
      if (!isOk) this.process.log(this.process.name, 'WARN', `IOException in offerService of ${lane.name}: ${method} was not delivered`)
    })
  }

  *#talkToNameNode(): Flow<void> {
    const heartbeatMicros = this.#options.config.number('dfs.heartbeat.interval') * 1_000_000
    let mustRegister = true
    for (;;) {
      try {
        if (mustRegister) {
          yield* this.#nameNode.call('registerDatanode', { node: this.name })
          yield* this.#nameNode.call('blockReport', { node: this.name, replicas: [...this.#replicas.values()].map((replica) => reportOf(replica)) })
          mustRegister = false
        }
        const commands = yield* this.#nameNode.call('sendHeartbeat', { node: this.name, freeBytes: this.#options.host.mainDisk.freeBytes })
        for (const command of commands) mustRegister ||= command.kind === 'register'
        for (const command of commands) this.#obey(command)
        if (!mustRegister) yield* pause(this.process, heartbeatMicros)
      } catch (error) {
        if (!(error instanceof HadoopException)) throw error
        yield* pause(this.process, reconnectMicros)
      }
    }
  }

  #obey(command: DataNodeCommand): void {
    if (command.kind === 'invalidate') {
      for (const { id, generationStamp } of command.blocks) this.#delete(id, generationStamp)
    } else if (command.kind === 'transfer') runFlow(this.process, this.#sendReplica(command.block, command.target), () => undefined)
    else if (command.kind === 'recover') {
      const node = { name: this.name, process: this.process, lane: this.#options.lane, contents: this.#options.contents, timeoutMs: this.socketTimeoutMs }
      runFlow(this.process, recoverBlock(node, command), (outcome) => {
        if (outcome.isOk && outcome.value !== undefined) this.#tell('commitBlockSynchronization', outcome.value)
        else if (!outcome.isOk && !(outcome.error instanceof HadoopException)) throw outcome.error
      })
    }
  }

  #delete(id: number, generationStamp: number): void {
    const replica = this.#replicas.get(id)
    if (replica === undefined || replica.generationStamp > generationStamp) return
    this.#replicas.delete(id)
    replica.delete('the name node had the replica deleted')
  }

  #serve(endpoint: Endpoint<StreamResponse>): { readonly onMessage: (request: StreamRequest) => void; readonly onClosed: () => void } {
    let receiver: BlockReceiver | undefined
    return {
      onMessage: (request) => {
        if (request.op === 'write') receiver = this.#beginWrite(endpoint, request)
        else if (request.op === 'packet') this.#receive(receiver, request, endpoint)
        else this.#answer(endpoint, request)
      },
      onClosed: () => { receiver?.stop() },
    }
  }

  #receive(receiver: BlockReceiver | undefined, packet: Packet, endpoint: Endpoint<StreamResponse>): void {
    try {
      receiver?.receive(packet)
    } catch (error) {
      if (!(error instanceof DiskError)) throw error
      receiver?.stop()
      endpoint.close()
      this.onDiskError(error)
    }
  }

  #beginWrite(endpoint: Endpoint<StreamResponse>, request: WriteRequest): BlockReceiver | undefined {
    const { id } = request.block
    this.#receivers.get(id)?.interrupt()
    const replica = this.#replicaFor(request)
    if (replica === undefined) {
      endpoint.close()
      return undefined
    }
    const receiver = new BlockReceiver(this, replica, endpoint, request)
    this.#receivers.set(id, receiver)
    return receiver
  }

  #replicaFor({ block, stage, newGenerationStamp, acknowledgedBytes }: WriteRequest): Replica | undefined {
    const known = this.#replicas.get(block.id)
    if (stage === 'create') {
      if (known !== undefined) return undefined
      return this.#newReplica(block, 'RBW')
    }
    if (known === undefined || known.lengthBytes < acknowledgedBytes) return undefined
    known.state = 'RBW'
    known.generationStamp = newGenerationStamp
    known.acknowledgedBytes = Math.max(known.acknowledgedBytes, acknowledgedBytes)
    return known
  }

  #newReplica({ id, generationStamp }: BlockId, state: Replica['state']): Replica {
    const replica = new Replica(this.#options.host.mainDisk, this.#options.contents, { blockId: id, generationStamp, state })
    this.#replicas.set(id, replica)
    return replica
  }

  #answer(endpoint: Endpoint<StreamResponse>, request: Exclude<StreamRequest, WriteRequest | Packet>): void {
    if (request.op === 'transfer') {
      runFlow(this.process, this.#sendReplica(request.block, request.target), (outcome) => {
        const isSent = outcome.isOk && outcome.value
        endpoint.send(isSent ? { kind: 'answer' } : { kind: 'answer', thrown: new HadoopException('java.io.IOException', `could not send the replica to ${request.target}`) }, headerBytes)
      })
      return
    }
    const response = this.#respond(request)
    endpoint.send(response, headerBytes + (request.op === 'read' && response.kind === 'answer' ? (response.bytes ?? 0) : 0))
  }

  #respond(request: Exclude<StreamRequest, WriteRequest | Packet | { op: 'transfer' }>): StreamResponse {
    const replica = this.#replicas.get(request.block.id)
    if (request.op === 'replica') return this.#takeReplica(request)
    if (replica === undefined) return { kind: 'answer', thrown: new HadoopException('org.apache.hadoop.hdfs.server.datanode.ReplicaNotFoundException', `Replica not found for ${String(request.block.id)}`) }
    if (request.op === 'read') {
      const visible = replica.state === 'FINALIZED' ? replica.lengthBytes : Math.max(replica.visibleBytes, 0)
      return { kind: 'answer', bytes: Math.max(0, Math.min(request.bytes, visible - request.offset)), isCorrupt: replica.isCorrupt }
    }
    if (request.op === 'visible length') return { kind: 'answer', bytes: replica.visibleBytes }
    if (request.op === 'init recovery') {
      this.#receivers.get(replica.blockId)?.interrupt()
      this.#receivers.delete(replica.blockId)
      return { kind: 'answer', replica: { lengthBytes: replica.lengthBytes, state: replica.state } }
    }
    replica.truncate(request.lengthBytes)
    replica.generationStamp = request.newGenerationStamp
    replica.state = 'FINALIZED'
    this.#notify(replica)
    return { kind: 'answer' }
  }

  #takeReplica({ block, bytes, state }: Extract<StreamRequest, { op: 'replica' }>): StreamResponse {
    const known = this.#replicas.get(block.id)
    if (known !== undefined) known.delete('replaced by another replica of its block')
    const replica = this.#newReplica(block, state)
    replica.write(0, bytes)
    replica.acknowledgedBytes = bytes
    if (state === 'FINALIZED') this.#notify(replica)
    return { kind: 'answer' }
  }

  *#sendReplica(block: BlockId, target: string): Flow<boolean> {
    const replica = this.#replicas.get(block.id)
    if (replica === undefined || replica.isCorrupt) return false
    const bytes = replica.state === 'FINALIZED' ? replica.lengthBytes : replica.visibleBytes
    const request: StreamRequest = { op: 'replica', block: { id: block.id, generationStamp: replica.generationStamp }, bytes, state: replica.state }
    const answer = yield* askDataNode({ lane: this.#options.lane, process: this.process, timeoutMs: this.socketTimeoutMs }, target, request, headerBytes + bytes)
    return answer !== undefined && answer.thrown === undefined
  }
}

function reportOf({ blockId, generationStamp, lengthBytes, state }: Replica): ReportedReplica {
  return { block: { id: blockId, generationStamp }, lengthBytes, state }
}
