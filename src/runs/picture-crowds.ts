import type { TopologyEdge } from '../../engine/ledger/topology.ts'
import type { PictureModel, PictureNode } from './picture-model.ts'

/** So many of a kind side by side are all drawn; of more, the first few. */
const crowdMin = 13
const shownOfCrowd = 8

/** Of fifty readers, eight are drawn and a box says that there are more; the table of states has all. */
export function withoutCrowds(nodes: readonly PictureNode[], arrows: readonly TopologyEdge[]): PictureModel {
  const groups = new Map<string, PictureNode[]>()
  for (const node of nodes) {
    const key = `${node.kind} ${node.parent ?? ''}`
    groups.set(key, [...(groups.get(key) ?? []), node])
  }
  const standsFor = new Map<string, string>()
  const crowds = new Map<string, PictureNode>()
  for (const [key, group] of groups) {
    const [first] = group
    if (first === undefined || group.length < crowdMin) continue
    const hidden = group.slice(shownOfCrowd)
    const id = `${key} …`
    crowds.set(id, { ...first, id, label: `${hidden.length} more`, properties: {}, members: [], disk: undefined, diskLabel: undefined })
    for (const node of hidden) standsFor.set(node.id, id)
  }
  if (crowds.size === 0) return { nodes, arrows }
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent]))
  const drawnAs = (id: string | undefined): string | undefined => {
    for (let inside = id; inside !== undefined; inside = parents.get(inside)) {
      const crowd = standsFor.get(inside)
      if (crowd !== undefined) return crowd
    }
    return id
  }
  const mapped = arrows.map(({ from, to, label }) => ({ from: drawnAs(from) ?? from, to: drawnAs(to) ?? to, label }))
  return { nodes: [...nodes.filter(({ id }) => drawnAs(id) === id), ...crowds.values()], arrows: uniqueWays(mapped.filter(({ from, to }) => from !== to)) }
}

/** Each way once. */
export function uniqueWays(edges: readonly TopologyEdge[]): readonly TopologyEdge[] {
  return [...new Map(edges.map((edge) => [`${edge.from}\u0000${edge.to}`, edge])).values()]
}
