import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BuiltInPartitioner } from './built-in-partitioner.ts'
import { loadRangeEnd, partitionLoad, partitionOfDraw } from './partition-load.ts'

const topic = { partitionCount: 3, available: [0, 1, 2] }
/** Draws 0, 1, 2, … modulo the bound. */
function counting() {
  let draws = -1
  return { nextInt: (bound: number) => (draws += 1) % bound }
}

describe('the built-in partitioner', () => {
  it('stays until batch.size bytes are produced, then draws again', () => {
    const partitioner = new BuiltInPartitioner(100, counting())
    expect(partitioner.current(topic).partition).toBe(0)
    expect(partitioner.appended(99, topic, true)).toBe(false)
    expect(partitioner.appended(1, topic, true)).toBe(true)
    expect(partitioner.current(topic).partition).toBe(1)
  })

  it('stays for up to twice batch.size while the batch is not full', () => {
    const partitioner = new BuiltInPartitioner(100, counting())
    expect(partitioner.appended(199, topic, false)).toBe(false)
    expect(partitioner.appended(1, topic, false)).toBe(true)
  })

  it('makes a choice that can be told from the one before, even of the same partition', () => {
    const partitioner = new BuiltInPartitioner(1, { nextInt: () => 0 })
    const before = partitioner.current(topic)
    partitioner.appended(1, topic, true)
    expect(partitioner.current(topic).partition).toBe(before.partition)
    expect(partitioner.isChanged(before)).toBe(true)
  })

  it('passes over partitions without a leader while there is another', () => {
    const chosen = (available: readonly number[]) =>
      new BuiltInPartitioner(1, { nextInt: () => 0 }).current({ partitionCount: 3, available }).partition
    expect(chosen([2])).toBe(2)
    expect(chosen([])).toBe(0)
  })

  it('refuses a batch size below 1', () => {
    expect(() => new BuiltInPartitioner(0, counting())).toThrow('stickyBatchSize must be >= 1 but got 0')
  })

  it('avoids a partition with a long queue once it knows the queues', () => {
    const partitioner = new BuiltInPartitioner(1, { nextInt: (bound) => bound - 1 })
    partitioner.updateLoad({ partitions: [0, 1], sizes: [0, 9], partitionCount: 3 })
    // Weights 10 and 1: the last of 11 draws is partition 1, all others are partition 0.
    expect(partitioner.current(topic).partition).toBe(1)
  })
})

describe('adaptive weights', () => {
  // KIP-794's example: queues 0, 3, 1 weigh 4, 1, 3.
  it('weighs the longest queue + 1 minus the own one', () => {
    const load = partitionLoad({ partitions: [0, 1, 2], sizes: [0, 3, 1], partitionCount: 3 })
    if (load === null) throw new Error('no load')
    const draws = Array.from({ length: loadRangeEnd(load) }, (_, draw) => partitionOfDraw(load, draw))
    expect(draws).toEqual([0, 0, 0, 0, 1, 2, 2, 2])
  })

  it('is uniform when all queues are alike and no partition is left out', () => {
    expect(partitionLoad({ partitions: [0, 1], sizes: [5, 5], partitionCount: 2 })).toBeNull()
    expect(partitionLoad({ partitions: [0, 1], sizes: [5, 5], partitionCount: 3 })).not.toBeNull()
  })

  it('gives every partition in the table at least one draw', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 2, maxLength: 20 }), (sizes) => {
        const partitions = sizes.map((_, index) => index)
        const load = partitionLoad({ partitions, sizes, partitionCount: sizes.length + 1 })
        if (load === null) throw new Error('no load')
        const draws = Array.from({ length: loadRangeEnd(load) }, (_, draw) => partitionOfDraw(load, draw))
        expect([...new Set(draws)]).toEqual(partitions)
      }),
    )
  })
})
