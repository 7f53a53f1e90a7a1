import { describe, expect, it } from 'vitest'
import type { RunDocument } from '../../engine/host.ts'
import { conf, consumer, edits, kafkaRun, of } from './edited-runs.ts'
import { runFromSource } from './run-from-source.ts'

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

describe('a load in steps', () => {
  const steps = (options: string): Promise<RunDocument> => runFromSource(`
    import { load, scenario } from 'kafka-vs-flume'
    export default scenario({ duration: '30s' }, ({ lane, at }) => {
      const events = load.steps(${options})
      const kafka = lane('Kafka', ({ cluster }) => { const brokers = cluster({ brokers: 3 }); brokers.topic('t'); brokers.producer().sends(events, { topic: 't' }) })
      for (const moment of ['10s', '20s', '30s']) at(moment, () => { console.log(kafka.offered.value) })
    })`)

  it('brings what its rates say, each from its moment on', async () => {
    const run = await steps("{ steps: [{ from: '0s', perSecond: 100 }, { from: '9s', perSecond: 0 }, { from: '15s', perSecond: 1000 }] }")
    expect(run.error).toBeUndefined()
    expect(run.console.map(({ text }) => text)).toEqual(['900', '5900', '15900'])
  })

  it.each([
    ['{ steps: [] }', /'steps' must be an array/],
    ["{ steps: [{ from: '5s', perSecond: 1 }, { from: '5s', perSecond: 2 }] }", /each step must begin later/],
    ["{ steps: [{ from: '0s', perSecond: 0 }] }", /no step brings any records/],
    ["{ steps: [{ from: '0s' }] }", /'perSecond' must be a number of records a second/],
    ['{ steps: [{ perSecond: 3 }] }', /'from' must be a duration/],
    ["{ steps: [{ from: '0s', perSecond: -3 }] }", /'perSecond' must be at least 0/],
  ])('is refused where it makes no sense: %s', async (options, says) => {
    const run = await steps(options)
    expect(run.error?.message).toMatch(says)
    expect(run.error?.position).toMatchObject({ file: 'scenario.ts', line: 4 })
  })
})
