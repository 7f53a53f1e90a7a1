import { describe, expect, it } from 'vitest'
import { mergeChange } from '../metadata/cluster-image.ts'
import type { PartitionState } from '../metadata/metadata-record.ts'
import { buildPartitionChange, type PartitionChangeRequest } from './partition-change.ts'
import { partitionChangeText } from './partition-change-text.ts'

const initial: PartitionState = {
  replicas: [1, 2, 3],
  removingReplicas: [],
  addingReplicas: [],
  isr: [1, 2, 3],
  leader: 1,
  leaderRecoveryState: 'RECOVERED',
  leaderEpoch: 0,
  partitionEpoch: 0,
  elr: [],
  lastKnownElr: [],
}

interface Step {
  readonly alive: readonly number[]
  readonly targetIsr?: readonly number[]
  readonly unclean?: number
  readonly election?: PartitionChangeRequest['election']
  readonly recovered?: boolean
}

/** Applies steps one after another and returns what the controller would log of each. */
function textsOf(start: PartitionState, minIsr: number, steps: readonly Step[]): readonly string[] {
  let state = start
  return steps.map(({ alive, targetIsr, unclean, election, recovered }) => {
    const built = buildPartitionChange({
      state,
      ...(targetIsr === undefined ? {} : { targetIsr }),
      ...(unclean === undefined ? {} : { uncleanShutdownReplicas: [unclean] }),
      ...(recovered === true ? { targetLeaderRecoveryState: 'RECOVERED' as const } : {}),
      election: election ?? 'ONLINE',
      minIsr,
      isElrEnabled: true,
      isAcceptableLeader: (replica) => alive.includes(replica),
    })
    if (built === undefined) return 'nothing'
    const after = mergeChange(state, built.change)
    const text = partitionChangeText(state, after, built.change, built.isUnclean)
    state = after
    return text
  })
}

// The expected texts were recorded from Kafka 4.3.0 controllers (kafka.cluster.c.elr-transitions, kafka.cluster.a.controller).
describe('buildPartitionChange', () => {
  it('moves ISR, ELR and leader as a 4.3.0 controller does when all replicas are killed and come back, min.insync.replicas=2', () => {
    expect(
      textsOf(initial, 2, [
        { alive: [1, 2], targetIsr: [1, 2] },
        { alive: [1], targetIsr: [1] },
        { alive: [], targetIsr: [] },
        { alive: [3], targetIsr: [], unclean: 2 },
        { alive: [2, 3], targetIsr: [], unclean: 1 },
        { alive: [1, 2, 3] },
        { alive: [1, 2, 3], targetIsr: [1, 2], recovered: true },
        { alive: [1, 2, 3], targetIsr: [1, 2, 3] },
      ]),
    ).toEqual([
      'isr: [1, 2, 3] -> [1, 2]',
      'isr: [1, 2] -> [1], elr: [] -> [2]',
      'isr: [1] -> [], leader: 1 -> -1, leaderEpoch: 0 -> 1, elr: [2] -> [1, 2], lastKnownElr: [] -> [1]',
      'elr: [1, 2] -> [1]',
      'elr: [1] -> []',
      'UNCLEAN isr: [] -> [1], leader: -1 -> 1, leaderRecoveryState: RECOVERED -> RECOVERING, leaderEpoch: 1 -> 2, lastKnownElr: [1] -> []',
      'isr: [1] -> [1, 2], leaderRecoveryState: RECOVERING -> RECOVERED',
      'isr: [1, 2] -> [1, 2, 3]',
    ])
  })

  it('elects an eligible leader replica that was shut down cleanly, though the ISR is empty', () => {
    const leaderless: PartitionState = { ...initial, isr: [], leader: -1, leaderEpoch: 1, partitionEpoch: 3, elr: [1, 2], lastKnownElr: [1] }
    expect(textsOf(leaderless, 2, [{ alive: [2, 3] }, { alive: [2, 3], targetIsr: [2, 3] }])).toEqual([
      'isr: [] -> [2], leader: -1 -> 2, leaderEpoch: 1 -> 2, elr: [1, 2] -> [1], lastKnownElr: [1] -> []',
      'isr: [2] -> [2, 3], elr: [1] -> []',
    ])
  })

  it('elects the first replica in the order of the assignment that is in the ISR and alive', () => {
    expect(textsOf(initial, 1, [{ alive: [2, 3], targetIsr: [2, 3] }])).toEqual(['isr: [1, 2, 3] -> [2, 3], leader: 1 -> 2, leaderEpoch: 0 -> 1'])
  })

  it('keeps a valid leader, and changes only the ISR, without raising the leader epoch', () => {
    expect(textsOf({ ...initial, replicas: [3, 1, 2], isr: [3, 1, 2], leader: 3 }, 3, [{ alive: [2, 3], targetIsr: [3, 2] }])).toEqual(['isr: [3, 1, 2] -> [3, 2], elr: [] -> [1]'])
  })

  it('elects nobody outside ISR and ELR unless the topic allows unclean elections', () => {
    const leaderless: PartitionState = { ...initial, isr: [], leader: -1, leaderEpoch: 1, elr: [1], lastKnownElr: [1] }
    expect(textsOf(leaderless, 1, [{ alive: [2] }])).toEqual(['nothing'])
    expect(textsOf(leaderless, 1, [{ alive: [2], election: 'UNCLEAN' }])).toEqual([
      'UNCLEAN isr: [] -> [2], leader: -1 -> 2, leaderRecoveryState: RECOVERED -> RECOVERING, leaderEpoch: 1 -> 2, elr: [1] -> [], lastKnownElr: [1] -> []',
    ])
  })

  it('gives leadership back to the first replica when asked to, and only if that one is in the ISR', () => {
    const moved: PartitionState = { ...initial, leader: 2, leaderEpoch: 1, partitionEpoch: 1 }
    expect(textsOf(moved, 1, [{ alive: [1, 2, 3], election: 'PREFERRED' }])).toEqual(['leader: 2 -> 1, leaderEpoch: 1 -> 2'])
    expect(textsOf({ ...moved, isr: [2, 3] }, 1, [{ alive: [1, 2, 3], election: 'PREFERRED' }])).toEqual(['nothing'])
  })
})
