import type { HdfsConfig } from '../hdfs-config.ts'
import type { BlockId, ReportedReplica } from '../protocol/blocks.ts'
import type { NameNodeCounts } from '../protocol/name-node-protocol.ts'
import type { BlockInfo } from './block-info.ts'
import type { DataNodes } from './data-nodes.ts'

/** How many copies one data node makes at a time. */
interface Streams {
  readonly perNode: Map<string, number>
}

/** Which data node has which block, and what has to be copied or deleted. Source: org.apache.hadoop.hdfs.server.blockmanagement.BlockManager. */
export class BlockManager {
  readonly #config: HdfsConfig
  readonly #nodes: DataNodes
  readonly #blocks = new Map<number, BlockInfo>()
  /** Blocks to be looked at by the redundancy monitor. */
  readonly #toCheck = new Set<BlockInfo>()

  constructor(config: HdfsConfig, nodes: DataNodes) {
    this.#config = config
    this.#nodes = nodes
  }

  get count(): number {
    return this.#blocks.size
  }

  find(id: number): BlockInfo | undefined {
    return this.#blocks.get(id)
  }

  get all(): Iterable<BlockInfo> {
    return this.#blocks.values()
  }

  add(block: BlockInfo): void {
    this.#blocks.set(block.id, block)
  }

  /** Forgets blocks, whose replicas are to be deleted. */
  remove(blocks: readonly BlockInfo[]): void {
    for (const block of blocks) {
      this.#blocks.delete(block.id)
      this.#toCheck.delete(block)
      for (const name of new Set([...block.locations, ...block.pipeline, ...block.corrupt])) this.#invalidate(name, block)
    }
  }

