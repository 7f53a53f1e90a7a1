import { readdirSync } from 'node:fs'
import { loadEngine } from '../scripts/engine-realm.ts'
import { readScenario } from '../scripts/scenario-files.ts'

const row = 'content/scenarios/durability'

const emptyScenario = `import { scenario } from 'kafka-vs-flume'
export default scenario({ seed: 1, duration: '1s' }, () => {})
`

/**
 * Milliseconds and events of each shipped experiment on durability, each in a fresh realm of the built engine as the
 * command line and a reader's first press have it, and of a scenario without anything: what a run costs before its events.
 *
 * @throws Error when the engine was not built, or when a run ends with an error
 */
export async function durabilityBench(): Promise<Record<string, number>> {
  const figures: Record<string, number> = {}
  const { milliseconds } = await timedRun({ files: { 'scenario.ts': emptyScenario }, entry: 'scenario.ts' })
  figures['an empty scenario, ms'] = milliseconds
  for (const name of readdirSync(row).sort()) {
    const run = await timedRun(readScenario(`${row}/${name}`))
    figures[`durability/${name}, ms`] = run.milliseconds
    figures[`durability/${name}, events`] = run.events
  }
  return figures
}

async function timedRun(scenario: ReturnType<typeof readScenario>): Promise<{ readonly milliseconds: number; readonly events: number }> {
  const { engine, engineHash, drain } = loadEngine()
  const start = performance.now()
  const run = await engine.runScenario({ ...scenario, drain, engineHash })
  const milliseconds = Math.round(performance.now() - start)
  if (run.error !== undefined) throw new Error(run.error.message)
  return { milliseconds, events: run.eventsExecuted }
}
