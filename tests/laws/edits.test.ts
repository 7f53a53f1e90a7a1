import { describe, expect, it } from 'vitest'
import type { RunDocument } from '../../engine/host.ts'
import { runFromSource } from './run-from-source.ts'

/** Runs a Kafka lane with 100 records a second from 2 s to 22 s in a topic of two partitions; `actions` come after it. */
function kafkaRun(actions: string, build = '', duration = '40s'): Promise<RunDocument> {
  return runFromSource(`
    import { load, scenario } from 'kafka-vs-flume'
    export default scenario({ seed: 3, duration: '${duration}' }, ({ lane, at, when, sleep, expect }) => {
      const events = load.steady({ name: 'events', perSecond: 100, from: '2s', for: '20s' })
      let reader
      const kafka = lane('Kafka', ({ cluster, store }) => {
        const brokers = cluster({ brokers: 3 })
        brokers.topic('t', { partitions: 2, replicationFactor: 3 })
        brokers.producer({ acks: 'all' }).sends(events, { topic: 't' })
        ${build}
      })
      ${actions}
    })`)
}

function of(run: RunDocument, destination: string): Readonly<Record<string, number>> {
  const found = run.lanes.flatMap(({ destinations }) => destinations).find(({ name }) => name === destination)
  const fates = (found?.lines ?? []).map(({ fate, count }) => [fate, count] as const)
  const sums = new Map<string, number>()
  for (const [fate, count] of fates) sums.set(fate, (sums.get(fate) ?? 0) + count)
  return { owed: found?.owed ?? -1, duplicates: found?.duplicates ?? -1, imbalances: found?.imbalances.length ?? -1, ...Object.fromEntries(sums) }
}

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

/** A consumer that is there from the beginning. */
const consumer = (options = ''): string => `reader = brokers.consumer({ groupId: 'g', 'auto.offset.reset': 'earliest', ${options} }).subscribes('t')`

/** Texts of the markers, with their seconds. */
const edits = (run: RunDocument): readonly string[] => run.markers.filter(({ kind }) => kind === 'edit').map(({ timeMicros, text }) => `${timeMicros / 1e6} ${text}`)

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

const conf = `a1.sources = r1
a1.channels = c1
a1.sinks = k1
a1.sources.r1.type = TAILDIR
a1.sources.r1.filegroups = f1
a1.sources.r1.filegroups.f1 = /var/log/app.log
a1.sources.r1.channels = c1
a1.channels.c1.type = memory
a1.channels.c1.capacity = 1000
a1.sinks.k1.type = avro
a1.sinks.k1.hostname = archive
a1.sinks.k1.port = 4141
a1.sinks.k1.channel = c1
`

const wider = `${conf.replace('sources = r1', 'sources = r1 r2').replace('channels = c1', 'channels = c1 c2').replace('sinks = k1', 'sinks = k1 k2').replace('r1.channels = c1', 'r1.channels = c1 c2')}
a1.sources.r2.type = netcat
a1.sources.r2.bind = 0.0.0.0
a1.sources.r2.port = 4001
a1.sources.r2.channels = c2
a1.channels.c2.type = memory
a1.channels.c2.capacity = 1000
a1.sinks.k2.type = avro
a1.sinks.k2.hostname = second
a1.sinks.k2.port = 4141
a1.sinks.k2.channel = c2
`

/** Runs an agent that gets 20 lines a second from 2 s to 92 s; `actions` come after it. */
function flumeRun(actions: string, build = '', files: Readonly<Record<string, string>> = {}): Promise<RunDocument> {
  const imports = Object.keys({ 'flume.conf': conf, 'wider.conf': wider, ...files }).map((file) => `import ${file.replace('.conf', '')} from './${file}'`)
  return runFromSource(`
    import { load, scenario } from 'kafka-vs-flume'
    ${imports.join('\n    ')}
    export default scenario({ seed: 3, duration: '100s' }, ({ lane, at }) => {
      const events = load.steady({ name: 'events', perSecond: 20, from: '2s', for: '90s' })
      const later = load.steady({ name: 'later', perSecond: 10, from: '50s', for: '20s' })
      let kit
      const side = lane('Flume', (given) => {
        kit = given
        const { host, agent, store } = given
        const a1 = agent('a1', { conf: flume, on: host('collector') })
        a1.source('r1').receives(events)
        a1.sink('k1').writes(store('archive'))
        ${build}
      })
      ${actions}
    })`, { files: { 'flume.conf': conf, 'wider.conf': wider, ...files } })
}

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

