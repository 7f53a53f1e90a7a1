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

const avro = ['type = avro', 'bind = 0.0.0.0', 'port = 4141']

/** Twenty records, one every 100 ms, through an interceptor of the reader's. */
function run(interceptors: string, source: readonly string[] = avro, type = 'com.example.Own'): Promise<RunDocument> {
  const conf = [
    'a1.sources = r1', 'a1.channels = c1', 'a1.sinks = k1', ...source.map((line) => `a1.sources.r1.${line}`), 'a1.sources.r1.channels = c1',
    'a1.sources.r1.interceptors = i1', `a1.sources.r1.interceptors.i1.type = ${type}`, 'a1.sources.r1.interceptors.i1.last = 9',
    'a1.channels.c1.type = memory', 'a1.sinks.k1.type = logger', 'a1.sinks.k1.channel = c1', '',
  ].join('\n')
  const text = `import { load, scenario } from 'kafka-vs-flume'
import conf from './flume.conf'
export default scenario({ duration: '60s' }, ({ lane }) => {
  const events = load.steady({ name: 'events', perSecond: 10, value: (number) => 'line ' + String(number), from: '5s', for: '2s' })
  lane('Flume', ({ host, agent }) => {
    const a1 = agent('a1', { conf, on: host('collector'), interceptors: ${interceptors} })
    a1.source('r1').receives(events)
  })
})`
  return runScenario({ files: { 'scenario.ts': text, 'flume.conf': conf }, entry: 'scenario.ts', engineHash: '', drain, seed: 1, sharesRealm: true, afterEachEvent: assertBalance })
}

function fates({ lanes: [lane] }: RunDocument): Readonly<Record<string, unknown>> {
  const [destination] = lane?.destinations ?? []
  const counts = new Map<string, number>()
  for (const { fate, count } of destination?.lines ?? []) counts.set(fate, (counts.get(fate) ?? 0) + count)
  return { owed: destination?.owed, ...Object.fromEntries(counts) }
}

function logged({ changes }: RunDocument, text: string): readonly string[] {
  return changes.journal.map(({ message }) => message).filter((message) => message.includes(text))
}

describe('an interceptor of the reader’s own', () => {
  it('changes bodies and headers, leaves events out, and gets its properties', async () => {
    const document = await run(`{ 'com.example.Own': (event, { last }) => {
      const number = Number(event.body.slice(5))
      if (number > Number(last)) return undefined
      event.headers.number = String(number)
      return { ...event, body: 'masked' }
    } }`)
    expect(document.error).toBeUndefined()
    expect(fates(document)).toMatchObject({ owed: 20, delivered: 10, filtered: 10 })
    expect(logged(document, 'Event: {')).toHaveLength(10)
    expect(logged(document, 'Event: {')[9]).toContain('headers:{number=9} body: 6D 61 73 6B 65 64')
  })

  it('may be named by its builder', async () => {
    expect(fates(await run(`{ 'com.example.Own': (event) => event }`, avro, 'com.example.Own$Builder'))).toMatchObject({ delivered: 20 })
  })

  it('is missing on the class path when the agent is not given it: Flume removes the source', async () => {
    const { error } = await run(`{ 'com.example.Other': (event) => event }`)
    expect(error?.message).toContain('java.lang.ClassNotFoundException: com.example.Own')
  })

  const throwing = `{ 'com.example.Own': (event) => {
      if (event.body.endsWith('line 7')) throw new Error('cannot read ' + event.body)
      return event
    } }`

  it('that throws fails the batch of an Avro source, again and again, and a remark shows where', async () => {
    const document = await run(throwing)
    expect(logged(document, 'Caused by').length + logged(document, 'java.lang.RuntimeException: cannot read line 7').length).toBeGreaterThan(5)
    expect(fates(document)).toMatchObject({ owed: 20, delivered: 7 })
    expect(document.diagnostics.filter(({ severity }) => severity === 'warning')).toMatchObject([{ severity: 'warning', position: { file: 'scenario.ts', line: 7, column: 48 } }])
  })

  it('that throws ends the thread of a netcat connection, whose client waits for its answer for ever', async () => {
    const document = await run(throwing, ['type = netcat', 'bind = 0.0.0.0', 'port = 4141'])
    expect(fates(document)).toEqual({ owed: 20, delivered: 7, 'in flight': 13 })
  })

  it('that throws ends the spooling directory source for good', async () => {
    const document = await run(throwing, ['type = spooldir', 'spoolDir = /var/spool'])
    expect(logged(document, 'FATAL: Spool Directory source r1')).toHaveLength(1)
    expect(fates(document)).toMatchObject({ owed: 20 })
  })

  it.each([
    ['http', ['type = http', 'port = 8080'], { owed: 20, delivered: 7, 'in flight': 13 }],
    ['taildir', ['type = TAILDIR', 'filegroups = f', 'filegroups.f = /var/log/app.log'], { owed: 20, 'in flight': 20 }],
    ['exec', ['type = exec', 'command = tail -F /var/log/app.log', 'batchSize = 1'], { owed: 20, delivered: 7, dropped: 1, lost: 12 }],
    ['syslogtcp', ['type = syslogtcp', 'host = 0.0.0.0', 'port = 5140'], { owed: 20, delivered: 19, dropped: 1 }],
    ['multiport_syslogtcp', ['type = multiport_syslogtcp', 'host = 0.0.0.0', 'ports = 5140', 'batchSize = 1'], { owed: 20, delivered: 19, dropped: 1 }],
    ['syslogudp', ['type = syslogudp', 'host = 0.0.0.0', 'port = 5140'], { owed: 20, delivered: 19, dropped: 1 }],
  ] as const)('that throws does to a %s source what it does in Flume', async (_type, source, expected) => {
    expect(fates(await run(throwing, source))).toEqual(expected)
  })

  it('that returns no event ends the run, with the agent’s place', async () => {
    const { error } = await run(`{ 'com.example.Own': () => 'text' }`)
    expect(error?.message).toContain("returned 'text'")
    expect(error?.position).toMatchObject({ file: 'scenario.ts', line: 6 })
  })

  it('ends the run with a sentence when it waits', async () => {
    const { error } = await run(`{ 'com.example.Own': async (event) => event }`)
    expect(error?.message).toContain('returned a promise')
  })

  it.each([
    [`{ timestamp: (event) => event }`, "'timestamp' is an interceptor of Flume's own"],
    [`{ 'com.example.Own': 3 }`, 'must be a function, and is 3'],
    [`[]`, "'interceptors' must be an object of functions by class"],
  ])('refuses %s', async (interceptors, words) => {
    const { error } = await run(interceptors)
    expect(error?.message).toContain(words)
    expect(error?.position?.line).toBe(6)
  })

  it('ends at its own step limit', async () => {
    const document = await run(`{ 'com.example.Own': (event) => { for (;;) event.body += '' } }`)
    expect(document.limitReached).toMatchObject({ limit: 'steps' })
  })
})
