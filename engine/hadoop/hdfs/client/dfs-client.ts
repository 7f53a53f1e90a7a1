import type { Lane } from '../../../ledger/lane.ts'
import type { Host } from '../../../sim/host.ts'
import type { Process, Timer } from '../../../sim/process.ts'
import { runFlow, type Flow } from '../../flow.ts'
import { HadoopException, ioFailure } from '../../hadoop-exception.ts'
import type { BlockContents } from '../block-contents.ts'
import { leaseSoftLimitMs, type HdfsConfig } from '../hdfs-config.ts'
import { nameNodePort, type Caller, type ClientProtocol, type ContentSummary, type FileStatus, type NameNodeProtocol } from '../protocol/name-node-protocol.ts'
import { RpcClient } from '../protocol/rpc.ts'
import { HdfsInputStream } from './input-stream.ts'
import { HdfsOutputStream } from './output-stream.ts'
import { requireValidName } from './path-name.ts'
import { asSeenByCaller } from './unwrapped.ts'
import type { WritingClient } from './writing-client.ts'

/** What a client is made from. */
export interface DfsClientOptions {
  readonly lane: Lane
  readonly process: Process
  readonly nameNode: Host
  readonly config: HdfsConfig
  readonly contents: BlockContents
  /** Of the clients of the cluster, to tell them apart. */
  readonly number: number
  readonly user: string
}

/** How a file is created; what is absent comes from the client's settings. */
export interface CreateOptions {
  readonly isOverwrite?: boolean
  readonly createsParent?: boolean
  readonly replication?: number
  readonly blockSizeBytes?: number
}

/** Packets of one stream that may wait. Source: dfs.client.write.max-packets-in-flight. */
const mostPacketsInFlight = 80

/**
 * A client of HDFS in a process of the simulation: what programs call a FileSystem. Calls are flows (`yield*` them from a
 * flow, or run one with `runFlow`); all throw HadoopException. Source: DistributedFileSystem, DFSClient.
 */
export class DfsClient implements WritingClient {
  readonly lane: Lane
  readonly process: Process
  readonly config: HdfsConfig
  readonly contents: BlockContents
  readonly caller: Caller
  readonly socketTimeoutMs: number
  readonly bytesPerChecksum: number
  readonly mostPackets = mostPacketsInFlight
  readonly #nameNode: RpcClient<NameNodeProtocol>
  readonly #open = new Set<object>()
  #renewal: Timer | undefined
  #isClosed = false