describe('a store', () => {
  const both = (options: string, actions = ''): Promise<RunDocument> => runFromSource(`
    import { load, scenario } from 'kafka-vs-flume'
    import conf from './flume.conf'
    export default scenario({ seed: 3, duration: '60s' }, ({ lane, at }) => {
      const events = load.steady({ name: 'events', perSecond: 100, from: '5s', for: '20s' })
      let stores = []
      lane('Flume', ({ host, agent, store }) => {
        stores.push(store('archive', ${options}))
        agent('a1', { conf, on: host('collector') }).source('r1').receives(events).sink('k1').writes(stores[0])
      })
      const kafka = lane('Kafka', ({ cluster, store }) => {
        stores.push(store('archive', ${options}))
        const brokers = cluster({ brokers: 3 })
        brokers.topic('t')
        brokers.producer().sends(events, { topic: 't' })
        brokers.consumer({ groupId: 'g', 'auto.offset.reset': 'earliest' }).subscribes('t').writes(stores[1])
      })
      at('30s', () => { for (const lane of [0, 1]) console.log(delivered(lane)) })
      const delivered = (index) => index === 0 ? flumeLane.delivered.value : kafka.delivered.value
      ${actions}
    })`.replace("lane('Flume'", "const flumeLane = lane('Flume'"), { files: { 'flume.conf': conf.replace('type = TAILDIR', 'type = avro').replace('r1.filegroups = f1', 'r1.bind = 0.0.0.0').replace('r1.filegroups.f1 = /var/log/app.log', 'r1.port = 4000').replace('capacity = 1000', 'capacity = 10000') } })

  it('that takes 50 records a second slows both lanes alike', async () => {
    const run = await both('{ perSecond: 50 }')
    expect(run.error).toBeUndefined()
    for (const { text } of run.console) {
      expect(Number(text)).toBeGreaterThan(1000)
      expect(Number(text)).toBeLessThanOrEqual(1250)
    }
    expect(run.lanes.map(({ destinations: [archive] }) => [archive?.delivered, archive?.imbalances.length])).toEqual([[2000, 0], [2000, 0]])
  })

  it('can become slower and faster while the run goes on', async () => {
    const run = await both('{}', "at('10s', () => { for (const store of stores) store.changesTo({ perSecond: 10 }) }); at('35s', () => { for (const store of stores) store.changesTo({ perSecond: 'unlimited', answersAfter: '5ms' }) })")
    expect(run.error).toBeUndefined()
    expect(edits(run)).toHaveLength(4)
    for (const { text } of run.console) expect(Number(text)).toBeLessThan(800)
    expect(run.lanes.map(({ destinations: [archive] }) => [archive?.delivered, archive?.imbalances.length])).toEqual([[2000, 0], [2000, 0]])
  })

  it('that keeps offsets with its records has everything once, whenever the consumer dies', async () => {
    for (const commit of ['after each batch', 'before processing', 'auto']) {
      const run = await kafkaRun("at('11003ms', () => { reader.kill({ for: '1s' }) }); at('19s', () => { reader.kill({ for: '1s' }) })",
        consumer(`commit: '${commit}', 'session.timeout.ms': 6000, 'auto.commit.interval.ms': 1000`).concat(".writes(store('archive', { keepsOffsets: true, answersAfter: '4ms' }))"))
      expect(run.error).toBeUndefined()
      expect(of(run, 'archive')).toEqual({ owed: 2000, duplicates: 0, imbalances: 0, delivered: 2000 })
    }
  })
})
