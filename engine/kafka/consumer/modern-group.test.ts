import { describe, expect, it } from 'vitest'
import { Stage } from './testing/stage.ts'

const properties = { 'group.protocol': 'consumer' }
const short = (event: string): string => event.split(' ').slice(1).join(' ')
const second = (event: string | undefined): number => Number(event?.split(' ')[0])

describe('a group of the consumer protocol', () => {
  // No initial delay; a partition goes over at the owner's and then at the taker's next heartbeat, 5 s apart at most.
  it('gives the first member everything at once, and moves only what has to move', () => {
    const stage = new Stage({ partitions: 6 })
    stage.run(30, () => {
      stage.member('m1', { properties })
      stage.at(10, () => { stage.member('m2', { properties }) })
    })
    expect(stage.events.map(short).map((event) => event.replace(/t-\d/g, 't'))).toEqual([
      'm1 assigned t t t t t t', 'm2 assigned ', 'm1 revoked t t t', 'm1 assigned ', 'm2 assigned t t t',
    ])
    expect(second(stage.events[0])).toBeLessThanOrEqual(1)
    expect(second(stage.events[4])).toBeLessThanOrEqual(21)
  })

  it('takes a killed member\'s partitions away when its session of 45 s is over', () => {
    const stage = new Stage({ partitions: 2 })
    stage.run(80, () => {
      stage.flow({ partitions: 2, periodMs: 50, untilSeconds: 75 })
      stage.member('m1', { properties })
      const m2 = stage.member('m2', { properties })
      stage.at(20, () => { m2.kill() })
    })
    const [balance] = stage.lane.ledger.balance()
    expect(balance).toMatchObject({ delivered: stage.sent, lostWrites: 0, imbalances: [] })
    const last = stage.events.filter((event) => event.includes('m1 assigned t')).at(-1)
    expect(second(last)).toBeGreaterThanOrEqual(60)
    expect(second(last)).toBeLessThanOrEqual(71)
  })

  it('refuses an instance id that another member still has', () => {
    const stage = new Stage({ partitions: 2 })
    stage.run(20, () => {
      stage.member('m1', { properties: { ...properties, 'group.instance.id': 'i' } })
      stage.at(5, () => { stage.member('m2', { properties: { ...properties, 'group.instance.id': 'i' } }) })
    })
    expect(stage.events.map(short).filter((event) => event.startsWith('m2 assigned'))).toEqual([])
    expect(stage.events.map(short)).toContain('m1 assigned t-0 t-1')
  })

  // KIP-1251: a commit counts from the epoch in which the member got the partition. Without marking what is given up, a record
  // could be returned after its partition's last commit.
  it('commits through rebalances without an error, and hands partitions over without a duplicate', () => {
    const stage = new Stage({ partitions: 4 })
    stage.run(60, () => {
      stage.flow({ partitions: 4, periodMs: 5, untilSeconds: 50 })
      const own = { ...properties, 'enable.auto.commit': 'false' }
      stage.member('m1', { properties: own, commit: 'after' })
      for (const [index, second] of [7, 17.3, 28.1].entries()) stage.at(second, () => { stage.member(`m${String(index + 2)}`, { properties: own, commit: 'after' }) })
    })
    const [balance] = stage.lane.ledger.balance()
    expect(balance).toMatchObject({ delivered: stage.sent, duplicates: 0, imbalances: [] })
    expect(stage.events.filter((event) => event.includes('Exception'))).toEqual([])
  })
})
