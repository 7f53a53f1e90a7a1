import type { RandomStream } from '../../../sim/random-stream.ts'
import type { HdfsConfig } from '../hdfs-config.ts'
import type { DataNodeCommand } from '../protocol/name-node-protocol.ts'

/** A data node as the name node knows it. */
export interface KnownDataNode {
  readonly name: string
  readonly rack: string
  lastHeartbeatMicros: number
  isAlive: boolean
  freeBytes: number
  /** Whether its first report of blocks has come since it registered. */
  hasReported: boolean
  /** To be given with the answer to its next heartbeat. */
  readonly commands: DataNodeCommand[]
}

/** Which data nodes live, and where a block may go. Source: DatanodeManager, HeartbeatManager, BlockPlacementPolicyDefault. */
export class DataNodes {
  readonly #nodes = new Map<string, KnownDataNode>()
  readonly #random: RandomStream
  readonly #deadAfterMicros: number

  constructor(config: HdfsConfig, random: RandomStream) {
    this.#random = random
    this.#deadAfterMicros = 2 * config.number('dfs.namenode.heartbeat.recheck-interval') * 1000 + 10 * config.number('dfs.heartbeat.interval') * 1_000_000
  }

  /** A node registers, or registers again. */
  register(name: string, rack: string, nowMicros: number): KnownDataNode {
    const node: KnownDataNode = { name, rack, lastHeartbeatMicros: nowMicros, isAlive: true, freeBytes: Number.POSITIVE_INFINITY, hasReported: false, commands: [] }
    this.#nodes.set(name, node)
    return node
  }

  /** After a start no node is known. */
  forget(): void {
    this.#nodes.clear()
  }

  find(name: string): KnownDataNode | undefined {
    return this.#nodes.get(name)
  }

  isAlive(name: string): boolean {
    return this.#nodes.get(name)?.isAlive === true
  }

  get live(): readonly KnownDataNode[] {
    return [...this.#nodes.values()].filter(({ isAlive }) => isAlive)
  }

  get deadCount(): number {
    return this.#nodes.size - this.live.length
  }

  /** Declares those dead that have been silent too long. @returns their names */
  expire(nowMicros: number): readonly string[] {
    const dead = this.live.filter(({ lastHeartbeatMicros }) => lastHeartbeatMicros + this.#deadAfterMicros < nowMicros)
    for (const node of dead) node.isAlive = false
    return dead.map(({ name }) => name)
  }

  /**
   * Places for further replicas: the writer's own machine first, then a node of another rack, then one of the second's rack,
   * then any.
   * @param has where replicas are already
   */
  choose(count: number, has: readonly string[], excluded: readonly string[], request: { readonly writer: string; readonly bytes: number }): readonly string[] {
    const chosen = [...has]
    const fits = (node: KnownDataNode): boolean => !chosen.includes(node.name) && !excluded.includes(node.name) && node.freeBytes >= request.bytes
    while (chosen.length < has.length + count) {
      const candidates = this.live.filter(fits)
      const wanted = this.#wanted(candidates, chosen, request.writer)
      if (wanted === undefined) break
      chosen.push(wanted)
    }
    return chosen.slice(has.length)
  }

  #wanted(candidates: readonly KnownDataNode[], chosen: readonly string[], writer: string): string | undefined {
    const local = chosen.length === 0 ? candidates.find(({ name }) => name === writer) : undefined
    if (local !== undefined) return local.name
    const racks = chosen.map((name) => this.#nodes.get(name)?.rack)
    let preferred = candidates
    if (racks.length === 1) preferred = candidates.filter(({ rack }) => rack !== racks[0])
    else if (racks.length === 2) preferred = candidates.filter(({ rack }) => (racks[0] === racks[1] ? rack !== racks[0] : rack === racks[1]))
    const pool = preferred.length > 0 ? preferred : candidates
    return pool.length === 0 ? undefined : pool[this.#random.nextInt(pool.length)]?.name
  }
}
