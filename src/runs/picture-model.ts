import type { TopologyEdge, TopologyNode } from '../../engine/ledger/topology.ts'
import { uniqueWays, withoutCrowds } from './picture-crowds.ts'

/** A thing that the picture draws: one component, or several that would only be frames around each other. */
export interface PictureNode extends TopologyNode {
  /** The components that it stands for, the innermost first. */
  readonly members: readonly string[]
  /** The machine's disk, where the box is a machine that keeps something on it; drawn as a line of the box. */
  readonly disk: string | undefined
  /** What that disk is: `disk`, or `RAID 5` for an array. */
  readonly diskLabel: string | undefined
}

/** What the picture draws of a lane. */
export interface PictureModel {
  readonly nodes: readonly PictureNode[]
  /** Ways that are drawn as arrows, and put things below each other. */
  readonly arrows: readonly TopologyEdge[]
}

/** Kinds that add nothing to what is inside them when that is one thing: a host with one process, a process with a broker. */
const thinInside: Readonly<Record<string, readonly string[]>> = {
  host: ['process', 'store', 'outside'],
  process: ['broker', 'controller', 'consumer'],
  outside: ['producer'],
  topic: [],
}

/** Kinds whose machine is drawn with its disk. */
const keepers: ReadonlySet<string> = new Set(['channel', 'broker'])

/** Reduces a lane's components to what is worth a box. */
export function pictureOf(nodes: readonly TopologyNode[], edges: readonly TopologyEdge[]): PictureModel {
  const merged = new Merging(nodes.filter(({ label }) => !isInternal(label)))
  const mapped = merged.mapEdges(edges)
  const drawn = new Map(merged.nodes.map((node) => [node.id, node]))
  const isReplication = ({ from, to }: TopologyEdge): boolean =>
    drawn.get(from)?.kind === 'partition' && drawn.get(to)?.kind === 'replica'
  // Between topic and brokers one arrow each says enough, and what reads a topic reads it from its brokers.
  const intoBrokers = uniqueWays(
    mapped.filter(isReplication).map(({ from, to }) => ({ from: drawn.get(from)?.parent ?? from, to: drawn.get(to)?.parent ?? to, label: '' })),
  )
  const others = mapped.filter((edge) => !isReplication(edge))
  const arrows = others.flatMap((edge) => {
    const brokers = intoBrokers.filter(({ from }) => from === edge.from)
    return brokers.length === 0 ? [edge] : brokers.map(({ to }) => ({ ...edge, from: to }))
  })
  return withoutCrowds(merged.nodes, uniqueWays([...intoBrokers, ...arrows]))
}

/** Kafka's own topics: shown in the table of states, not in the picture. Source: org.apache.kafka.common.internals.Topic. */
export function isInternal(name: string): boolean {
  return name.startsWith('__') || name.includes('/__')
}

class Merging {
  readonly nodes: PictureNode[] = []
  readonly #children = new Map<string | undefined, TopologyNode[]>()
  readonly #standsFor = new Map<string, string>()
  /** Disks by the machine that they are in. */
  readonly #disks = new Map<string, TopologyNode>()

  constructor(nodes: readonly TopologyNode[]) {
    const ids = new Set(nodes.map(({ id }) => id))
    for (const node of nodes) {
      if (node.kind === 'disk') {
        if (node.parent !== undefined) this.#disks.set(node.parent, node)
        continue
      }
      const parent = node.parent !== undefined && ids.has(node.parent) ? node.parent : undefined
      this.#children.set(parent, [...(this.#children.get(parent) ?? []), node])
    }
    for (const node of this.#children.get(undefined) ?? []) this.#add(node, undefined)
  }

  /** Ways between what is drawn, each once; ways inside one box are gone. */
  mapEdges(edges: readonly TopologyEdge[]): readonly TopologyEdge[] {
    const mapped = edges.map(({ from, to, label }) => ({
      from: this.#standsFor.get(from) ?? from,
      to: this.#standsFor.get(to) ?? to,
      label,
    }))
    return uniqueWays(mapped.filter(({ from, to }) => from !== to && !isInternal(from) && !isInternal(to)))
  }

  #add(outermost: TopologyNode, parent: string | undefined): void {
    const members = [outermost.id]
    let innermost = outermost
    for (;;) {
      const inside = this.#children.get(innermost.id) ?? []
      const [only] = inside
      if (only === undefined || inside.length > 1 || thinInside[innermost.kind]?.includes(only.kind) !== true) break
      members.unshift(only.id)
      innermost = only
    }
    for (const id of members) this.#standsFor.set(id, outermost.id)
    const kind = outermost.kind === 'host' && (this.#children.get(innermost.id) ?? []).length > 0 ? 'host' : innermost.kind
    const disk = this.#diskOf(outermost)
    this.nodes.push({ ...outermost, kind, properties: { ...outermost.properties, ...innermost.properties }, parent, members, disk: disk?.id, diskLabel: disk?.label })
    for (const child of this.#children.get(innermost.id) ?? []) this.#add(child, outermost.id)
  }

  /** Memory and the outside world need no disk; agents and brokers keep what they answer for on one. */
  #diskOf({ id }: TopologyNode): TopologyNode | undefined {
    const keeps = (node: TopologyNode): boolean =>
      keepers.has(node.kind) || (this.#children.get(node.id) ?? []).some((child) => keeps(child))
    return (this.#children.get(id) ?? []).some(keeps) ? this.#disks.get(id) : undefined
  }
}
