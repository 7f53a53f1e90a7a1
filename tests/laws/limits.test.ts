import { describe, expect, it } from 'vitest'
import type { LimitReached } from '../../engine/sim/limits.ts'
import { runFromSource } from './run-from-source.ts'
import type { SourceRunOptions } from './run-from-source.ts'

/** A cluster that is written to for two minutes, with one more line in the builder. */
const scenarioWith = (line: string, limits: string): string => `
  import { load, scenario } from 'kafka-vs-flume'
  export default scenario({ duration: '2m', limits: { ${limits} } }, ({ lane, at }) => {
    const kafka = lane('Kafka', ({ cluster }) => {
      const brokers = cluster({ brokers: 1 })
      brokers.topic('t').producer({ acks: 1 }).sends(load.steady({ perSecond: 100, bytes: 1000 }), { topic: 't' })
    })
    ${line}
  })`

/** The limit that ended a run, with the partial result asserted to be there. */
async function limitOf(line: string, limits: string, options: SourceRunOptions = {}): Promise<LimitReached | undefined> {
  const run = await runFromSource(scenarioWith(line, limits), options)
  expect(run.error).toBeUndefined()
  expect(run.lanes[0]?.destinations.flatMap(({ imbalances }) => imbalances)).toEqual([])
  expect((await runFromSource(scenarioWith(line, limits), options)).hash).toBe(run.hash)
  return run.limitReached
}

describe('a run that reaches a limit ends with its partial result and a sentence', { timeout: 60_000 }, () => {
  it('for events, and names the component that had most of them', async () => {
    const reached = await limitOf('', 'events: 3000')
    expect(reached?.limit).toBe('events')
    expect(reached?.sentence).toMatch(/^The run ended at \d+\.\d{3} s of virtual time: it reached its limit of 3000 events\. Most were used by Kafka\/\S+ \(\d+ events\)\.$/)
  })

  it('for virtual time', async () => {
    const reached = await limitOf('', '', { limits: { virtualTimeMicros: 30_000_000 } })
    expect(reached?.sentence).toMatch(/^The run ended at (29\.9\d\d|30\.000) s of virtual time: it reached its limit of 30000000 microseconds of virtual time\. Most were used by Kafka\/\S+/)
  })

  it('for records offered', async () => {
    const reached = await limitOf('', 'records: 500')
    expect(reached?.sentence).toMatch(/it reached its limit of 500 records\. Most were used by /)
  })

  it('for bytes held', async () => {
    const reached = await limitOf('', '', { limits: { countedBytes: 1_000_000 } })
    expect(reached?.sentence).toMatch(/it reached its limit of 1000000 bytes held\. Most were used by /)
  })

  it('for console lines, and names the place in the file', async () => {
    const reached = await limitOf("at('40s', () => { for (let n = 0; n < 100; n++) console.log(n) })", 'consoleLines: 20')
    expect(reached?.sentence).toBe('The run ended at 40.000 s of virtual time: it reached its limit of 20 console lines. Most were used by scenario.ts, line 8, column 23.')
  })

  it('for steps of the reader’s code, and names the place in the file', async () => {
    const reached = await limitOf("at('40s', () => { for (;;) ; })", 'steps: 5000')
    expect(reached?.sentence).toBe('The run ended at 40.000 s of virtual time: it reached its limit of 5000 steps of your code (loop turns and function calls). Most were used by scenario.ts, line 8, column 23.')
  })
})
