import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RandomStream } from '../../sim/random-stream.ts'
import { InvariantChecker } from './testing/invariants.ts'
import { TestBed, type TestBedOptions } from './testing/test-bed.ts'
import { TestProducer } from './testing/test-producer.ts'

type Fault = (bed: TestBed, random: RandomStream) => () => void

const pick = (bed: TestBed, random: RandomStream) => bed.cluster.nodes[random.nextInt(bed.cluster.nodes.length)] ?? bed.cluster.node(1)

/** Faults; each returns its remedy. */
const faults: readonly Fault[] = [
  (bed, random) => {
    const { process } = pick(bed, random)
    process.kill()
    return () => { process.start() }
  },
  (bed, random) => {
    const { process } = pick(bed, random)
    process.terminate()
    return () => { process.start() }
  },
  (bed, random) => {
    const { process } = pick(bed, random)
    process.pause()
    return () => { process.resume() }
  },
  (bed, random) => {
    const link = bed.lane.network.link(pick(bed, random).host, pick(bed, random).host)
    link.cut()
    return () => { link.heal() }
  },
]

const powerCut: Fault = (bed, random) => {
  const { host, process } = pick(bed, random)
  host.powerCut()
  return () => {
    host.powerOn()
    process.start()
  }
}

interface Trial {
  readonly options: TestBedOptions
  readonly topicConfigs: Readonly<Record<string, string>>
  readonly acks: number
  readonly minIsr: number
  readonly faults: readonly Fault[]
  /** Whether the next fault waits until the last one is repaired and all ISRs are full again. */
  readonly oneAtATime: boolean
}

function runTrial(seed: number, trial: Trial): { readonly bed: TestBed; readonly producer: TestProducer; readonly problems: readonly string[]; readonly checker: InvariantChecker } {
  const problems: string[] = []
  let events = 0
  let check: () => void = () => undefined
  const bed = new TestBed({ ...trial.options, seed, afterEachEvent: () => { check() } })
  const { cluster } = bed
  cluster.createTopic({ name: 't', assignment: [[1, 2, 3]], configs: trial.topicConfigs })
  const checker = new InvariantChecker(cluster, 't', trial.minIsr)
  const producer = new TestProducer(bed, { topic: 't', acks: trial.acks, periodMicros: 40_000 })
  expect(bed.startAndWait()).toBeGreaterThan(0)
  producer.process.start()
  check = () => {
    const broken = checker.broken()
    if (broken !== undefined && problems.length < 5) problems.push(`${bed.simulation.nowMicros} µs: ${broken}`)
    if (events++ % 200 !== 0) return
    for (const { imbalances } of bed.lane.ledger.balance()) {
      if (imbalances.length > 0 && problems.length < 5) problems.push(`${bed.simulation.nowMicros} µs: books do not balance: ${JSON.stringify(imbalances[0])}`)
    }
  }
  const random = bed.simulation.random('faults')
  for (let round = 0; round < 4; round++) {
    const fault = trial.faults[random.nextInt(trial.faults.length)]
    const remedy = fault?.(bed, random)
    const wait = 0.5 + random.nextFloat() * 14
    bed.runFor(wait)
    // A process that was told to stop may still be at it.
    for (let tries = 0; tries < 60 && cluster.nodes.some(({ process }) => process.state === 'stopping'); tries++) bed.runFor(1)
    remedy?.()
    if (trial.oneAtATime) for (let tries = 0; tries < 90 && !cluster.isIsrFull; tries++) bed.runFor(1)
    else bed.runFor(random.nextFloat() * 5)
  }
  for (let tries = 0; tries < 120 && !cluster.isIsrFull; tries++) bed.runFor(1)
  producer.stop()
  // TCP may repeat what was lost as late as it doubles its time-out: up to as long again as the link was cut.
  bed.runFor(45)
  return { bed, producer, problems, checker }
}