  /** Replicas of a block on nodes that live and are not corrupt. */
  liveReplicas(block: BlockInfo): readonly string[] {
    return [...block.locations].filter((name) => this.#nodes.isAlive(name) && !block.corrupt.has(name))
  }

  /** A writer says how long a block has become and that it writes no more. */
  commit(block: BlockInfo, lengthBytes: number, generationStamp: number): void {
    if (block.state !== 'under construction') return
    block.lengthBytes = lengthBytes
    block.generationStamp = generationStamp
    block.state = 'committed'
    this.completeIfStored(block)
  }

  /** Makes a block complete once it has its least number of replicas. */
  completeIfStored(block: BlockInfo): boolean {
    if (block.state === 'committed' && this.liveReplicas(block).length >= this.#config.number('dfs.namenode.replication.min')) {
      block.state = 'complete'
      this.check(block)
    }
    return block.state === 'complete'
  }

  /** A replica in a data node's report. */
  reported(name: string, { block: { id, generationStamp }, lengthBytes, state }: ReportedReplica): void {
    const block = this.#blocks.get(id)
    if (block === undefined) {
      this.#nodes.find(name)?.commands.push({ kind: 'invalidate', blocks: [{ id, generationStamp }] })
      return
    }
    if (block.state === 'under construction') {
      if (!block.pipeline.includes(name) && generationStamp >= block.generationStamp) block.pipeline = [...block.pipeline, name]
      if (state === 'FINALIZED' && generationStamp >= block.generationStamp) block.locations.add(name)
      return
    }
    if (state !== 'FINALIZED' || generationStamp < block.generationStamp || lengthBytes !== block.lengthBytes) {
      if (!block.locations.has(name)) this.#invalidateWhenSafe(block, name, generationStamp)
      else if (state === 'FINALIZED') block.corrupt.add(name)
      this.check(block)
      return
    }
    block.locations.add(name)
    block.pending.delete(name)
    this.completeIfStored(block)
    this.check(block)
  }

  /** A data node has a replica no more. */
  deleted(name: string, id: number): void {
    const block = this.#blocks.get(id)
    if (block === undefined) return
    block.locations.delete(name)
    block.corrupt.delete(name)
    this.check(block)
  }

  /** A whole report: what is not in it, the node does not have. */
  wholeReport(name: string, replicas: readonly ReportedReplica[]): void {
    const reported = new Set(replicas.map(({ block }) => block.id))
    for (const block of this.#blocks.values()) if (block.locations.has(name) && !reported.has(block.id)) this.deleted(name, block.id)
    for (const replica of replicas) this.reported(name, replica)
  }

  /** After a start the name node knows of no replica. */
  forgetLocations(): void {
    for (const block of this.#blocks.values()) {
      block.locations.clear()
      block.pending.clear()
      block.recovery = undefined
    }
    this.#toCheck.clear()
  }

  /** A reader found a replica corrupt. */
  corrupt(name: string, id: number): void {
    const block = this.#blocks.get(id)
    if (block === undefined) return
    block.corrupt.add(name)
    this.check(block)
  }

  /** What a data node had is out of reach. */
  nodeDied(name: string): void {
    for (const block of this.#blocks.values()) {
      block.pending.delete(name)
      if (block.locations.delete(name)) this.check(block)
    }
  }

  /** Has the redundancy monitor look at a block. */
  check(block: BlockInfo): void {
    this.#toCheck.add(block)
  }

  /** One round of the redundancy monitor: what has too few replicas is copied, what has too many loses some. */
  work(nowMicros: number): void {
    const streams: Streams = { perNode: new Map() }
    for (const block of [...this.#toCheck]) {
      if (block.state !== 'complete') {
        this.#toCheck.delete(block)
        continue
      }
      for (const [target, since] of block.pending) {
        if (since + this.#config.number('dfs.namenode.reconstruction.pending.timeout-sec') * 1_000_000 < nowMicros) block.pending.delete(target)
      }
      const live = this.liveReplicas(block)
      if (live.length > block.file.replication) this.#removeExcess(block, live)
      else if (live.length + block.pending.size < block.file.replication) this.#copy(block, live, streams, nowMicros)
      if (live.length === block.file.replication && block.corrupt.size > 0) this.#removeCorrupt(block)
      if (this.liveReplicas(block).length === block.file.replication && block.corrupt.size === 0) this.#toCheck.delete(block)
    }
  }

  /** Numbers of blocks; a block without live replica is missing. */
  counts(): NameNodeCounts {
    let lowRedundancy = 0
    let missing = 0
    let missingReplOne = 0
    let corrupt = 0
    for (const block of this.#blocks.values()) {
      if (block.state !== 'complete') continue
      const live = this.liveReplicas(block).length
      if (live < block.file.replication) lowRedundancy++
      if (block.corrupt.size > 0) corrupt++
      if (live > 0) continue
      missing++
      if (block.file.replication === 1) missingReplOne++
    }
    return { lowRedundancy, missing, missingReplOne, corrupt, liveDatanodes: this.#nodes.live.length, deadDatanodes: this.#nodes.deadCount }
  }

  #copy(block: BlockInfo, live: readonly string[], streams: Streams, nowMicros: number): void {
    const most = this.#config.number('dfs.namenode.replication.max-streams')
    const source = live.find((name) => (streams.perNode.get(name) ?? 0) < most)
    if (source === undefined) return
    const missing = block.file.replication - live.length - block.pending.size
    const has = [...live, ...block.pending.keys()]
    const [target] = this.#nodes.choose(missing, has, [...block.corrupt], { writer: source, bytes: block.lengthBytes })
    if (target === undefined) return
    streams.perNode.set(source, (streams.perNode.get(source) ?? 0) + 1)
    block.pending.set(target, nowMicros)
    this.#nodes.find(source)?.commands.push({ kind: 'transfer', block: idOf(block), target })
  }

  #removeExcess(block: BlockInfo, live: readonly string[]): void {
    for (const name of live.slice(block.file.replication)) {
      block.locations.delete(name)
      this.#invalidate(name, block)
    }
  }

  #removeCorrupt(block: BlockInfo): void {
    for (const name of block.corrupt) {
      block.locations.delete(name)
      this.#invalidate(name, block)
    }
    block.corrupt.clear()
  }

  /** A replica that is not the block any more is deleted once the block is stored as often as wanted. */
  #invalidateWhenSafe(block: BlockInfo, name: string, generationStamp: number): void {
    if (generationStamp < block.generationStamp) this.#nodes.find(name)?.commands.push({ kind: 'invalidate', blocks: [{ id: block.id, generationStamp }] })
  }

  #invalidate(name: string, block: BlockInfo): void {
    this.#nodes.find(name)?.commands.push({ kind: 'invalidate', blocks: [idOf(block)] })
  }
}

/** A block's name in its present generation. */
export function idOf({ id, generationStamp }: BlockInfo): BlockId {
  return { id, generationStamp }
}
