import { describe, expect, it } from 'vitest'
import type { RunDocument } from '../../engine/host.ts'
import { conf, edits, flumeRun, kafkaRun, of } from './edited-runs.ts'

const secondSink = `${conf.replace('sinks = k1', 'sinks = k1 k2')}
a1.sinks.k2.type = avro
a1.sinks.k2.hostname = second
a1.sinks.k2.port = 4141
a1.sinks.k2.channel = c1
`

/** Deliveries to both stores of a run that shares records between them, with what the books say of the rest. */
function shares(run: RunDocument): readonly [number, number] {
  expect(run.error).toBeUndefined()
  const [archive, second] = [of(run, 'archive'), of(run, 'second')]
  for (const { owed = 0, delivered = 0, filtered = 0, imbalances } of [archive, second]) expect([imbalances, delivered + filtered]).toEqual([0, owed])
  return [archive['delivered'] ?? 0, second['delivered'] ?? 0]
}

describe('two stores that share records', () => {
  it('are each owed everything where two sinks take from one channel, and the books say what went to the other', async () => {
    const run = await flumeRun('', "a1.sink('k2').writes(store('second'))", { 'flume.conf': secondSink })
    const [archive, second] = shares(run)
    expect(archive + second).toBe(1800)
    expect(Math.min(archive, second)).toBeGreaterThan(0)
    expect(run.lanes[0]?.destinations.flatMap(({ lines }) => lines.map(({ fate, cause }) => (fate === 'filtered' ? cause : ''))).filter((cause) => cause !== ''))
      .toEqual(['went to second instead', 'went to archive instead'])
    expect(run.lanes[0]?.destinations.map(({ lostWrites }) => lostWrites)).toEqual([0, 0])
  })

  it('are so where two members of a group write to one each', async () => {
    const member = (store: string): string => `brokers.consumer({ groupId: 'g', 'auto.offset.reset': 'earliest' }).subscribes('t').writes(store('${store}'))`
    const [archive, second] = shares(await kafkaRun('', `${member('archive')}\n${member('second')}`))
    expect(archive + second).toBe(2000)
    expect(Math.min(archive, second)).toBeGreaterThan(0)
  })

  it('both get everything where two groups read', async () => {
    const group = (store: string): string => `brokers.consumer({ groupId: '${store}', 'auto.offset.reset': 'earliest' }).subscribes('t').writes(store('${store}'))`
    expect(shares(await kafkaRun('', `${group('archive')}\n${group('second')}`))).toEqual([2000, 2000])
  })
})

describe('a way that an edit adds', () => {
  it('is not owed what has passed the fork and is on its way to the first store', async () => {
    const cut = "at('15s', () => { side.link(side.host('a1'), side.host('archive')).cut({ for: '20s' }) })"
    const run = await flumeRun(`${cut}; at('20s', () => { side.agent('a1').edits(wider) })`, "a1.sink('k2').writes(store('second'))")
    expect(run.error).toBeUndefined()
    expect(edits(run)).toHaveLength(1)
    expect(of(run, 'archive')).toMatchObject({ owed: 1800, imbalances: 0, delivered: 1800 })
    const { owed = 0, delivered, imbalances } = of(run, 'second')
    expect([imbalances, delivered]).toEqual([0, owed])
    expect(owed).toBeGreaterThan(800)
    expect(owed).toBeLessThan(1600)
  })
})