  constructor({ lane, process, nameNode, config, contents, number, user }: DfsClientOptions) {
    this.lane = lane
    this.process = process
    this.config = config
    this.contents = contents
    this.caller = { user, clientName: `DFSClient_NONMAPREDUCE_${String(number)}_1`, machine: process.host.name }
    this.socketTimeoutMs = config.number('dfs.client.socket-timeout')
    this.bytesPerChecksum = config.number('dfs.bytes-per-checksum')
    this.#nameNode = new RpcClient(lane, process, { host: nameNode, port: nameNodePort }, {
      connectTimeoutMs: config.number('ipc.client.connect.timeout'),
      maxRetries: config.number('ipc.client.connect.max.retries'),
      retryIntervalMs: config.number('ipc.client.connect.retry.interval'),
    })
  }

  /** Creates a file, with the directories above it, and opens it for writing. */
  *create(path: string, options: CreateOptions = {}): Flow<HdfsOutputStream> {
    requireValidName(path)
    const blockSizeBytes = options.blockSizeBytes ?? this.config.number('dfs.blocksize')
    const replication = options.replication ?? this.config.number('dfs.replication')
    const status = yield* this.call('create', { ...this.caller, path, replication, blockSizeBytes, isOverwrite: options.isOverwrite ?? true, createsParent: options.createsParent ?? true })
    const chunk = this.config.number('dfs.bytes-per-checksum')
    if (blockSizeBytes % chunk !== 0) throw new HadoopException('org.apache.hadoop.HadoopIllegalArgumentException', `Invalid values: dfs.bytes-per-checksum (=${String(chunk)}) must divide block size (=${String(blockSizeBytes)}).`)
    return new HdfsOutputStream(this, status, undefined)
  }

  /** Opens a closed file to write behind its end. */
  *append(path: string): Flow<HdfsOutputStream> {
    requireValidName(path)
    const { status, last } = yield* this.call('append', { ...this.caller, path })
    return new HdfsOutputStream(this, status, last)
  }

  /** Opens a file for reading. */
  *open(path: string): Flow<HdfsInputStream> {
    requireValidName(path)
    const stream = new HdfsInputStream(this, path)
    yield* stream.load()
    return stream
  }

  *exists(path: string): Flow<boolean> {
    return (yield* this.call('getFileInfo', { ...this.caller, path })) !== null
  }

  /** @throws HadoopException FileNotFoundException */
  *getFileStatus(path: string): Flow<FileStatus> {
    requireValidName(path)
    const status = yield* this.call('getFileInfo', { ...this.caller, path })
    if (status === null) throw new HadoopException('java.io.FileNotFoundException', `File does not exist: ${path}`)
    return status
  }

  /** What is in a directory, by name. @throws HadoopException FileNotFoundException */
  *listStatus(path: string): Flow<readonly FileStatus[]> {
    requireValidName(path)
    const listing = yield* this.call('getListing', { ...this.caller, path })
    if (listing === null) throw new HadoopException('java.io.FileNotFoundException', `File ${path} does not exist.`)
    return listing
  }

  *getContentSummary(path: string): Flow<ContentSummary> {
    return yield* this.call('getContentSummary', { ...this.caller, path })
  }

  /** Makes a directory, with those above it unless told otherwise. */
  *mkdirs(path: string, createsParent = true): Flow<boolean> {
    requireValidName(path)
    return yield* this.call('mkdirs', { ...this.caller, path, createsParent })
  }

  /** The older rename: false for what cannot be. */
  *rename(from: string, to: string): Flow<boolean> {
    requireValidName(from)
    requireValidName(to)
    return yield* this.call('rename', { ...this.caller, from, to })
  }

  *delete(path: string, isRecursive = true): Flow<boolean> {
    requireValidName(path)
    return yield* this.call('delete', { ...this.caller, path, isRecursive })
  }

  /** Has the name node take a file from its writer. @returns whether it is closed */
  *recoverLease(path: string): Flow<boolean> {
    requireValidName(path)
    return yield* this.call('recoverLease', { ...this.caller, path })
  }

  *isFileClosed(path: string): Flow<boolean> {
    return yield* this.call('isFileClosed', { ...this.caller, path })
  }

  /** Default replication of its files. */
  get defaultReplication(): number {
    return this.config.number('dfs.replication')
  }

  /** FileSystem.close(): nothing works any more. */
  close(): void {
    this.#isClosed = true
  }

  /** Calls the name node directly, for calls without a method of their own here. @throws HadoopException */
  *call<Method extends keyof ClientProtocol>(method: Method, args: Parameters<ClientProtocol[Method]>[0]): Flow<ReturnType<ClientProtocol[Method]>> {
    if (this.#isClosed) throw ioFailure('Filesystem closed')
    const answer = yield* this.#nameNode.tryCall(method, args)
    if (answer instanceof HadoopException) throw asSeenByCaller(method, answer)
    // The protocol of the server has this call with this result.
    return answer as ReturnType<ClientProtocol[Method]>
  }

  opened(stream: object): void {
    this.#open.add(stream)
    if (this.#renewal === undefined) this.#scheduleRenewal()
  }

  closed(stream: object): void {
    this.#open.delete(stream)
  }

  /** A client with open files renews its lease twice within the soft limit. Source: LeaseRenewer. */
  #scheduleRenewal(): void {
    this.#renewal = this.process.after((leaseSoftLimitMs / 2) * 1000, () => {
      this.#renewal = undefined
      if (this.#open.size === 0) return
      runFlow(this.process, this.call('renewLease', this.caller), () => undefined)
      this.#scheduleRenewal()
    })
  }
}
