import { describe, expect, it } from 'vitest'
import { runFromSource } from './run-from-source.ts'

const scenarioIn = (options: string, body: string): string => `
  import { scenario } from 'kafka-vs-flume'
  export default scenario({ duration: '3h', ${options} }, ({ at }) => {
    at('0s', () => { ${body} })
    at('2h', () => { ${body} })
  })`

describe('the time zone of a scenario', () => {
  it('is where its start is meant, and where its dates are, over a change of the clocks', async () => {
    const run = await runFromSource(scenarioIn("start: '2026-03-29T01:30:00', timeZone: 'Europe/Berlin'", 'const now = new Date(); console.log(now, now.getHours(), String(now), now.getTimezoneOffset(), new Date(2026, 6, 1, 12))'))
    expect(run.error).toBeUndefined()
    expect(run.timeZone).toBe('Europe/Berlin')
    expect(run.console.map(({ text }) => text)).toEqual([
      '2026-03-29T00:30:00.000Z 1 Sun Mar 29 2026 01:30:00 GMT+0100 -60 2026-07-01T10:00:00.000Z',
      '2026-03-29T02:30:00.000Z 4 Sun Mar 29 2026 04:30:00 GMT+0200 -120 2026-07-01T10:00:00.000Z',
    ])
  })

  it('is refused with its place when there is none of that name', async () => {
    const run = await runFromSource(scenarioIn("timeZone: 'europe/berlin'", ''))
    expect(run.error).toEqual({
      severity: 'error', message: "scenario: 'timeZone' must be a name of the tz database or an offset, and is 'europe/berlin'.",
      position: { file: 'scenario.ts', line: 3, column: 45 }, fix: "Did you mean 'Europe/Berlin'?",
    })
  })
})
