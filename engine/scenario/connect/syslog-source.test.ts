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

/** Two hundred messages of syslog from another machine, through a topic into a file; what the topic has first is printed. */
function run(faults: string, config: Readonly<Record<string, string | number>> = {}): Promise<RunDocument> {
  const source = { 'connector.class': 'SyslogSource', topic: 'logs', 'syslog.port': 5140, ...config }
  const text = `import { load, scenario } from 'kafka-vs-flume'
export default scenario({ duration: '60s' }, ({ lane, at }) => {
  const events = load.steady({ name: 'events', perSecond: 20, key: (number) => 'k' + String(number), value: (number) => 'line ' + String(number), from: '12s', for: '10s' })
  lane('Kafka', ({ host, cluster, connect }) => {
    const kafka = cluster({ brokers: 1, 'offsets.topic.replication.factor': 1 }).topic('logs', { partitions: 1 })
    const worker = connect({ on: host('relay') })
    const source = worker.connector({ name: 'syslog', config: ${JSON.stringify(source)} }).receives(events, { from: host('web') })
    worker.connector({ name: 'archive', config: { 'connector.class': 'FileStreamSink', topics: 'logs', file: '/archive.txt' } })
    at('1s', async () => {
      const consumer = kafka.client().consumer({ groupId: 'print' })
      await consumer.connect()
      await consumer.subscribe({ topics: ['logs'], fromBeginning: true })
      await consumer.run({ eachMessage: async ({ message }) => { if (message.offset === '0') console.log(String(message.key) + '|' + message.value) } })
    })
    ${faults}
  })
})`
  return runScenario({ files: { 'scenario.ts': text }, entry: 'scenario.ts', engineHash: '', drain, seed: 1, sharesRealm: true, afterEachEvent: assertBalance })
}

function fates({ lanes: [lane] }: RunDocument): Readonly<Record<string, unknown>> {
  const destination = lane?.destinations.find(({ name }) => name === 'archive')
  const counts: Record<string, number> = {}
  for (const { fate, count } of destination?.lines ?? []) counts[fate] = (counts[fate] ?? 0) + count
  return { owed: destination?.owed, duplicates: destination?.duplicates, ...counts }
}

describe('a source connector that listens for syslog', () => {
  it.each(['TCP', 'UDP'])('makes a record of each message that comes over %s, with its head and without a key', async (listener) => {
    const document = await run('', { 'syslog.listener': listener })
    expect(document.error).toBeUndefined()
    expect(fates(document)).toEqual({ owed: 200, delivered: 200, duplicates: 0 })
    expect(document.console.map(({ text }) => text)).toEqual(['null|<13>1 - application app - - - line 0'])
  })

  it('loses datagrams that come while its worker is dead, and tells nobody', async () => {
    const document = await run("at('15s', () => { worker.kill({ for: '2s' }) })", { 'syslog.listener': 'UDP' })
    expect(document.error).toBeUndefined()
    const { dropped = 0, lost = 0, delivered } = fates(document)
    // Two seconds and the start of a JVM of four, at twenty a second.
    expect(Number(dropped) + Number(lost)).toBeGreaterThan(100)
    expect(Number(dropped) + Number(lost) + Number(delivered)).toBe(200)
  })

  it('loses what waits in its queue when its worker is killed, while senders over TCP keep what they could not write', async () => {
    const document = await run("at('14s', () => { source.pauses() })\n    at('16s', () => { worker.kill({ for: '2s' }) })")
    expect(document.error).toBeUndefined()
    const { lost, delivered } = fates(document)
    // A paused source still takes in what comes: two seconds of twenty a second.
    expect(Number(lost)).toBeGreaterThanOrEqual(38)
    expect(Number(lost)).toBeLessThanOrEqual(42)
    expect(Number(delivered)).toBe(200 - Number(lost))
  })

  it('makes a sender over TCP wait when its queue is full', async () => {
    const document = await run("at('13s', () => { source.pauses() })\n    at('30s', () => { source.resumes() })", { 'syslog.queue.max.size': 10 })
    expect(document.error).toBeUndefined()
    expect(fates(document)).toEqual({ owed: 200, delivered: 200, duplicates: 0 })
  })

  it.each(["worker.terminate({ for: '2s' })", "host('relay').powerCut({ for: '5s' })", 'source.stops()', 'source.restarts()'])('explains every message after %s', async (fault) => {
    const document = await run(`at('13s', () => { source.pauses() })\n    at('14s', () => { ${fault} })`)
    expect(document.error).toBeUndefined()
    const { lost = 0 } = fates(document)
    expect(Number(lost)).toBeGreaterThanOrEqual(19)
  })

  it('drops a message that no broker takes without a word to its sender, and fails unless errors are tolerated', async () => {
    const small = { 'producer.override.max.request.size': 110, 'transforms': 'hoist', 'transforms.hoist.type': 'org.apache.kafka.connect.transforms.HoistField$Value', 'transforms.hoist.field': 'line' }
    const strict = await run('', small)
    expect(strict.error).toBeUndefined()
    expect(strict.changes.texts.some((text) => text.startsWith('org.apache.kafka.connect.errors.ConnectException: Unrecoverable exception from producer send callback'))).toBe(true)
    const tolerant = await run('', { ...small, 'errors.tolerance': 'all' })
    expect(tolerant.error).toBeUndefined()
    expect(fates(tolerant)).toMatchObject({ owed: 200, dropped: 200 })
    expect(tolerant.lanes[0]?.destinations.flatMap(({ lines }) => lines).some(({ isTold }) => isTold)).toBe(false)
  })

  it('refuses a port that somebody else listens on', async () => {
    const document = await run("worker.connector({ name: 'second', config: { 'connector.class': 'SyslogSource', topic: 'logs', 'syslog.port': 5140 } })")
    expect(document.error).toBeUndefined()
    expect(fates(document)).toMatchObject({ delivered: 200 })
    const { tracks, texts } = document.changes
    const track = tracks.findIndex(({ component, field }) => component.endsWith('/second-0') && field === 'state')
    expect(track).toBeGreaterThan(-1)
    expect(texts.some((text) => text.includes('java.net.BindException: Address already in use'))).toBe(true)
  })
})
