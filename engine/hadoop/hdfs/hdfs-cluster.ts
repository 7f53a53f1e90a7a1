import type { Lane } from '../../ledger/lane.ts'
import type { Host } from '../../sim/host.ts'
import type { Process } from '../../sim/process.ts'
import { BlockContents } from './block-contents.ts'
import { DfsClient } from './client/dfs-client.ts'
import { DataNode } from './data-node/data-node.ts'
import { HdfsConfig, type HdfsKey, type HdfsValue } from './hdfs-config.ts'
import { NameNode } from './name-node/name-node.ts'
import { superuser } from './name-node/namespace.ts'

/** What a cluster is made from. */
export interface HdfsClusterOptions {
  readonly lane: Lane
  readonly nameNode: Host
  readonly dataNodes: readonly Host[]
  readonly config?: ReadonlyMap<HdfsKey, HdfsValue>
  /** How long a JVM takes to start. */
  readonly bootMicros?: number
}

/** How a client differs from others. */
export interface ClientSettings {
  readonly user?: string
  readonly config?: ReadonlyMap<HdfsKey, HdfsValue>
}

/** A name node takes this long to start: a modelling choice. */
const defaultBootMicros = 2_500_000

/** An HDFS cluster: one name node, and data nodes. */
export class HdfsCluster {
  readonly nameNode: NameNode
  readonly dataNodes: readonly DataNode[]
  readonly contents = new BlockContents()
  readonly config: HdfsConfig
  readonly #lane: Lane
  readonly #nameNodeHost: Host
  #clients = 0

  constructor({ lane, nameNode, dataNodes, config, bootMicros = defaultBootMicros }: HdfsClusterOptions) {
    this.#lane = lane
    this.#nameNodeHost = nameNode
    this.config = new HdfsConfig(config)
    this.nameNode = new NameNode({ lane, host: nameNode, config: this.config, bootMicros, onImageLost: (cause) => { this.contents.loseAll(cause) } })
    this.dataNodes = dataNodes.map((host) => new DataNode({ lane, host, nameNode, config: this.config, contents: this.contents, bootMicros }))
  }

  /** Starts all processes. */
  start(): void {
    this.nameNode.process.start()
    for (const { process } of this.dataNodes) process.start()
  }

  /** A client in a process: one for each life of a process that writes. */
  client(process: Process, { user = superuser, config }: ClientSettings = {}): DfsClient {
    return new DfsClient({ lane: this.#lane, process, nameNode: this.#nameNodeHost, config: config === undefined ? this.config : this.config.with(config), contents: this.contents, number: ++this.#clients, user })
  }
}
