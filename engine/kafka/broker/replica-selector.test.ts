import { describe, expect, it } from 'vitest'
import { replicaSelector, type ReplicaView } from './replica-selector.ts'

const view = (brokerId: number, rack: string | null, logEndOffset = 10, sinceCaughtUpMs = 0): ReplicaView => ({ brokerId, rack, logEndOffset, sinceCaughtUpMs })

function chosen(clientRack: string, ...replicas: readonly [ReplicaView, ...ReplicaView[]]): number | undefined {
  return replicaSelector('org.apache.kafka.common.replica.RackAwareReplicaSelector')?.(clientRack, replicas[0], replicas).brokerId
}

describe('RackAwareReplicaSelector', () => {
  it('chooses the leader for a client without a rack, in a rack of nobody, or in its own', () => {
    expect(chosen('', view(1, 'a'), view(2, 'b'))).toBe(1)
    expect(chosen('c', view(1, 'a'), view(2, 'b'))).toBe(1)
    expect(chosen('a', view(1, 'a'), view(2, 'a', 10))).toBe(1)
  })

  it('chooses the most caught up replica of the rack: the longer log, then the fresher one, then the higher id', () => {
    expect(chosen('b', view(1, 'a', 12), view(2, 'b', 9), view(3, 'b', 10))).toBe(3)
    expect(chosen('b', view(1, 'a', 12), view(2, 'b', 10, 5), view(3, 'b', 10, 50))).toBe(2)
    expect(chosen('b', view(1, 'a', 12), view(2, 'b'), view(3, 'b'))).toBe(3)
  })

  it('is not there for the default and LeaderSelector, and fails for a class that does not exist', () => {
    expect(replicaSelector(null)).toBeUndefined()
    expect(replicaSelector('org.apache.kafka.common.replica.LeaderSelector')).toBeUndefined()
    expect(() => replicaSelector('com.example.Mine')).toThrow('com.example.Mine')
  })
})
