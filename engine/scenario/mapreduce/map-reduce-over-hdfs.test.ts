import { describe, expect, it } from 'vitest'
import type { RunDocument } from '../run/run-document.ts'
import { runScenario } from '../run/run-scenario.ts'

const drain = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

/** 600 records in ten seconds through an hdfs sink, a hundred in a transaction, and jobs over its directory. */
function run(rollCount: number, job: string): Promise<RunDocument> {
  const conf = ['a1.sources = r1', 'a1.channels = c1', 'a1.sinks = k1', 'a1.sources.r1.type = avro', 'a1.sources.r1.bind = 0.0.0.0', 'a1.sources.r1.port = 4141', 'a1.sources.r1.channels = c1',
    'a1.channels.c1.type = memory', 'a1.channels.c1.capacity = 10000', 'a1.sinks.k1.type = hdfs', 'a1.sinks.k1.channel = c1', 'a1.sinks.k1.hdfs.path = hdfs://namenode/events',
    'a1.sinks.k1.hdfs.fileType = DataStream', `a1.sinks.k1.hdfs.rollCount = ${rollCount}`, 'a1.sinks.k1.hdfs.rollSize = 0', 'a1.sinks.k1.hdfs.rollInterval = 0', ''].join('\n')
  const text = `import { load, scenario } from 'kafka-vs-flume'
import conf from './flume.conf'
export default scenario({ duration: '80s' }, ({ lane, at }) => {
  const events = load.steady({ name: 'events', perSecond: 60, bytes: 100, from: '10s', for: '10s' })
  lane('Flume', ({ host, agent, hdfs, mapReduce }) => {
    hdfs({ dataNodes: 3 })
    agent('a1', { conf, on: host('collector') }).source('r1').receives(events)
    const job = mapReduce({ every: '35s', ${job} })
    at('60s', () => { console.log('read', job.recordsRead.value) })
  })
})`
  return runScenario({ files: { 'scenario.ts': text, 'flume.conf': conf }, entry: 'scenario.ts', engineHash: '', drain, seed: 1, sharesRealm: true })
}

function printed({ console }: RunDocument): readonly string[] {
  return console.map(({ text }) => text)
}

describe('a job over what an hdfs sink writes', () => {
  it('reads all that is in files that are closed', async () => {
    const document = await run(100, "paths: 'hdfs://namenode/events'")
    expect(document.error).toBeUndefined()
    expect(printed(document)).toEqual(['read 600'])
  })

  it('reads the records of the first flush and one more of a file that is still open', async () => {
    const document = await run(0, "paths: '/events'")
    const [line] = printed(document)
    const count = Number(line?.slice('read '.length))
    expect(count).toBeGreaterThan(1)
    expect(count).toBeLessThanOrEqual(101)
  })

  it('fails where there is no such directory, or no such file system', async () => {
    for (const path of ['/nothing', 'hdfs://elsewhere/events']) {
      const document = await run(0, `paths: '${path}'`)
      expect(printed(document)).toEqual(['read 0'])
      expect(document.changes.journal.map(({ message }) => message).join('\n')).toMatch(/Job failed: .*(?:Input path does not exist: \/nothing|No FileSystem for hdfs:\/\/elsewhere)/)
    }
  })
})
