import { describe, expect, it } from 'vitest'
import type { AssignableGroup } from './server-assignor.ts'
import { serverAssignorOf } from './server-assignors.ts'

const group = (partitions: Readonly<Record<string, number>>, members: Readonly<Record<string, readonly [topics: string, target?: readonly number[]]>>): AssignableGroup => ({
  partitions: new Map(Object.entries(partitions)),
  members: Object.entries(members).map(([memberId, [topics, target]]) => ({
    memberId, instanceId: null, topics: topics.split('+'), target: new Map(target === undefined ? [] : [['t0', target]]),
  })),
})

const shares = (name: string, of: AssignableGroup): Record<string, Record<string, readonly number[]>> =>
  Object.fromEntries([...(serverAssignorOf(name)?.assign(of) ?? [])].map(([memberId, topics]) => [memberId, Object.fromEntries(topics)]))

// Golden vectors: what the assignors of the Kafka 4.3.0 coordinator answered.
describe('the assignors of the coordinator', () => {
  it('give the last members one more when nobody owns anything (uniform)', () => {
    expect(shares('uniform', group({ t0: 7 }, { A: ['t0'], B: ['t0'], C: ['t0'] }))).toEqual({ A: { t0: [0, 1] }, B: { t0: [2, 3] }, C: { t0: [4, 5, 6] } })
  })

  it('let members keep what they own up to their quota (uniform)', () => {
    expect(shares('uniform', group({ t0: 7 }, { A: ['t0', [0, 1, 2]], C: ['t0', [3, 4, 5, 6]], D: ['t0'] }))).toEqual({ A: { t0: [0, 1, 2] }, C: { t0: [3, 4] }, D: { t0: [5, 6] } })
  })

  it('give blocks by member id, whoever owned them before (range)', () => {
    expect(shares('range', group({ t0: 6 }, { E: ['t0'], D: ['t0'], C: ['t0', [0, 1, 2, 3, 4, 5]] }))).toEqual({ C: { t0: [0, 1] }, D: { t0: [2, 3] }, E: { t0: [4, 5] } })
  })
})
