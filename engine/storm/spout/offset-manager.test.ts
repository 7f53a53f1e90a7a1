import { describe, expect, it } from 'vitest'
import { OffsetManager } from './offset-manager.ts'

const partition = { topic: 't', partition: 0 }

/** A manager from offset 0 with these emitted and acked. */
function manager(emitted: readonly number[], acked: readonly number[]): OffsetManager {
  const offsets = new OffsetManager(partition, 0)
  for (const offset of emitted) offsets.emitted(offset)
  for (const offset of acked) offsets.acked(offset)
  return offsets
}

describe('an offset manager', () => {
  it('commits what is acked without a gap, and nothing before the first ack', () => {
    expect(manager([0, 1, 2, 3], []).nextCommitOffset()).toBeUndefined()
    expect(manager([0, 1, 2, 3], [1, 2]).nextCommitOffset()).toBeUndefined()
    expect(manager([0, 1, 2, 3], [0, 1, 3]).nextCommitOffset()).toBe(2)
  })

  it('passes over offsets that the log does not have', () => {
    expect(manager([2, 5, 6], [2, 5]).nextCommitOffset()).toBe(6)
    expect(manager([2, 5, 6], [2, 6]).nextCommitOffset()).toBe(3)
  })

  it('counts what is emitted and not committed, and knows the n-th of it', () => {
    const offsets = manager([0, 1, 4], [0])
    expect([offsets.uncommitted, offsets.nthUncommitted(3)]).toEqual([3, 4])
    offsets.committed(1)
    expect([offsets.uncommitted, offsets.committedOffset, offsets.isAcked(0)]).toEqual([2, 1, false])
  })

  it('refuses an ack below what is committed', () => {
    const offsets = manager([0, 1], [0, 1])
    offsets.committed(2)
    offsets.acked(0)
    expect(() => offsets.nextCommitOffset()).toThrow('The offset [0] is below the current nextCommitOffset [2] for [t-0].')
  })
})
