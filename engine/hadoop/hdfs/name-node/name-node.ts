import type { Lane } from '../../../ledger/lane.ts'
import type { AppendFile } from '../../../sim/append-file.ts'
import type { Endpoint } from '../../../sim/connection.ts'
import type { Host } from '../../../sim/host.ts'
import type { Process, Program } from '../../../sim/process.ts'
import type { Track } from '../../../sim/recorder.ts'
import { HadoopException } from '../../hadoop-exception.ts'
import type { HdfsConfig } from '../hdfs-config.ts'
import { nameNodePort, type NameNodeProtocol } from '../protocol/name-node-protocol.ts'
import { rpcBytes, type RpcRequest, type RpcResponse } from '../protocol/rpc.ts'
import { dataNodeCalls } from './data-node-calls.ts'
import { FsState } from './fs-state.ts'
import { fileLength, filesBelow, pathOf } from './inode.ts'
import { releaseLease } from './lease-recovery.ts'
import { superuser } from './namespace.ts'
import { attributeCalls, namespaceCalls } from './namespace-calls.ts'
import { writerCalls } from './writer-calls.ts'

/** Bytes of one edit in the log: a modelling choice, about that of an OP_ADD_BLOCK. */
const editBytes = 150

/** Bytes of the name node's heap that each inode and each block takes: the rule of thumb of Hadoop's administrators. */
const heapBytesPerObject = 150

/** A file in a list. */
interface ListedFile {
  readonly path: string
  /** As far as the name node knows. */
  readonly bytes: number
  readonly blocks: number
  readonly isOpen: boolean
}

/** What a name node is made from. */
export interface NameNodeOptions {
  readonly lane: Lane
  readonly host: Host
  readonly config: HdfsConfig
  readonly bootMicros: number
  /** The disk with image and edit log is gone. */
  readonly onImageLost: (cause: string) => void
}

/** The name node: one process that knows all names and where the blocks are. Source: org.apache.hadoop.hdfs.server.namenode.NameNode. */
export class NameNode implements Program {
  readonly process: Process
  readonly state: FsState
  readonly #lane: Lane
  readonly #config: HdfsConfig
  readonly #editLog: AppendFile<number>
  readonly #handlers: NameNodeProtocol
  readonly #objects: Track
  readonly #missing: Track
  readonly #heap: Track
  #isImageLost = false
  #hasEdits = false
  #isSyncing = false
  #waiting: (() => void)[] = []
  #lastExpiryCheckMicros = 0

