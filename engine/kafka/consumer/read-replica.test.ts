import { describe, expect, it } from 'vitest'
import { Stage } from './testing/stage.ts'

const rackAware = { 'replica.selector.class': 'org.apache.kafka.common.replica.RackAwareReplicaSelector' }

/** The values of the consumer's metric preferred-read-replica, in order. */
function preferred(stage: Stage): readonly number[] {
  const { tracks, trackIndexes, values } = stage.simulation.recorder.changes()
  return [...trackIndexes].flatMap((track, index) => (tracks[track]?.field === 't-0 preferred-read-replica' ? [values[index] ?? Number.NaN] : []))
}

/** Reads one partition, led by broker 1 with followers 2 and 3, from a rack. */
function run(options: { readonly rack: string; readonly properties?: Readonly<Record<string, string>>; readonly plan?: (stage: Stage) => void }): Stage {
  const stage = new Stage({ racks: ['a', 'b', 'c'], properties: options.properties ?? rackAware })
  stage.run(30, () => {
    stage.flow({ partitions: 1, periodMs: 50, untilSeconds: 28 })
    stage.member('m1', { properties: { 'client.rack': options.rack, 'metadata.max.age.ms': '10000' } })
    options.plan?.(stage)
  })
  return stage
}

function expectAllDelivered(stage: Stage): void {
  expect(stage.lane.ledger.balance()[0]).toMatchObject({ delivered: stage.sent, duplicates: 0, lostWrites: 0, imbalances: [] })
}

describe('fetching from the nearest replica', () => {
  it('reads from the follower in the consumer\'s rack, everything and nothing twice', () => {
    const stage = run({ rack: 'c' })
    expectAllDelivered(stage)
    expect(preferred(stage)).toEqual([3, -1, 3, -1, 3])
  })

  it.each([['the leader\'s rack', 'a', rackAware], ['a rack of nobody', 'z', rackAware], ['any rack without a selector', 'c', {}]])('reads from the leader in %s', (_where, rack, properties) => {
    const stage = run({ rack, properties })
    expectAllDelivered(stage)
    expect(preferred(stage)).toEqual([])
  })

  it('goes back to the leader when the follower dies, and to the follower when it is back and metadata has aged', () => {
    const stage = run({
      rack: 'c',
      plan: (each) => {
        each.at(10, () => { each.cluster.node(3).process.kill() })
        each.at(12, () => { each.cluster.node(3).process.start('again') })
      },
    })
    expectAllDelivered(stage)
    expect(preferred(stage).filter((nodeId) => nodeId === 3).length).toBeGreaterThan(1)
    expect(preferred(stage).at(-1)).toBe(3)
  })
})
