import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { partitionName, type TopicPartition } from '../topic-partition.ts'
import type { Assignor, GroupMember } from './assignor.ts'
import { assignorsOf } from './assignors.ts'

const byName = (name: string): Assignor => {
  const [assignor] = assignorsOf([`org.apache.kafka.clients.consumer.${name}`])
  if (assignor === undefined) throw new Error(`no assignor ${name}`)
  return assignor
}

const member = (memberId: string, topics: readonly string[], owned: readonly string[] = [], generationId = 1, groupInstanceId: string | null = null): GroupMember => ({
  memberId,
  groupInstanceId,
  subscription: {
    topics, userData: null, rackId: null, generationId: owned.length === 0 ? -1 : generationId,
    ownedPartitions: owned.map((name) => ({ topic: name.split('-')[0] ?? '', partitions: [Number(name.split('-')[1])] })),
  },
})

const shares = (assignor: Assignor, members: readonly GroupMember[], counts: Readonly<Record<string, number>>): Record<string, readonly string[]> =>
  Object.fromEntries([...assignor.assign(members, new Map(Object.entries(counts)))].map(([id, partitions]) => [id, partitions.map(partitionName)]))

// Golden vectors: what the assignors of the Kafka 4.3.0 client answered.
describe('the assignors of classic groups', () => {
  it('share each topic in blocks (range)', () => {
    expect(shares(byName('RangeAssignor'), ['A', 'B', 'C'].map((id) => member(id, ['t0'])), { t0: 7 })).toEqual({
      A: ['t0-0', 't0-1', 't0-2'], B: ['t0-3', 't0-4'], C: ['t0-5', 't0-6'],
    })
  })

  it('put members with an instance id first, by that id', () => {
    const members = [member('Z', ['t0'], [], 1, 'i1'), member('Y', ['t0'], [], 1, 'i2'), member('X', ['t0']), member('W', ['t0'])]
    expect(shares(byName('RangeAssignor'), members, { t0: 6 })).toEqual({ W: ['t0-4'], X: ['t0-5'], Y: ['t0-2', 't0-3'], Z: ['t0-0', 't0-1'] })
    expect(shares(byName('RoundRobinAssignor'), members, { t0: 6 })).toEqual({ W: ['t0-2'], X: ['t0-3'], Y: ['t0-1', 't0-5'], Z: ['t0-0', 't0-4'] })
  })

  it('keep what members own up to their share (sticky)', () => {
    const members = [member('A', ['t0'], ['t0-0', 't0-3', 't0-6', 't0-4'], 2), member('C', ['t0'], ['t0-2', 't0-5', 't0-1'], 2), member('D', ['t0'])]
    expect(shares(byName('StickyAssignor'), members, { t0: 7 })).toEqual({ A: ['t0-0', 't0-3', 't0-4'], C: ['t0-1', 't0-2'], D: ['t0-5', 't0-6'] })
  })

  it('hold back what still has another owner (cooperative sticky)', () => {
    const members = [member('A', ['t0', 't1'], ['t0-0', 't0-2', 't1-1']), member('B', ['t0', 't1'], ['t0-1', 't1-0', 't1-2']), member('C', ['t0', 't1'])]
    expect(shares(byName('CooperativeStickyAssignor'), members, { t0: 3, t1: 3 })).toEqual({ A: ['t0-0', 't1-1'], B: ['t1-0', 't0-1'], C: [] })
  })

  it.each(['RangeAssignor', 'RoundRobinAssignor', 'StickyAssignor'])('give every partition exactly one owner that subscribes to it: %s', (name) => {
    fc.assert(fc.property(
      fc.dictionary(fc.constantFrom('t0', 't1', 't2'), fc.integer({ min: 1, max: 12 }), { minKeys: 1 }),
      fc.array(fc.uniqueArray(fc.constantFrom('t0', 't1', 't2'), { minLength: 1 }), { minLength: 1, maxLength: 6 }),
      (counts, subscriptions) => {
        const members = subscriptions.map((topics: readonly string[], index) => member(`m${String(index)}`, topics))
        const assignment = byName(name).assign(members, new Map(Object.entries(counts)))
        const owners = new Map<string, string>()
        for (const [id, partitions] of assignment) {
          for (const partition of partitions) {
            expect(owners.has(partitionName(partition))).toBe(false)
            expect(members.find(({ memberId }) => memberId === id)?.subscription.topics).toContain(partition.topic)
            owners.set(partitionName(partition), id)
          }
        }
        const wanted = Object.entries(counts).filter(([topic]) => members.some(({ subscription }) => subscription.topics.includes(topic))).reduce((sum, [, count]) => sum + count, 0)
        expect(owners.size).toBe(wanted)
      },
    ))
  })

  it('differ by at most one partition between members of equal subscriptions, whatever they owned (sticky)', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 6 }), fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 20, maxLength: 20 }), (count, size, ownerOf) => {
      const owned = (index: number): readonly string[] => Array.from({ length: count }, (_, partition) => partition).filter((partition) => (ownerOf[partition] ?? 0) === index).map((partition) => `t0-${String(partition)}`)
      const members = Array.from({ length: size }, (_, index) => member(`m${String(index)}`, ['t0'], owned(index)))
      const sizes = [...byName('StickyAssignor').assign(members, new Map([['t0', count]])).values()].map((partitions: readonly TopicPartition[]) => partitions.length)
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      expect(sizes.reduce((sum, each) => sum + each, 0)).toBe(count)
    }))
  })
})
