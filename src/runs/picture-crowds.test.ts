import { describe, expect, it } from 'vitest'
import type { TopologyNode } from '../../engine/ledger/topology.ts'
import { pictureOf } from './picture-model.ts'

const node = (id: string, kind: TopologyNode['kind'], parent?: string): TopologyNode => ({ id, kind, label: id, parent, properties: {} })

/** So many groups that read one topic, each into a store of its own. */
function readersOf(count: number): ReturnType<typeof pictureOf> {
  const numbers = Array.from({ length: count }, (_, index) => index)
  const nodes = [node('topic', 'topic'), ...numbers.map((number) => node(`group-${number}`, 'group')), ...numbers.map((number) => node(`store-${number}`, 'store'))]
  const edges = numbers.flatMap((number) => [
    { from: 'topic', to: `group-${number}`, label: '' },
    { from: `group-${number}`, to: `store-${number}`, label: '' },
  ])
  return pictureOf(nodes, edges)
}

describe('a crowd in the picture', () => {
  it('of ten is drawn in full', () => {
    expect(readersOf(10).nodes).toHaveLength(21)
  })

  it('of fifty is a few and a box for the rest, with the ways between them', () => {
    const { nodes, arrows } = readersOf(50)
    expect(nodes.map(({ label }) => label).filter((label) => label.endsWith('more'))).toEqual(['42 more', '42 more'])
    expect(nodes).toHaveLength(1 + 2 * 9)
    const ids = new Set(nodes.map(({ id }) => id))
    expect(arrows.filter(({ from, to }) => !ids.has(from) || !ids.has(to))).toEqual([])
    expect(arrows).toHaveLength(2 * 9)
  })
})
