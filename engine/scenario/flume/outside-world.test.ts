import { describe, expect, it } from 'vitest'
import type { PlayedSystems } from '../play/play.ts'
import { runScenario } from '../run/run-scenario.ts'
import type { RunDocument } from '../run/run-document.ts'

const drain = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

function assertBalance({ lanes }: PlayedSystems): void {
  for (const { name, ledger, simulation } of lanes) {
    for (const { imbalances: [first] } of ledger.balance()) {
      if (first !== undefined) throw new Error(`${name}: record ${first.record} ${first.problem} at ${simulation.nowMicros} µs`)
    }
  }
}

/** 300 records in five seconds for a source with these settings, with a channel of 100 and a store that is away meanwhile. */
function run(source: readonly string[], options = '{}'): Promise<RunDocument> {
  const conf = [
    'a1.sources = r1', 'a1.channels = c1', 'a1.sinks = k1', ...source.map((line) => `a1.sources.r1.${line}`), 'a1.sources.r1.channels = c1',
    'a1.channels.c1.type = memory', 'a1.sinks.k1.type = avro', 'a1.sinks.k1.hostname = archive', 'a1.sinks.k1.port = 4545', 'a1.sinks.k1.channel = c1', '',
  ].join('\n')
  const text = `import { load, scenario } from 'kafka-vs-flume'
import conf from './flume.conf'
export default scenario({ duration: '120s' }, ({ lane, at }) => {
  const events = load.steady({ name: 'events', perSecond: 60, bytes: 100, from: '5s', for: '5s' })
  const side = lane('Flume', ({ host, agent, store }) => {
    const a1 = agent('a1', { conf, on: host('collector') })
    a1.source('r1').receives(events, ${options})
    a1.sink('k1').writes(store('archive'))
  })
  at('4s', () => side.link(side.host('collector'), side.host('archive')).cut({ for: '20s' }))
})`
  return runScenario({ files: { 'scenario.ts': text, 'flume.conf': conf }, entry: 'scenario.ts', engineHash: '', drain, seed: 1, sharesRealm: true, afterEachEvent: assertBalance })
}

function fates({ lanes }: RunDocument): { readonly delivered: number; readonly told: number; readonly untold: number } {
  const lines = lanes.flatMap(({ destinations }) => destinations.flatMap(({ lines: of }) => of))
  const count = (matches: (line: (typeof lines)[number]) => boolean): number => lines.filter(matches).reduce((sum, line) => sum + line.count, 0)
  return {
    delivered: count(({ fate }) => fate === 'delivered'),
    told: count(({ fate, isTold }) => fate === 'dropped' && isTold),
    untold: count(({ fate, isTold }) => fate === 'dropped' && !isTold),
  }
}

const answering = [
  ['http', ['type = http', 'port = 8080']],
  ['avro', ['type = avro', 'bind = 0.0.0.0', 'port = 4141']],
  ['netcat', ['type = netcat', 'bind = 0.0.0.0', 'port = 6666']],
] as const
const silent = [
  ['syslogtcp', ['type = syslogtcp', 'host = 0.0.0.0', 'port = 5140']],
  ['multiport_syslogtcp', ['type = multiport_syslogtcp', 'host = 0.0.0.0', 'ports = 5140', 'batchSize = 10']],
  ['syslogudp', ['type = syslogudp', 'host = 0.0.0.0', 'port = 5140']],
  ['netcatudp', ['type = netcatudp', 'bind = 0.0.0.0', 'port = 6666', 'remoteAddress = ip']],
] as const

describe('a client of a source whose channel is full', () => {
  it.each(answering)('sends again to %s until all has arrived', async (_type, source) => {
    expect(fates(await run(source))).toEqual({ delivered: 300, told: 0, untold: 0 })
  })

  it.each(answering)('gives up what %s refused, and knows of each record, when it does not repeat', async (_type, source) => {
    const { delivered, told, untold } = fates(await run(source, '{ repeats: false }'))
    expect(told).toBeGreaterThan(0)
    expect(untold).toBe(0)
    expect(delivered + told).toBe(300)
  })

  it.each(silent)('hears nothing from %s, which drops', async (_type, source) => {
    const { delivered, told, untold } = fates(await run(source))
    expect(told).toBe(0)
    expect(untold).toBeGreaterThan(0)
    expect(delivered + untold).toBe(300)
  })

  it('cannot be told to repeat by anything but true or false', async () => {
    const { error } = await run(answering[0][1], "{ repeats: 'often' }")
    expect(error?.message).toContain('repeats')
    expect(error?.position?.file).toBe('scenario.ts')
  })
})