  constructor({ lane, host, config, bootMicros, onImageLost }: NameNodeOptions) {
    this.#lane = lane
    this.#config = config
    this.process = host.process(this, { name: 'namenode', bootMicros })
    const { simulation } = lane
    this.state = new FsState({
      config,
      random: simulation.random(this.process.name),
      hostName: host.name.slice(host.name.indexOf('/') + 1),
      nowMicros: () => simulation.nowMicros,
      nowMs: () => lane.nowMs,
      edited: () => { this.#hasEdits = true },
      rackOf: (node) => lane.hosts.find(({ name }) => name === node)?.rack ?? '/default-rack',
    })
    // What a reply has promised is synced; what was not is between a call and its answer, where both outcomes are right.
    this.#editLog = host.mainDisk.appendFile('/dfs/name/current/edits', (_edits, cause) => {
      if (!host.mainDisk.isLost) return
      this.#isImageLost = true
      onImageLost(`${cause}: the name node’s image and edit log, without which no block belongs to a file`)
    })
    this.#handlers = { ...writerCalls(this.state), ...namespaceCalls(this.state), ...attributeCalls(this.state), ...dataNodeCalls(this.state) }
    this.#objects = simulation.recorder.track(this.process.name, 'objects', 'number')
    this.#heap = simulation.recorder.track(this.process.name, 'bytes of objects', 'number')
    this.#missing = simulation.recorder.track(this.process.name, 'MissingBlocks', 'number')
  }

  onStart(): void {
    if (this.#isImageLost) {
      this.process.log(this.process.name, 'ERROR', 'java.io.IOException: NameNode is not formatted.')
      this.process.exit()
      return
    }
    const { nowMicros } = this.#lane.simulation
    this.state.blocks.forgetLocations()
    this.state.nodes.forget()
    this.state.leases.renewAll(nowMicros)
    this.state.safeMode.begin(nowMicros)
    this.#lane.network.listen<RpcResponse, RpcRequest>(this.process, nameNodePort, (endpoint) => ({
      onMessage: (request) => { this.#serve(endpoint, request) },
    }))
    this.#repeat(this.#config.number('dfs.namenode.redundancy.interval.seconds') * 1_000_000, () => { this.#checkRedundancy() })
    this.#repeat(this.#config.number('dfs.namenode.lease-recheck-interval-ms') * 1000, () => { this.#checkLeases() })
  }

  onEnd(): void {
    this.#hasEdits = false
    this.#isSyncing = false
    this.#waiting = []
  }

  /** The files below a directory, by path, as its image has them now. */
  files(directory: string): readonly ListedFile[] {
    const node = this.state.namespace.find(directory, superuser)
    const files = node === undefined ? [] : [...filesBelow(node)]
    const listed = files.map((file) => ({ path: pathOf(file), bytes: fileLength(file), blocks: file.blocks.length, isOpen: file.writer !== undefined }))
    return listed.sort((left, right) => (left.path < right.path ? -1 : 1))
  }

  onDiskError(): void {
    this.process.exit()
  }

  #repeat(micros: number, action: () => void): void {
    this.process.after(micros, () => {
      action()
      this.#repeat(micros, action)
    })
  }

  /** HeartbeatManager looks every recheck interval; the redundancy monitor does its round. */
  #checkRedundancy(): void {
    const { nowMicros } = this.#lane.simulation
    if (nowMicros - this.#lastExpiryCheckMicros >= this.#config.number('dfs.namenode.heartbeat.recheck-interval') * 1000) {
      this.#lastExpiryCheckMicros = nowMicros
      for (const name of this.state.nodes.expire(nowMicros)) {
        this.process.log(this.process.name, 'INFO', `BLOCK* removeDeadDatanode: lost heartbeat from ${name}`)
        this.state.blocks.nodeDied(name)
      }
    }
    this.state.safeMode.look(nowMicros)
    if (!this.state.safeMode.isOn) this.state.blocks.work(nowMicros)
    this.#record()
  }

  #checkLeases(): void {
    if (this.state.safeMode.isOn) return
    for (const { fileIds } of this.state.leases.hardExpired(this.#lane.simulation.nowMicros)) {
      for (const id of fileIds) {
        const file = this.state.files.get(id)
        if (file !== undefined) this.#release(file)
      }
    }
  }

  #release(file: Parameters<typeof releaseLease>[1]): void {
    try {
      releaseLease(this.state, file)
    } catch (error) {
      if (!(error instanceof HadoopException)) throw error
    }
  }

  #record(): void {
    const { recorder } = this.#lane.simulation
    const objects = this.state.files.size + this.state.blocks.count
    recorder.set(this.#objects, objects)
    recorder.set(this.#heap, objects * heapBytesPerObject)
    recorder.set(this.#missing, this.state.blocks.counts().missing)
  }

  #serve(endpoint: Endpoint<RpcResponse>, { id, method, args }: RpcRequest): void {
    const response = this.#respond(id, method, args)
    const reply = (): void => { endpoint.send(response, rpcBytes) }
    if (this.#hasEdits) this.#afterSync(reply)
    else reply()
  }

  #respond(id: number, method: string, args: unknown): RpcResponse {
    // A request names a method of the protocol, with its arguments: clients are typed by the same protocol.
    const handlers = this.#handlers as unknown as Readonly<Record<string, ((args: unknown) => unknown) | undefined>>
    try {
      return { id, value: handlers[method]?.(args) ?? null }
    } catch (error) {
      if (error instanceof HadoopException) return { id, thrown: error }
      throw error
    }
  }

  /** FSEditLog.logSync: those that come while one sync is under way share the next. */
  #afterSync(reply: () => void): void {
    this.#editLog.append(1, editBytes)
    this.#hasEdits = false
    this.#waiting.push(reply)
    if (!this.#isSyncing) this.#sync()
  }

  #sync(): void {
    const served = this.#waiting
    this.#waiting = []
    this.#isSyncing = true
    this.#editLog.sync(this.process, () => {
      this.#isSyncing = false
      for (const reply of served) reply()
      if (this.#waiting.length > 0) this.#sync()
    })
  }
}
