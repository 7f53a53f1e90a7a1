import { describe, expect, it } from 'vitest'
import { nextHighWatermark } from './high-watermark.ts'
import { RemoteReplica } from './remote-replica.ts'

function follower(brokerId: number, logEndOffset: number): RemoteReplica {
  const replica = new RemoteReplica(brokerId)
  replica.logEndOffset = logEndOffset
  return replica
}

const base = { logEndOffset: 100, highWatermark: 50, isrSize: 3, minIsr: 2, isInMaximalIsr: () => true, isAboutToJoin: () => false }

describe('nextHighWatermark', () => {
  it('is the lowest log end of the ISR', () => {
    expect(nextHighWatermark({ ...base, followers: [follower(2, 80), follower(3, 70)] })).toBe(70)
  })

  it('never falls', () => {
    expect(nextHighWatermark({ ...base, followers: [follower(2, 40), follower(3, 100)] })).toBe(50)
  })

  it('waits for a follower that has not fetched from this leader yet', () => {
    expect(nextHighWatermark({ ...base, followers: [follower(2, -1), follower(3, 100)] })).toBe(50)
  })

  it('does not move while the ISR is smaller than min.insync.replicas, though everybody in it has everything', () => {
    expect(nextHighWatermark({ ...base, isrSize: 1, followers: [] })).toBe(50)
  })

  it('does not wait for a follower outside the ISR, unless it is about to join', () => {
    const followers = [follower(2, 100), follower(3, 60)]
    const isInMaximalIsr = (brokerId: number): boolean => brokerId !== 3
    expect(nextHighWatermark({ ...base, isrSize: 2, followers, isInMaximalIsr })).toBe(100)
    expect(nextHighWatermark({ ...base, isrSize: 2, followers, isInMaximalIsr, isAboutToJoin: ({ brokerId }) => brokerId === 3 })).toBe(60)
  })
})

describe('RemoteReplica', () => {
  it('is caught up while it has had the end of the leader log within replica.lag.time.max.ms', () => {
    const replica = new RemoteReplica(2)
    replica.onFetch(100, 1, 100, 1_000)
    replica.onFetch(100, 1, 150, 2_000)
    expect(replica.isCaughtUp(150, 31_000, 30_000)).toBe(true)
    expect(replica.isCaughtUp(150, 31_001, 30_000)).toBe(false)
  })

  it('counts as caught up at the time of its previous fetch when it now has what the leader had then', () => {
    const replica = new RemoteReplica(2)
    replica.onFetch(90, 1, 100, 1_000)
    replica.onFetch(100, 1, 150, 5_000)
    expect(replica.isCaughtUp(150, 31_000, 30_000)).toBe(true)
    expect(replica.isCaughtUp(150, 31_001, 30_000)).toBe(false)
  })
})
