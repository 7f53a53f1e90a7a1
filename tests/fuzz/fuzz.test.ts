import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GroupRecord } from '../../engine/kafka/coordinator/offsets-record.ts'
import { QueueHistory } from './invariants/fifo-channels.ts'
import { requireOneOwner } from './invariants/one-owner-per-partition.ts'
import { onceBroken } from './once-broken.ts'
import { plans } from './plan.ts'
import { runPlan } from './run-plan.ts'

/** More are run by `npm run fuzz`. */
const scenarios = Number(process.env['FUZZ_SEEDS'] ?? 25)

describe('scenarios made at random', () => {
  it('keep every invariant after every event, and what they promise at their end', { timeout: 240_000 }, async () => {
    await fc.assert(fc.asyncProperty(plans, async (plan) => {
      const { broken } = await runPlan(plan)
      expect(broken).toEqual([])
    }), { seed: 20_261_123, numRuns: scenarios, interruptAfterTimeLimit: 200_000 })
  })
})

describe('scenarios that once broke an invariant', () => {
  it.each(Object.entries(onceBroken))('%s', async (_, plan) => {
    expect((await runPlan(plan)).broken).toEqual([])
  })
})

describe('the invariant on the order of a channel', () => {
  const goesOn = (...states: readonly (readonly number[])[]): boolean => {
    const history = new QueueHistory(1, undefined)
    return states.every((state) => history.goesOnWith(state))
  }

  it.each([
    ['puts and takes', [[1, 2], [1, 2, 3], [2, 3], [], [4]]],
    ['takes that are rolled back', [[1, 2, 3], [3], [1, 2, 3]]],
    ['takes of two sinks, of which one is rolled back', [[1, 2, 3, 4], [3, 4], [], [1, 2]]],
    ['a record that its sender sent twice', [[1], [1, 1], [1]]],
  ])('lets %s pass', (_, states) => {
    expect(goesOn(...states)).toBe(true)
  })

  it.each([
    ['a queue whose order turned round', [[1, 2, 3], [3, 2, 1]]],
    ['a take from the middle', [[1, 2, 3], [1, 3]]],
    ['a rollback to the wrong end', [[1, 2, 3], [3, 1, 2]]],
    ['something in front that never was there', [[1, 2], [9, 1, 2]]],
  ])('finds %s', (_, states) => {
    expect(goesOn(...states)).toBe(false)
  })
})

describe('the invariant on owners', () => {
  const group = (...owned: readonly (readonly number[])[]): GroupRecord => ({
    kind: 'group', groupId: 'g', generationId: 1, protocolName: 'range', leader: 'm0', stateMs: 0,
    members: owned.map((partitions, index) => ({
      memberId: `m${index}`, groupInstanceId: null, clientId: 'c', rebalanceTimeoutMs: 1, sessionTimeoutMs: 1, protocols: [],
      assignment: { assignedPartitions: [{ topic: 't', partitions }] },
    })),
  })

  it('lets members with partitions of their own pass', () => {
    expect(() => { requireOneOwner(group([0, 1], [2])) }).not.toThrow()
  })

  it('finds a partition that two have', () => {
    expect(() => { requireOneOwner(group([0, 1], [1])) }).toThrow('m0 and m1 both own t-1')
  })
})
