import { describe, expect, it } from 'vitest'
import type { RunDocument } from '../../engine/host.ts'
import { conf, edits, flumeRun, of, wider } from './edited-runs.ts'

const starts = (run: RunDocument): readonly number[] => run.changes.journal.filter(({ message }) => message.includes('Starting new configuration')).map(({ timeMicros }) => Math.round(timeMicros / 1e6))

describe('an edit of a flume.conf', () => {
  it('is noticed at the next look of the agent, and leaves a marker when it is made', async () => {
    const run = await flumeRun("at('20s', () => { side.agent('a1').edits(flume.replace('capacity = 1000', 'capacity = 2000')) })")
    expect(run.error).toBeUndefined()
    expect(edits(run)).toEqual(['20 its configuration is replaced by an edited text'])
    expect(starts(run)).toHaveLength(2)
    expect((starts(run)[1] ?? 0) - (starts(run)[0] ?? 0)).toBeGreaterThanOrEqual(29)
    expect(of(run, 'archive')).toMatchObject({ owed: 1800, imbalances: 0, delivered: 1800 })
  })

  it.each([
    ['declared ahead', "a1.source('r2').receives(later); a1.sink('k2').writes(store('second'))", "at('20s', () => { side.agent('a1').edits(wider) })"],
    ['when it is made', '', "at('20s', () => { const a1 = side.agent('a1'); a1.edits(wider); a1.source('r2').receives(later).sink('k2').writes(kit.store('second')) })"],
  ])('brings new sources and sinks, that are connected %s; what went before is not owed to a new way', async (_, build, actions) => {
    const run = await flumeRun(actions, build)
    expect(run.error).toBeUndefined()
    expect(of(run, 'archive')).toMatchObject({ owed: 1800, imbalances: 0, delivered: 1800 })
    const { owed = 0, delivered, imbalances } = of(run, 'second')
    expect([imbalances, delivered]).toEqual([0, owed])
    expect(owed).toBeGreaterThan(200 + 900)
    expect(owed).toBeLessThan(200 + 1400)
  })

  it('is not heard of by a connection from before: its source goes on with the old channels', async () => {
    const netcat = (text: string): string => text.replace('r1.type = TAILDIR', 'r1.type = netcat').replace('r1.filegroups = f1', 'r1.bind = 0.0.0.0').replace('r1.filegroups.f1 = /var/log/app.log', 'r1.port = 4000')
    const files = { 'flume.conf': netcat(conf), 'wider.conf': netcat(wider) }
    const run = await flumeRun("at('20s', () => { side.agent('a1').edits(wider) })", "a1.source('r2').receives(later); a1.sink('k2').writes(store('second'))", files)
    expect(run.error).toBeUndefined()
    expect(of(run, 'archive')).toMatchObject({ owed: 1800, imbalances: 0, delivered: 1800 })
    const { owed = 0, delivered = 0, filtered = 0, imbalances } = of(run, 'second')
    expect([imbalances, delivered, delivered + filtered]).toEqual([0, 200, owed])
  })

  it('that takes a way out leaves nothing owed there afterwards', async () => {
    const build = "a1.sink('k2').writes(store('second'))"
    const run = await flumeRun("at('10s', () => { side.agent('a1').edits(wider) }); at('40s', () => { side.agent('a1').edits(flume) })", build)
    expect(run.error).toBeUndefined()
    expect(of(run, 'archive')).toMatchObject({ owed: 1800, imbalances: 0, delivered: 1800 })
    const { owed = 0, delivered = 0, imbalances } = of(run, 'second')
    expect(imbalances).toBe(0)
    expect(delivered).toBeGreaterThan(400)
    expect(owed - delivered).toBeLessThan(140)
  })

  it('that Flume refuses leaves the agent as it is, and its poller dead; the remark has the place in the file', async () => {
    const broken = conf.replace('type = memory', 'type = memori')
    const run = await flumeRun("at('20s', () => { side.agent('a1').edits(broken) }); at('50s', () => { side.agent('a1').edits(flume.replace('capacity = 1000', 'capacity = 2000')) })", '', { 'broken.conf': broken })
    expect(run.error).toBeUndefined()
    expect(starts(run)).toHaveLength(1)
    expect(of(run, 'archive')).toMatchObject({ owed: 1800, imbalances: 0, delivered: 1800 })
    const complaint = run.diagnostics.find(({ severity, message }) => severity === 'error' && message.includes('memori'))
    expect(complaint?.position).toEqual({ file: 'broken.conf', line: 8, column: 1 })
    expect(complaint?.message).toContain('A running agent goes on with what it has, and never looks at the file again.')
  })

  it('that leaves nothing to run stops everything, until the next good one', async () => {
    const empty = conf.replace('a1.channels = c1', 'a1.channels =')
    const run = await flumeRun("at('20s', () => { side.agent('a1').edits(empty) }); at('50s', () => { side.agent('a1').edits(flume) })", '', { 'empty.conf': empty })
    expect(run.error).toBeUndefined()
    expect(starts(run)).toHaveLength(3)
    expect(of(run, 'archive')).toMatchObject({ owed: 1800, imbalances: 0 })
    expect(run.diagnostics.some(({ message }) => message.includes('A running agent stops all its components'))).toBe(true)
  })
})

describe('what cannot be said of an agent or a store', () => {
  it.each([
    ["side.agent('a1').edits(5)", /edits takes the text of a flume\.conf, and got 5/],
    ["side.agent('a1').edits(flume.replace('no such words', ''))", /the new text is the same as before/],
    ["side.agent('a1').edits(flume.replace('type = memory', 'type = jdbc').replace('a1.channels.c1.capacity = 1000', ''))", /JdbcChannel is not simulated here/],
    ["side.agent('a1').source('r9').receives(later)", /Agent 'a1' has no source 'r9'/],
    ["side.agent('a1').source('r1').receives(events)", /Load 'events' began at 2 s, and it is 20 s/],
    ["kit.store('second', { perSecond: 'many' })", /'perSecond' must be a number/],
    ["kit.store('second', { answersAfter: 5 })", /'answersAfter' must be a duration/],
    ["kit.store('second', { keepsOffsets: 1 })", /'keepsOffsets' must be true or false/],
    ["kit.store('archive', { perSecond: 5 })", /Store 'archive' is there already/],
    ["kit.store('archive').changesTo({ perSecond: 0 })", /'perSecond' must be at least/],
  ])('is refused with the place of the call: %s', async (call, says) => {
    const run = await flumeRun(`at('20s', () => { ${call} })`)
    expect(run.error?.message).toMatch(says)
    expect(run.error?.position).toMatchObject({ file: 'scenario.ts', line: 17 })
  })

  it('is refused before the run begins', async () => {
    const run = await flumeRun("side.agent('a1').edits(wider)")
    expect(run.error?.message).toMatch(/edits has no moment/)
  })
})

describe('an agent with a supervisor', () => {
  it('is started again five seconds after it was killed, and goes on reading', async () => {
    const run = await flumeRun("at('20s', () => { side.agent('a1').kill() })")
    expect(run.error).toBeUndefined()
    expect(starts(run)).toHaveLength(2)
    expect((starts(run)[1] ?? 0) - 20).toBeGreaterThanOrEqual(5)
    expect(of(run, 'archive')).toMatchObject({ owed: 1800, imbalances: 0 })
  })
})
