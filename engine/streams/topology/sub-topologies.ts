import type { Topology, TopologyNode } from './topology.ts'

/** Nodes that hang together by records and stores: what one task runs for one partition (TopicGroups). */
export interface SubTopology {
  readonly index: number
  readonly nodes: readonly TopologyNode[]
  /** Topics that it reads; those of the application's own without its id. */
  readonly topics: readonly string[]
  /** Names of its stores that have a changelog. */
  readonly loggedStores: readonly string[]
}

/** The sub-topologies, in the order of their first nodes; global tables are in none. */
export function subTopologies(topology: Topology): readonly SubTopology[] {
  const globals = globalNodes(topology)
  const nodes = topology.nodes.filter((node) => !globals.includes(node))
  const groupOf = new Map<string, string>(nodes.map(({ name }) => [name, name]))
  const rootOf = (name: string): string => {
    const parent = groupOf.get(name) ?? name
    return parent === name ? name : rootOf(parent)
  }
  const join = (left: string, right: string): void => { groupOf.set(rootOf(right), rootOf(left)) }
  const userOf = new Map<string, string>()
  for (const node of nodes) {
    if (node.kind !== 'source') for (const parent of node.parents) join(parent, node.name)
    if (node.kind !== 'processor') continue
    for (const store of node.stores) {
      const user = userOf.get(store)
      if (user === undefined) userOf.set(store, node.name)
      else join(user, node.name)
    }
  }
  const roots = [...new Set(nodes.map(({ name }) => rootOf(name)))]
  return roots.map((root, index) => describe(topology, index, nodes.filter(({ name }) => rootOf(name) === root)))
}

/** The nodes that keep global tables. */
export function globalNodes(topology: Topology): readonly TopologyNode[] {
  const names = new Set(topology.nodes.flatMap((node) => (node.kind === 'source' && node.isGlobal ? [node.name] : [])))
  return topology.nodes.filter((node) => names.has(node.name) || (node.kind === 'processor' && node.parents.some((parent) => names.has(parent))))
}

function describe(topology: Topology, index: number, nodes: readonly TopologyNode[]): SubTopology {
  const stores = new Set(nodes.flatMap((node) => (node.kind === 'processor' ? node.stores : [])))
  return {
    index, nodes,
    topics: nodes.flatMap((node) => (node.kind === 'source' ? node.topics : [])),
    loggedStores: topology.stores.filter(({ name, isLogged }) => isLogged && stores.has(name)).map(({ name }) => name),
  }
}
