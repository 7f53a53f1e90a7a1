import { describe, expect, it } from 'vitest'
import type { TopologyNode } from '../../engine/ledger/topology.ts'
import { pictureOf } from './picture-model.ts'

const node = (id: string, kind: TopologyNode['kind'], parent?: string): TopologyNode => ({ id, kind, label: id, parent, properties: {} })

const cluster = [
  node('app', 'host'),
  node('app/p', 'outside', 'app'),
  node('app/p/producer', 'producer', 'app/p'),
  node('b1', 'host'),
  node('b1/kafka', 'process', 'b1'),
  node('b1/kafka/broker', 'broker', 'b1/kafka'),
  node('b1/kafka/broker/t-0', 'replica', 'b1/kafka/broker'),
  node('t', 'topic'),
  node('t-0', 'partition', 't'),
  node('g', 'group'),
]
const edges = [
  { from: 'app/p/producer', to: 't', label: '' },
  { from: 't-0', to: 'b1/kafka/broker/t-0', label: 'replica' },
  { from: 't', to: 'g', label: '' },
]

describe('what the picture draws', () => {
  const picture = pictureOf(cluster, edges)

  it('draws a host, its only process and its broker as one box', () => {
    const broker = picture.nodes.find(({ id }) => id === 'b1')
    expect(broker?.members).toEqual(['b1/kafka/broker', 'b1/kafka', 'b1'])
    expect(picture.nodes.find(({ id }) => id === 'b1/kafka/broker/t-0')?.parent).toBe('b1')
  })

  it('puts a disk into the box of the machine that keeps something on it', () => {
    const disks = [node('app/disk', 'disk', 'app'), node('b1/disk', 'disk', 'b1')]
    const drawn = pictureOf([...cluster, ...disks], edges)
    expect(drawn.nodes.map(({ id }) => id)).toEqual(picture.nodes.map(({ id }) => id))
    expect(drawn.nodes.find(({ id }) => id === 'b1')?.disk).toBe('b1/disk')
    expect(drawn.nodes.find(({ id }) => id === 'app')?.disk).toBeUndefined()
  })

  it('keeps a host with two processes as a frame', () => {
    const two = pictureOf([node('h', 'host'), node('h/a', 'process', 'h'), node('h/b', 'process', 'h')], [])
    expect(two.nodes.map(({ id }) => id)).toEqual(['h', 'h/a', 'h/b'])
  })

  it('lets ways begin and end at what is drawn', () => {
    expect(picture.arrows).toContainEqual({ from: 'app', to: 't', label: '' })
  })

  it('lets readers read from the brokers that have the topic', () => {
    expect(picture.arrows).toContainEqual({ from: 't', to: 'b1', label: '' })
    expect(picture.arrows).toContainEqual({ from: 'b1', to: 'g', label: '' })
    expect(picture.arrows).not.toContainEqual({ from: 't', to: 'g', label: '' })
  })
})
