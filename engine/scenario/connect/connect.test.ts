import { describe, expect, it } from 'vitest'
import type { PlayedSystems } from '../play/play.ts'
import type { RunDocument } from '../run/run-document.ts'
import { runScenario } from '../run/run-scenario.ts'

const drain = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

function assertBalance({ lanes }: PlayedSystems): void {
  for (const { name, ledger, simulation } of lanes) {
    for (const { imbalances: [first] } of ledger.balance()) {
      if (first !== undefined) throw new Error(`${name}: record ${first.record} ${first.problem} at ${simulation.nowMicros} µs`)
    }
  }
}

const sinkJson = JSON.stringify({ name: 'archive', config: { 'connector.class': 'FileStreamSink', topics: 'logs', file: '/archive.txt' } })

/** Two hundred lines in a log file, through a source, a topic and a sink. */
function run(faults: string, sink = sinkJson): Promise<RunDocument> {
  const text = `import { load, scenario } from 'kafka-vs-flume'
import sink from './sink.json'
export default scenario({ duration: '150s' }, ({ lane, at }) => {
  const events = load.steady({ name: 'events', perSecond: 20, value: (number) => 'line ' + String(number), from: '12s', for: '10s' })
  lane('Kafka', ({ host, cluster, connect, hdfs }) => {
    hdfs()
    cluster({ brokers: 1, 'offsets.topic.replication.factor': 1 }).topic('logs', { partitions: 2 })
    const worker = connect({ on: host('web'), properties: { 'offset.flush.interval.ms': 10000 } })
    const source = worker.connector({ name: 'tail', config: { 'connector.class': 'FileStreamSource', file: '/app.log', topic: 'logs' } }).receives(events)
    const archive = worker.connector(sink)
    ${faults}
  })
})`
  return runScenario({ files: { 'scenario.ts': text, 'sink.json': sink }, entry: 'scenario.ts', engineHash: '', drain, seed: 1, sharesRealm: true, afterEachEvent: assertBalance })
}

function fates({ lanes: [lane] }: RunDocument): Readonly<Record<string, unknown>> {
  const [destination] = lane?.destinations ?? []
  const counts = new Map<string, number>()
  for (const { fate, count } of destination?.lines ?? []) counts.set(fate, (counts.get(fate) ?? 0) + count)
  return { owed: destination?.owed, duplicates: destination?.duplicates, ...Object.fromEntries(counts) }
}

describe('a worker of Kafka Connect in a lane', () => {
  it('carries a log file into another file', async () => {
    const document = await run('')
    expect(document.error).toBeUndefined()
    expect(fates(document)).toMatchObject({ owed: 200, delivered: 200, duplicates: 0 })
  })

  it('is at least once: a killed worker reads lines and records again', async () => {
    const document = await run("at('17s', () => { worker.kill({ for: '5s' }) })")
    expect(document.error).toBeUndefined()
    expect(fates(document)).toMatchObject({ owed: 200, delivered: 200 })
    expect(Number(fates(document)['duplicates'])).toBeGreaterThan(0)
  })

  it('says where the records are that a paused sink has not got', async () => {
    const document = await run("at('15s', () => { archive.pauses() })")
    expect(document.error).toBeUndefined()
    const { delivered, 'in flight': waiting } = fates(document)
    expect(Number(delivered) + Number(waiting)).toBe(200)
    expect(Number(waiting)).toBeGreaterThan(100)
  })

  it('writes into HDFS once, although a killed worker reads records again', async () => {
    const config = { 'connector.class': 'HdfsSink', 'hdfs.url': 'hdfs://namenode', topics: 'logs', 'flush.size': 10, 'rotate.interval.ms': 5000, 'consumer.override.session.timeout.ms': 10000 }
    const document = await run("at('40s', () => { worker.kill({ for: '5s' }) })", JSON.stringify({ name: 'archive', config }))
    expect(document.error).toBeUndefined()
    expect(fates(document)).toMatchObject({ owed: 200, delivered: 200, duplicates: 0 })
  })

  it('refuses a connector in the words of Connect', async () => {
    const document = await run('', JSON.stringify({ name: 'archive', config: { 'connector.class': 'FileStreamSink' } }))
    expect(document.error?.message).toContain('Must configure one of topics or topics.regex')
  })
})
