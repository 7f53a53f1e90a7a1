import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeReplicas } from './striped-replica-placer.ts'
import type { UsableBroker } from './striped-replica-placer.ts'

const zero = { nextInt: () => 0 }

function broker(id: number, rack: string | null = null, fenced = false): UsableBroker {
  return { id, rack, fenced }
}

describe('the striped replica placer', () => {
  // Seen on Kafka 4.3.0 with a random source that always returns 0.
  it('gives a fenced broker replicas but no leadership', () => {
    const brokers = [broker(1), broker(2, null, true), broker(3)]
    expect(placeReplicas({ partitionCount: 2, replicationFactor: 3 }, brokers, zero)).toEqual([
      [1, 3, 2],
      [3, 1, 2],
    ])
  })

  it('refuses more replicas than brokers, in the words of Kafka', () => {
    expect(() => placeReplicas({ partitionCount: 1, replicationFactor: 2 }, [broker(1)], zero)).toThrow(
      'The target replication factor of 2 cannot be reached because only 1 broker(s) are registered',
    )
  })

  it('refuses to place anything while all brokers are fenced', () => {
    expect(() => placeReplicas({ partitionCount: 1, replicationFactor: 1 }, [broker(1, null, true)], zero)).toThrow(
      'All brokers are currently fenced',
    )
  })

  const clusters = fc.record({
    racks: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 3, maxLength: 9 }),
    fenced: fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
    draws: fc.array(fc.nat(), { minLength: 1, maxLength: 50 }),
    replicationFactor: fc.integer({ min: 1, max: 3 }),
  })

  function placements({ racks, fenced, draws, replicationFactor }: (typeof clusters extends fc.Arbitrary<infer T> ? T : never)) {
    const brokers = racks.map((rack, index) => broker(index + 1, rack, index > 0 && fenced[index] === true))
    let drawn = 0
    const random = { nextInt: (bound: number) => (draws[drawn++ % draws.length] ?? 0) % bound }
    return { brokers, replicas: placeReplicas({ partitionCount: 20, replicationFactor }, brokers, random) }
  }

  it('gives each partition distinct brokers, led by one that is not fenced', () => {
    fc.assert(
      fc.property(clusters, (cluster) => {
        const { brokers, replicas } = placements(cluster)
        for (const ids of replicas) {
          expect(new Set(ids).size).toBe(cluster.replicationFactor)
          expect(brokers.find(({ id }) => id === ids[0])?.fenced).toBe(false)
        }
      }),
    )
  })

  it('puts no two replicas into one rack while there are racks enough', () => {
    fc.assert(
      fc.property(clusters, (cluster) => {
        fc.pre(new Set(cluster.racks).size >= cluster.replicationFactor)
        const { brokers, replicas } = placements(cluster)
        for (const ids of replicas) {
          const racks = ids.map((id) => brokers.find((each) => each.id === id)?.rack)
          expect(new Set(racks).size).toBe(ids.length)
        }
      }),
    )
  })
})
