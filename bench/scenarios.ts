import { readdirSync } from 'node:fs'
import { loadEngine } from '../scripts/engine-realm.ts'
import { readScenario } from '../scripts/scenario-files.ts'

const shipped = 'content/scenarios'

/** Turns in one realm: the first is a reader's first press without a rehearsal, the fastest of the later ones is with it. */
const turns = 4

const emptyScenario = {
  files: { 'scenario.ts': `import { scenario } from 'kafka-vs-flume'\nexport default scenario({ seed: 1, duration: '1s' }, () => {})\n` },
  entry: 'scenario.ts',
}

/**
 * Events of each shipped scenario, its milliseconds in a fresh realm of the built engine and when the engine's code is
 * hot, and hot events a second; and what a scenario without anything costs, before its events.
 *
 * @param row a row of the comparison; all when absent
 * @throws Error when the engine was not built, or when a run ends with an error
 */
export async function scenarioBench(row?: string): Promise<Record<string, number>> {
  const figures: Record<string, number> = { 'an empty scenario, ms cold': (await timed(emptyScenario)).coldMs }
  const rows = row === undefined ? readdirSync(shipped).sort() : [row]
  for (const id of rows.flatMap((name) => readdirSync(`${shipped}/${name}`).sort().map((scenario) => `${name}/${scenario}`))) {
    const { events, coldMs, hotMs } = await timed(readScenario(`${shipped}/${id}`))
    figures[`${id}, events`] = events
    figures[`${id}, ms cold`] = coldMs
    figures[`${id}, ms hot`] = hotMs
    figures[`${id}, events a second, hot`] = Number(((events / hotMs) * 1000).toPrecision(3))
  }
  return figures
}

async function timed(scenario: ReturnType<typeof readScenario>): Promise<{ readonly events: number; readonly coldMs: number; readonly hotMs: number }> {
  const { engine, engineHash, drain } = loadEngine()
  const times: number[] = []
  let events = 0
  for (let turn = 0; turn < turns; turn++) {
    const start = performance.now()
    const run = await engine.runScenario({ ...scenario, drain, engineHash })
    times.push(Math.round(performance.now() - start))
    if (run.error !== undefined) throw new Error(run.error.message)
    events = run.eventsExecuted
  }
  const [coldMs = 0, ...later] = times
  return { events, coldMs, hotMs: Math.min(...later) }
}
