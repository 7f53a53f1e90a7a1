import { describe, expect, it } from 'vitest'
import { runFromSource } from './run-from-source.ts'

const conf = (fsyncPerTransaction: boolean): string => [
  'a1.sources = r1', 'a1.channels = c1', 'a1.sinks = k1',
  'a1.sources.r1.type = netcat', 'a1.sources.r1.bind = 0.0.0.0', 'a1.sources.r1.port = 44444', 'a1.sources.r1.channels = c1',
  'a1.channels.c1.type = file', `a1.channels.c1.fsyncPerTransaction = ${fsyncPerTransaction}`, 'a1.sinks.k1.type = null', 'a1.sinks.k1.channel = c1', '',
].join('\n')

describe('a file channel', () => {
  // A real agent of Flume 1.11 under strace: 20 lines to a netcat source are 20 calls of fdatasync, with either value.
  it('forces every commit to disk, with fsyncPerTransaction = false too', async () => {
    const scenario = `
      import { load, scenario } from 'kafka-vs-flume'
      import always from './always.conf'
      import seldom from './seldom.conf'
      export default scenario({ duration: '20s' }, ({ lane }) => {
        const lines = load.steady({ perSecond: 10, from: '10s', for: '2s' })
        for (const [name, conf] of [['always', always], ['seldom', seldom]]) {
          lane(name, ({ host, agent }) => { agent('a1', { conf, on: host('collector') }).source('r1').receives(lines) })
        }
      })`
    const run = await runFromSource(scenario, { files: { 'always.conf': conf(true), 'seldom.conf': conf(false) } })
    expect(run.error).toBeUndefined()
    const [always, seldom] = run.lanes.map(({ costs }) => costs.fsyncs)
    expect(always).toBeGreaterThanOrEqual(20)
    expect(seldom).toBe(always)
  })
})
