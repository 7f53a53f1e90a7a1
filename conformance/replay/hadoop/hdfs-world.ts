import { Lane } from '../../../engine/ledger/lane.ts'
import { RecordStreams } from '../../../engine/ledger/record-stream.ts'
import type { Process } from '../../../engine/sim/process.ts'
import { Simulation } from '../../../engine/sim/simulation.ts'
import { runFlow, type Flow, type Outcome } from '../../../engine/hadoop/flow.ts'
import { HadoopException } from '../../../engine/hadoop/hadoop-exception.ts'
import type { DfsClient } from '../../../engine/hadoop/hdfs/client/dfs-client.ts'
import type { HdfsInputStream } from '../../../engine/hadoop/hdfs/client/input-stream.ts'
import type { HdfsOutputStream } from '../../../engine/hadoop/hdfs/client/output-stream.ts'
import type { DataNode } from '../../../engine/hadoop/hdfs/data-node/data-node.ts'
import { HdfsCluster } from '../../../engine/hadoop/hdfs/hdfs-cluster.ts'
import { isHdfsKey, type HdfsKey, type HdfsValue } from '../../../engine/hadoop/hdfs/hdfs-config.ts'
import { isObject, numberOf, plainText, property, type Json } from '../../json.ts'
import { NotReplayable } from '../replayer.ts'

/** What the recorder's MiniDFSCluster sets besides: no extension of safe mode, short retries of connects. */
const recorderSettings: readonly (readonly [HdfsKey, HdfsValue])[] = [
  ['dfs.namenode.safemode.extension', 0],
  ['ipc.client.connect.max.retries', 1],
  ['ipc.client.connect.retry.interval', 100],
]

/** How long a call may take before it counts as stuck, in seconds. */
const longestCallSeconds = 600

/** A client of the cluster, in a process of its own. */
export interface NamedClient {
  readonly process: Process
  readonly client: DfsClient
}

/** The cluster of a fact, its clients and their open streams, on virtual time. */
export class HdfsWorld {
  readonly simulation: Simulation
  readonly lane: Lane
  readonly hdfs: HdfsCluster
  readonly outputs = new Map<string, HdfsOutputStream>()
  readonly owners = new Map<string, Process>()
  readonly inputs = new Map<string, { readonly stream: HdfsInputStream; readonly process: Process }>()
  /** Pipelines as they were at a labelled step. */
  readonly pipelines = new Map<string, readonly string[]>()
  /** When a labelled step was over, in ms. */
  readonly moments = new Map<string, number>()
  readonly #clients = new Map<string, NamedClient>()
  readonly #users: Json | undefined

  /** @param lane where the cluster is to be, when there is one already */
  constructor(setup: Json | undefined, seed: number, lane?: Lane) {
    this.#users = property(setup, 'users')
    this.simulation = lane?.simulation ?? new Simulation({ seed })
    this.lane = lane ?? new Lane({ simulation: this.simulation, name: 'L', streams: new RecordStreams(), offeredAt: () => 0, startMs: 1_700_000_000_000 })
    const cluster = property(setup, 'cluster')
    const config = property(cluster, 'config')
    const entries = isObject(config) ? Object.entries(config) : []
    const set = new Map<HdfsKey, HdfsValue>(recorderSettings)
    for (const [key, value] of entries) if (isHdfsKey(key)) set.set(key, plainText(value))
    const hosts = Array.from({ length: numberOf(cluster, 'datanodes') ?? 3 }, (_, index) => this.lane.host(`dn${String(index)}`))
    this.hdfs = new HdfsCluster({ lane: this.lane, nameNode: this.lane.host('localhost'), dataNodes: hosts, config: set })
    this.hdfs.start()
    // When the recorder began, between two heartbeats, nobody knows.
    this.run(10_000 + this.simulation.random('recorder').nextBetween(0, 3000))
  }

  get nowMs(): number {
    return this.simulation.nowMicros / 1000
  }

  /** Lets so many milliseconds pass. */
  run(ms: number): void {
    this.simulation.runUntil(this.simulation.nowMicros + Math.round(ms * 1000))
    this.simulation.endMicros = Number.POSITIVE_INFINITY
  }

  /** The client of that name; made on first use, or anew. */
  client(name: string, isNew = false): NamedClient {
    const known = this.#clients.get(name)
    if (known !== undefined && !isNew) return known
    const process = this.lane.host('vm').process({ onStart: () => undefined, onEnd: () => undefined }, { name: `${name}-${String(this.#clients.size)}`, bootMicros: 0 })
    process.start()
    this.run(1)
    const user = typeof property(this.#users, name) === 'string' ? (/^user (\w+)/.exec(plainText(property(this.#users, name)))?.[1] ?? 'root') : 'root'
    const made = { process, client: this.hdfs.client(process, { user }) }
    this.#clients.set(name, made)
    return made
  }

  /** Runs a flow to its end. @throws what it threw */
  do<Result>(process: Process, flow: Flow<Result>): Result {
    const ended: { outcome?: Outcome<Result> } = {}
    runFlow(process, flow, (outcome) => { ended.outcome = outcome })
    const endMicros = this.simulation.nowMicros + longestCallSeconds * 1_000_000
    for (let stepMs = 0.5; ended.outcome === undefined; stepMs = Math.min(10, stepMs * 1.2)) {
      if (this.simulation.nowMicros > endMicros) throw new NotReplayable('a call does not come back')
      this.run(stepMs)
    }
    if (!ended.outcome.isOk) throw ended.outcome.error
    return ended.outcome.value
  }

  /** The data node of a name. @throws NotReplayable */
  dataNode(name: string | undefined): DataNode {
    const node = this.hdfs.dataNodes.find((candidate) => candidate.name === name)
    if (node === undefined) throw new NotReplayable(`no data node ${String(name)}`)
    return node
  }

  /** Starts the name node and waits until it takes changes. */
  startNameNode(): void {
    this.hdfs.nameNode.process.start()
    this.waitFor(() => this.hdfs.nameNode.process.isRunning && !this.hdfs.nameNode.state.safeMode.isOn, 120_000, 20)
  }

  /** Looks every so often whether something holds. @returns whether it came to hold in time */
  waitFor(holds: () => boolean, maxMs: number, everyMs: number): boolean {
    const endMs = this.nowMs + maxMs
    while (!holds()) {
      if (this.nowMs >= endMs) return false
      this.run(everyMs)
    }
    return true
  }
}

/** A thrown exception as facts show it; data nodes' addresses are `DN`. */
export function thrownAsJson(error: unknown): Json {
  if (!(error instanceof HadoopException)) throw error
  const message = error.message.replaceAll(/DatanodeInfoWithStorage\[[^\]]*\]/g, 'DN').trim()
  return { class: error.isRemote ? `${error.className} (as RemoteException)` : error.className, message }
}
