import { describe, expect, it } from 'vitest'
import { runFromSource } from './run-from-source.ts'

/** A scenario with a line in an action at 1 s. */
const scenarioWith = (line: string): string => `
  import { scenario } from 'kafka-vs-flume'
  export default scenario({ duration: '20s' }, ({ lane, at, sleep, when }) => {
    const kafka = lane('Kafka', ({ cluster }) => { cluster({ brokers: 1 }).topic('t') })
    const producer = kafka.cluster.client().producer({ 'max.request.size': 100 })
    const broken = async () => { await sleep('1s'); throw new Error('broken') }
    const big = () => producer.send({ topic: 't', messages: [{ value: 'x'.repeat(500) }] })
    at('1s', async () => {
      await producer.connect()
      ${line}
      await sleep('10s'); console.log('went on')
    })
  })`

const inBroken = { file: 'scenario.ts', line: 6, column: 59 }

describe('a promise of the scenario that is rejected and that nobody waits for', () => {
  it.each([
    'broken()', 'void broken()', 'broken().then(() => 1)', ';[1, 2].forEach(async () => { await broken() })', 'new Set([1]).forEach(() => broken())',
    'Promise.all([broken(), broken()])', 'true && broken()', 'broken().finally(() => {});', 'if (producer) broken()', 'at(\'2s\', () => { broken() })', 'when(() => true, () => broken())',
  ])('ends the run, with file, line and column: %s', async (line) => {
    const run = await runFromSource(scenarioWith(line))
    expect(run.error).toMatchObject({ message: 'Error: broken', position: inBroken })
    expect(run.console).toEqual([])
    expect(run.endedAtMicros).toBeLessThan(3_100_000)
  })

  it('ends the run when it comes from a client, with Kafka’s exception and the place of the call', async () => {
    const run = await runFromSource(scenarioWith('big()'))
    expect(run.error?.message).toMatch(/^org\.apache\.kafka\.common\.errors\.RecordTooLargeException/)
    expect(run.error?.position).toEqual({ file: 'scenario.ts', line: 7, column: 32 })
  })

  it.each(['await broken().catch(() => 1)', 'broken().catch(() => 1)', 'try { await broken() } catch {}', 'await Promise.allSettled([broken()])', 'const later = broken(); later.catch(() => 1)', 'sleep("1s")'])(
    'is the scenario’s own affair when it is handled: %s', async (line) => {
      const run = await runFromSource(scenarioWith(line))
      expect(run.error).toBeUndefined()
      expect(run.console.map(({ text }) => text)).toEqual(['went on'])
    })
})
