import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CommitStyle } from './consumer-loop.ts'
import { RecordStore } from './record-store.ts'
import { Stage } from './testing/stage.ts'
import { ServicePace } from '../../sim/service-pace.ts'

describe('a classic consumer group', () => {
  // Times of the real client: the first assignment after group.initial.rebalance.delay.ms, the second member at the first one's next heartbeat.
  it('gives the first member everything after the initial delay, and shares when a second one joins', () => {
    const stage = new Stage({ partitions: 6 })
    stage.run(14, () => {
      stage.member('m1')
      stage.at(10, () => { stage.member('m2') })
    })
    expect(stage.events).toEqual([
      '3 m1 assigned t-0 t-1 t-2 t-3 t-4 t-5',
      '12 m1 revoked t-0 t-1 t-2 t-3 t-4 t-5',
      '12 m1 assigned t-0 t-1 t-2',
      '12 m2 assigned t-3 t-4 t-5',
    ])
  })

  it('extends the initial delay once when others join in it', () => {
    const stage = new Stage({ partitions: 2 })
    stage.run(10, () => {
      stage.member('m1')
      stage.at(1, () => { stage.member('m2') })
      stage.at(2, () => { stage.member('m3') })
    })
    expect(stage.events.map((event) => event.split(' ').slice(0, 3).join(' ')).sort()).toEqual(['6 m1 assigned', '6 m2 assigned', '6 m3 assigned'])
  })

  it('moves only what has to move with the cooperative assignor', () => {
    const stage = new Stage({ partitions: 6 })
    const properties = { 'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor' }
    stage.run(18, () => {
      stage.member('m1', { properties })
      stage.at(10, () => { stage.member('m2', { properties }) })
    })
    expect(stage.events).toEqual([
      '3 m1 assigned t-0 t-1 t-2 t-3 t-4 t-5',
      '12 m1 revoked t-3 t-4 t-5', '12 m1 assigned ', '12 m2 assigned ',
      '15 m1 assigned ', '15 m2 assigned t-3 t-4 t-5',
    ])
  })

  it('hands a killed member\'s partitions over when its session is over, and delivers again what it had not committed', () => {
    const stage = new Stage({ partitions: 2 })
    stage.run(40, () => {
      stage.flow({ partitions: 2, periodMs: 50, untilSeconds: 38 })
      stage.member('m1', { properties: { 'session.timeout.ms': '6000' } })
      const m2 = stage.member('m2', { properties: { 'session.timeout.ms': '6000' } })
      stage.at(22, () => { m2.kill() })
    })
    const [balance] = stage.lane.ledger.balance()
    expect(balance).toMatchObject({ delivered: stage.sent, lostWrites: 0, imbalances: [] })
    expect(balance?.duplicates).toBeGreaterThan(0)
    expect(balance?.duplicates).toBeLessThanOrEqual(60)
    expect(stage.events.filter((event) => event.includes('m1 assigned')).length).toBeGreaterThanOrEqual(2)
  })

  it('loses what was committed before it was processed, and nothing when commits come after', () => {
    for (const commit of ['before', 'after'] as const) {
      const stage = new Stage()
      stage.run(50, () => {
        stage.flow({ partitions: 1, periodMs: 10, untilSeconds: 10 })
        const options = { commit, handlerMicros: 20_000, properties: { 'enable.auto.commit': 'false', 'max.poll.records': '100', 'session.timeout.ms': '6000' } }
        stage.at(11, () => {
          const m1 = stage.member('m1', options)
          stage.at(15.1, () => { m1.kill() })
        })
        stage.at(15.2, () => { stage.member('m2', { ...options, handlerMicros: 1000 }) })
      })
      const [balance] = stage.lane.ledger.balance()
      const lost = balance?.lines.filter((line) => line.fate === 'lost') ?? []
      expect(balance?.imbalances).toEqual([])
      if (commit === 'before') {
        expect(lost.map((line) => line.cause)).toEqual(['committed before it was processed'])
        expect(lost[0]?.count).toBeGreaterThan(0)
        expect(lost[0]?.count).toBeLessThanOrEqual(100)
        expect(balance?.duplicates).toBe(0)
      } else {
        expect(lost).toEqual([])
        expect(balance?.delivered).toBe(stage.sent)
        expect(balance?.duplicates).toBeGreaterThan(0)
        expect(balance?.duplicates).toBeLessThanOrEqual(100)
      }
    }
  })

  it('puts a member out that does not poll for max.poll.interval.ms, and refuses its commit', () => {
    const stage = new Stage()
    stage.run(40, () => {
      stage.flow({ partitions: 1, periodMs: 500, untilSeconds: 5 })
      stage.member('m1', { commit: 'after', handlerMicros: 4_000_000, properties: { 'max.poll.interval.ms': '8000', 'max.poll.records': '3', 'enable.auto.commit': 'false' } })
      stage.at(5, () => { stage.member('m2', { properties: { 'max.poll.interval.ms': '8000' } }) })
    })
    expect(stage.events).toContain('3 m1 assigned t-0')
    expect(stage.events.some((event) => event.includes('m2 assigned t-0'))).toBe(true)
    expect(stage.events.some((event) => event.includes('m1 commit org.apache.kafka.clients.consumer.CommitFailedException'))).toBe(true)
    expect(stage.events.some((event) => event.includes('m1 lost t-0'))).toBe(true)
  })

  it('gives a static member its partitions back without a rebalance', () => {
    const stage = new Stage({ partitions: 2 })
    const properties = (id: string) => ({ 'group.instance.id': id })
    stage.run(30, () => {
      stage.member('m1', { properties: properties('i1') })
      const m2 = stage.member('m2', { properties: properties('i2') })
      stage.at(15, () => { m2.kill() })
      stage.at(17, () => { m2.start() })
    })
    const ofM1 = stage.events.filter((event) => event.includes('m1'))
    const ofM2 = stage.events.filter((event) => event.includes('m2'))
    expect(ofM1).toHaveLength(1)
    expect(ofM2).toHaveLength(2)
    expect(ofM2[1]?.startsWith('17 ')).toBe(true)
    expect(ofM2[0]?.slice(2)).toBe(ofM2[1]?.slice(3))
  })

  it('keeps committed offsets when their coordinator dies: the new one reads them from the log', () => {
    const stage = new Stage()
    stage.run(90, () => {
      stage.flow({ partitions: 1, periodMs: 50, untilSeconds: 60 })
      stage.member('m1')
      stage.at(20, () => {
        const leader = stage.cluster.leaderOf('__consumer_offsets', 0)
        leader?.process.kill()
        stage.at(35, () => { leader?.process.start() })
      })
    })
    const [balance] = stage.lane.ledger.balance()
    expect(balance).toMatchObject({ delivered: stage.sent, lostWrites: 0, imbalances: [] })
    expect(stage.progress.committedOf({ groupId: 'g', topic: 't', partition: 0 })).toBe(stage.sent)
  })

  it('deletes the offsets of an empty group after offsets.retention.minutes', () => {
    const stage = new Stage({ properties: { 'offsets.retention.minutes': '1', 'offsets.retention.check.interval.ms': '5000' } })
    stage.run(90, () => {
      stage.flow({ partitions: 1, periodMs: 100, untilSeconds: 5 })
      stage.member('m1')
      stage.at(10, () => { stage.loops.get('m1')?.stop(() => undefined) })
      stage.at(60, () => { stage.events.push(`committed ${String(stage.progress.committedOf({ groupId: 'g', topic: 't', partition: 0 }))}`) })
    })
    expect(stage.events).toContain(`committed ${String(stage.sent)}`)
    expect(stage.progress.committedOf({ groupId: 'g', topic: 't', partition: 0 })).toBeUndefined()
  })

  it('counts what auto.offset.reset=latest skips as dropped, and balances', () => {
    const stage = new Stage()
    stage.run(30, () => {
      stage.flow({ partitions: 1, periodMs: 50, untilSeconds: 20 })
      stage.at(10, () => { stage.member('m1', { properties: { 'auto.offset.reset': 'latest' } }) })
    })
    const [balance] = stage.lane.ledger.balance()
    expect(balance?.imbalances).toEqual([])
    const dropped = balance?.lines.find((line) => line.fate === 'dropped')
    expect(dropped).toMatchObject({ cause: 'skipped: auto.offset.reset=latest', firstRecord: 0 })
    expect((dropped?.count ?? 0) + (balance?.delivered ?? 0)).toBe(stage.sent)
  })

  it('delivers to a store when the store has the write, and again what was not acknowledged', () => {
    const stage = new Stage()
    stage.run(40, () => {
      const store = new RecordStore(stage.lane, 'archive', { pace: new ServicePace({ answerMicros: 0 }), keepsOffsets: false })
      store.start()
      stage.flow({ partitions: 1, periodMs: 20, untilSeconds: 30 })
      stage.member('m1', { store, commit: 'after', properties: { 'enable.auto.commit': 'false' } })
      stage.at(15, () => { store.process.kill() })
      stage.at(20, () => { store.process.start() })
    })
    expect(stage.lane.ledger.balance()[0]).toMatchObject({ delivered: stage.sent, lostWrites: 0, imbalances: [] })
  })

  it('never loses an acknowledged record, whichever broker and member die, and always balances', () => {
    fc.assert(fc.property(fc.record({
      seed: fc.integer({ min: 1, max: 1_000_000 }),
      broker: fc.integer({ min: 1, max: 3 }),
      brokerDiesAt: fc.integer({ min: 5_000, max: 20_000 }),
      memberDiesAt: fc.integer({ min: 5_000, max: 20_000 }),
      commit: fc.constantFrom<CommitStyle>('auto', 'after'),
    }), ({ seed, broker, brokerDiesAt, memberDiesAt, commit }) => {
      const stage = new Stage({ seed, partitions: 3 })
      const properties = { 'session.timeout.ms': '6000', 'enable.auto.commit': String(commit === 'auto') }
      stage.run(80, () => {
        stage.flow({ partitions: 3, periodMs: 100, untilSeconds: 40 })
        stage.member('m1', { commit, properties })
        const m2 = stage.member('m2', { commit, properties, handlerMicros: 5000 })
        stage.at(brokerDiesAt / 1000, () => { stage.cluster.node(broker).process.kill() })
        stage.at(brokerDiesAt / 1000 + 15, () => { stage.cluster.node(broker).process.start() })
        stage.at(memberDiesAt / 1000, () => { m2.kill() })
      })
      const [balance] = stage.lane.ledger.balance()
      expect(balance).toMatchObject({ lostWrites: 0, imbalances: [] })
      expect(balance?.delivered).toBe(stage.sent)
    }), { numRuns: 15 })
  })

  // Recorded: a fenced member's close tells of lost partitions, as it is no member any more.
  it('loses what it had when it closes after it was fenced', () => {
    const stage = new Stage({ partitions: 2 })
    const properties = { 'group.instance.id': 'i' }
    stage.run(40, () => {
      stage.member('m1', { properties })
      stage.at(10, () => { stage.member('m2', { properties }) })
      for (let ms = 10_000; ms < 16_000; ms += 50) {
        stage.at(ms / 1000, () => { if (stage.events.some((event) => event.includes('m1 poll'))) stage.loops.get('m1')?.stop(() => undefined) })
      }
    })
    const own = stage.events.filter((event) => event.includes(' m1 ')).map((event) => event.split(' ').slice(2).join(' '))
    expect(own).toEqual(['assigned t-0 t-1', 'poll org.apache.kafka.common.errors.FencedInstanceIdException', 'lost t-0 t-1'])
  })
})
