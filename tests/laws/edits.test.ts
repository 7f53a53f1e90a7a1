import { describe, expect, it } from 'vitest'
import { consumer, edits, kafkaRun, of } from './edited-runs.ts'

describe('a group that is added while the run goes on', () => {
  it('is owed all that is stored, and all that comes, when it reads from the earliest offset', async () => {
    const run = await kafkaRun("at('12s', () => { kafka.cluster.consumer({ groupId: 'late', 'auto.offset.reset': 'earliest' }).subscribes('t') })")
    expect(run.error).toBeUndefined()
    expect(of(run, 'late')).toEqual({ owed: 2000, duplicates: 0, imbalances: 0, delivered: 2000 })
    expect(run.markers.map(({ kind, timeMicros, text }) => [kind, timeMicros / 1e6, text])).toEqual([['edit', 12, "a consumer of group 'late' is started, for t"]])
  })

  it('is not owed what was stored before, when it reads from the latest; what comes before it has a position is passed over', async () => {
    const run = await kafkaRun("at('12s', () => { kafka.cluster.consumer({ groupId: 'late', 'auto.offset.reset': 'latest' }).subscribes('t') })")
    expect(run.error).toBeUndefined()
    const { owed = 0, delivered = 0, dropped = 0, imbalances } = of(run, 'late')
    expect(imbalances).toBe(0)
    expect(owed).toBeGreaterThanOrEqual(1000)
    expect(owed).toBeLessThan(1010)
    expect(dropped + delivered).toBe(owed)
    expect(dropped).toBeGreaterThan(0)
  })
})

describe('a consumer', () => {
  it('joins a group that is there, and leaves it in good order', async () => {
    const run = await kafkaRun(`
      at('8s', () => { kafka.cluster.consumer({ groupId: 'g', 'auto.offset.reset': 'earliest' }).subscribes('t') })
      at('16s', () => { reader.leaves() })`, consumer())
    expect(run.error).toBeUndefined()
    expect(of(run, 'g')).toEqual({ owed: 2000, duplicates: 0, imbalances: 0, delivered: 2000 })
    expect(edits(run)).toEqual(["8 a consumer of group 'g' is started, for t", "16 leaves group 'g' in good order"])
  })

  it('gets nothing of what it pauses, until it resumes', async () => {
    const paused = await kafkaRun("at('8s', () => { reader.pauses({ partition: 1 }) })", consumer())
    const { 'in flight': held = 0, delivered = 0, imbalances } = of(paused, 'g')
    expect([imbalances, held + delivered]).toEqual([0, 2000])
    expect(held).toBeGreaterThan(500)
    expect(delivered).toBeGreaterThan(1000)
    const resumed = await kafkaRun("at('8s', () => { reader.pauses() }); at('25s', () => { reader.resumes({ topic: 't' }) })", consumer())
    expect(of(resumed, 'g')).toEqual({ owed: 2000, duplicates: 0, imbalances: 0, delivered: 2000 })
    expect(edits(resumed)).toEqual(['8 pauses t-0, t-1', '25 resumes t-0, t-1'])
  })

  it('gets records once more after a seek back, which are no duplicates', async () => {
    const run = await kafkaRun("at('30s', () => { reader.seeks({ topic: 't', to: 'beginning' }) }); expect(kafka.destination('g').replayed).toBe(2000); expect(kafka.duplicates).toBe(0)", consumer())
    expect(run.expectations.map(({ isMet, actual }) => [isMet, actual])).toEqual([[true, '2000'], [true, '0']])
    expect(of(run, 'g')).toEqual({ owed: 2000, duplicates: 0, imbalances: 0, delivered: 2000 })
    const moment = await kafkaRun("at('30s', () => { reader.seeks({ topic: 't', to: { moment: '12s' } }) }); expect(() => kafka.destination('g').replayed).toBeBetween(990, 1010)", consumer())
    expect(moment.expectations.map(({ isMet, actual }) => [isMet, actual])).toEqual([[true, expect.any(String)]])
  })

  it('passes over what lies before the place that it seeks to', async () => {
    const run = await kafkaRun("at('8s', () => { reader.pauses() }); at('15s', () => { reader.seeks({ topic: 't', to: 'end' }); reader.resumes() })", consumer())
    const { dropped = 0, delivered = 0, imbalances } = of(run, 'g')
    expect([imbalances, dropped + delivered]).toEqual([0, 2000])
    expect(dropped).toBeGreaterThan(650)
    expect(dropped).toBeLessThan(750)
  })

  it('loses what it had in hand when it commits before it processes, and gets it again when it commits afterwards', async () => {
    const crash = "at('11s', () => { reader.kill({ for: '2s' }) })"
    const slow = (commit: string): string => consumer(`commit: '${commit}', processing: '15ms', 'session.timeout.ms': 6000`)
    const before = of(await kafkaRun(crash, slow('before processing')), 'g')
    expect([before['duplicates'], before['imbalances'], (before['lost'] ?? 0) > 0]).toEqual([0, 0, true])
    const after = of(await kafkaRun(crash, slow('after each batch')), 'g')
    expect([(after['duplicates'] ?? 0) > 0, after['imbalances'], after['lost']]).toEqual([true, 0, undefined])
  })

  it('is put out of its group when its work on a poll takes longer than max.poll.interval.ms', async () => {
    const run = await kafkaRun('', consumer("processing: '20ms', 'max.poll.interval.ms': 1000, 'session.timeout.ms': 6000, commit: 'after each batch'"))
    expect(run.error).toBeUndefined()
    expect(of(run, 'g')['duplicates']).toBeGreaterThan(0)
    expect(run.changes.texts.join('\n') + JSON.stringify(run.changes.journal)).toContain('CommitFailedException')
  })

  it('that reads what is there every ten seconds ends each time, and misses nothing', async () => {
    const run = await kafkaRun("at('9s', () => { console.log(kafka.delivered.value) }); at('19s', () => { console.log(kafka.delivered.value) })", consumer("every: '10s', commit: 'after each batch'"))
    expect(run.error).toBeUndefined()
    const [first = '', second = ''] = run.console.map(({ text }) => text)
    expect(Number(first)).toBeLessThan(500)
    expect(Number(second)).toBeGreaterThan(700)
    expect(Number(second)).toBeLessThan(1400)
    expect(of(run, 'g')).toEqual({ owed: 2000, duplicates: 0, imbalances: 0, delivered: 2000 })
  })
})