describe('a Kafka cluster', () => {
  it.each([['one controller', 1], ['three controllers', 3], ['combined nodes', 'combined'] as const])('comes up with %s and fills the ISR of a new topic', (_, controllers) => {
    const bed = new TestBed({ controllers })
    bed.cluster.createTopic({ name: 't', partitions: 3, replicationFactor: 3 })
    expect(bed.startAndWait()).toBeGreaterThan(0)
    expect(bed.cluster.partition('t', 2)?.isr).toHaveLength(3)
    expect(bed.cluster.unfencedBrokers).toBe(3)
  })

  it('keeps every record acknowledged with acks=all through single faults of any kind, when two replicas must be in sync (invariant 13)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.constantFrom(1, 3, 'combined' as const), (seed, controllers) => {
        const { bed, producer, problems, checker } = runTrial(seed, {
          options: { controllers },
          topicConfigs: { 'min.insync.replicas': '2' },
          acks: -1,
          minIsr: 2,
          faults: [...faults, powerCut],
          oneAtATime: true,
        })
        expect(problems).toEqual([])
        expect(producer.acknowledged.length).toBeGreaterThan(20)
        expect(checker.missingFromLeader(producer.acknowledged)).toEqual([])
        expect(bed.cluster.isIsrFull).toBe(true)
        expect(bed.recordsOn(2, 't')).toEqual(bed.recordsOn(1, 't'))
        expect(bed.recordsOn(3, 't')).toEqual(bed.recordsOn(1, 't'))
      }),
      { numRuns: 6, seed: 20_260, endOnFailure: true },
    )
  })

  it('keeps its rules, and acks=all records, through overlapping kills, pauses and cuts: only power can lose what a page cache has', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.constantFrom(1, 3, 'combined' as const), (seed, controllers) => {
        const { producer, problems, checker } = runTrial(seed, {
          options: { controllers },
          topicConfigs: { 'min.insync.replicas': '2' },
          acks: -1,
          minIsr: 2,
          faults,
          oneAtATime: false,
        })
        expect(problems).toEqual([])
        expect(checker.missingFromLeader(producer.acknowledged)).toEqual([])
      }),
      { numRuns: 6, seed: 4_711, endOnFailure: true },
    )
  })

  it('loses records acknowledged with acks=1 when their leader loses power before anybody has fetched them (invariant 12)', () => {
    const bed = new TestBed()
    bed.cluster.createTopic({ name: 't', assignment: [[1, 2, 3]] })
    bed.startAndWait()
    const producer = new TestProducer(bed, { topic: 't', acks: 1, periodMicros: 20_000 })
    producer.process.start()
    bed.runFor(2)
    bed.cluster.node(2).process.pause()
    bed.cluster.node(3).process.pause()
    bed.runFor(1)
    bed.cluster.node(1).host.powerCut()
    bed.cluster.node(2).process.resume()
    bed.cluster.node(3).process.resume()
    bed.runFor(20)
    producer.stop()
    bed.runFor(5)
    const survived = new Set(bed.recordsOn(bed.cluster.leaderOf('t', 0)?.id ?? 0, 't'))
    const lost = producer.acknowledged.filter(({ record }) => !survived.has(record))
    expect(lost.length).toBeGreaterThan(10)
    const [balance] = bed.lane.ledger.balance()
    expect(balance?.imbalances).toEqual([])
    expect(balance?.lostWrites).toBe(lost.length)
    expect(balance?.lines.find(({ fate }) => fate === 'lost')?.cause).toBe('power loss: in the page cache, not yet on disk')
  })

  it('loses records acknowledged with acks=all when one replica is enough, and that one loses its power (invariant 14)', () => {
    const bed = new TestBed()
    const { cluster } = bed
    cluster.createTopic({ name: 't', assignment: [[1, 2, 3]] })
    bed.startAndWait()
    const producer = new TestProducer(bed, { topic: 't', acks: -1, periodMicros: 50_000 })
    producer.process.start()
    bed.runFor(2)
    for (const id of [2, 3]) cluster.node(id).process.kill()
    bed.runFor(13)
    expect(cluster.partition('t', 0)).toMatchObject({ leader: 1, isr: [1], elr: [] })
    cluster.node(1).host.powerCut()
    bed.runFor(5)
    for (const id of [2, 3]) cluster.node(id).process.start()
    bed.runFor(15)
    expect(cluster.partition('t', 0)?.leader).toBe(-1)
    cluster.node(1).host.powerOn()
    bed.runFor(30)
    producer.stop()
    bed.runFor(10)
    expect(cluster.isIsrFull).toBe(true)
    const kept = new Set(bed.recordsOn(cluster.leaderOf('t', 0)?.id ?? 0, 't'))
    const lost = producer.acknowledged.filter(({ record }) => !kept.has(record))
    expect(lost.length).toBeGreaterThan(10)
    const [balance] = bed.lane.ledger.balance()
    expect(balance).toMatchObject({ imbalances: [], lostWrites: lost.length })
    expect(balance?.lines.filter(({ fate }) => fate === 'lost').map(({ cause }) => cause)).toContain('power loss: in the page cache, not yet on disk')
  })

  it('elects an eligible leader replica when the last one in the ISR has lost its tail with the power (invariant 15, KIP-966)', () => {
    const bed = new TestBed()
    const { cluster } = bed
    cluster.createTopic({ name: 't', assignment: [[1, 2, 3]], configs: { 'min.insync.replicas': '2' } })
    bed.startAndWait()
    const producer = new TestProducer(bed, { topic: 't', acks: -1, periodMicros: 50_000 })
    producer.process.start()
    bed.runFor(3)
    for (const id of [3, 2]) {
      cluster.node(id).process.terminate()
      bed.runFor(12)
    }
    expect(cluster.partition('t', 0)).toMatchObject({ leader: 1, isr: [1], elr: [2] })
    cluster.node(1).host.powerCut()
    bed.runFor(12)
    expect(cluster.partition('t', 0)?.leader).toBe(-1)
    cluster.node(2).process.start()
    bed.runFor(12)
    expect(cluster.leaderOf('t', 0)?.id).toBe(2)
    cluster.node(1).host.powerOn()
    cluster.node(3).process.start()
    bed.runFor(30)
    producer.stop()
    bed.runFor(5)
    expect(cluster.isIsrFull).toBe(true)
    expect(new InvariantChecker(cluster, 't', 2).missingFromLeader(producer.acknowledged)).toEqual([])
  })

  it('loses what only the dead leader had when unclean.leader.election.enable=true, and says so in the books (invariant 16)', () => {
    const bed = new TestBed()
    const { cluster } = bed
    cluster.createTopic({ name: 't', assignment: [[1, 2]], configs: { 'unclean.leader.election.enable': 'true' } })
    bed.startAndWait()
    const producer = new TestProducer(bed, { topic: 't', acks: -1, periodMicros: 50_000 })
    producer.process.start()
    bed.runFor(2)
    cluster.node(2).process.kill()
    bed.runFor(13)
    expect(cluster.isrOf('t', 0)).toEqual([1])
    cluster.node(1).process.kill()
    bed.runFor(13)
    cluster.node(2).process.start()
    bed.runFor(15)
    expect(cluster.leaderOf('t', 0)?.id).toBe(2)
    cluster.node(1).process.start()
    bed.runFor(20)
    producer.stop()
    bed.runFor(5)
    expect(cluster.isIsrFull).toBe(true)
    const kept = new Set(bed.recordsOn(2, 't'))
    const lost = producer.acknowledged.filter(({ record }) => !kept.has(record))
    expect(lost.length).toBeGreaterThan(10)
    const [balance] = bed.lane.ledger.balance()
    expect(balance).toMatchObject({ imbalances: [], lostWrites: lost.length })
    expect(balance?.lines.find(({ fate }) => fate === 'lost')?.cause).toMatch(/^truncated to the new leader's log end \(epoch \d+, offset \d+\)$/)
    expect(cluster.controllerEvents.some(({ text }) => text.startsWith('UNCLEAN '))).toBe(true)
  })
})
