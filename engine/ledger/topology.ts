/** What a node of the picture is. */
export type NodeKind =
  | 'host' | 'disk' | 'process'
  | 'outside' | 'file' | 'store'
  | 'source' | 'interceptor' | 'channel' | 'sink'
  | 'broker' | 'controller' | 'topic' | 'partition' | 'replica'
  | 'producer' | 'consumer' | 'group'

/** A thing on the picture. `id` is the component's name in tracks, journal and stories. */
export interface TopologyNode {
  readonly id: string
  readonly kind: NodeKind
  readonly label: string
  /** The node that it is drawn in: a host for a process, a process for a channel. */
  readonly parent: string | undefined
  /** Fixed properties worth showing, for example `capacity`. */
  readonly properties: Readonly<Record<string, string | number>>
}

/** A way that records take. */
export interface TopologyEdge {
  readonly from: string
  readonly to: string
  readonly label: string
}

/** The picture's things and ways, as the components of a lane register them. */
export class Topology {
  readonly #nodes = new Map<string, TopologyNode>()
  readonly #edges = new Map<string, TopologyEdge>()

  /** Adds a node; a second one of the same id replaces the first. */
  node(node: Omit<TopologyNode, 'properties' | 'parent'> & { readonly parent?: string; readonly properties?: TopologyNode['properties'] }): void {
    this.#nodes.set(node.id, { ...node, parent: node.parent, properties: node.properties ?? {} })
  }

  /** Adds a way between two nodes. */
  edge(from: string, to: string, label = ''): void {
    this.#edges.set(`${from}\u0000${to}`, { from, to, label })
  }

  get nodes(): readonly TopologyNode[] {
    return [...this.#nodes.values()]
  }

  get edges(): readonly TopologyEdge[] {
    return [...this.#edges.values()]
  }
}
