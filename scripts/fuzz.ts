// npm run fuzz -- [--seeds N] [--from N] [--only flume|kafka]
// Makes a scenario from each seed, runs it, and checks every invariant after every event. A seed that fails is shrunk to a
// smaller scenario that fails as well, which is printed as the files that the playground takes.
import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { plans, type Plan } from '../tests/fuzz/plan.ts'
import { scenarioOf } from '../tests/fuzz/plan-text.ts'
import { runPlan } from '../tests/fuzz/run-plan.ts'

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '200' }, from: { type: 'string', default: '1' }, only: { type: 'string' }, shrinks: { type: 'string', default: '60' } } })
const first = Number(values.from)
const last = first + Number(values.seeds) - 1
const chosen = values.only === undefined ? plans : plans.filter(({ side }) => side.system === values.only)

interface Failure {
  readonly seed: number
  readonly plan: Plan
  readonly broken: readonly string[]
}

const failures: Failure[] = []
let events = 0
for (let seed = first; seed <= last; seed++) {
  const failure = await trySeed(seed)
  if (failure !== undefined) {
    failures.push(failure)
    print(failure)
  }
  if ((seed - first + 1) % 50 === 0) console.log(`${seed - first + 1} seeds, ${events} events, ${failures.length} failed`)
}
console.log(`${last - first + 1} seeds, ${events} events, ${failures.length} failed${failures.length === 0 ? '' : `: ${failures.map(({ seed }) => seed).join(', ')}`}`)
process.exitCode = failures.length === 0 ? 0 : 1

async function trySeed(seed: number): Promise<Failure | undefined> {
  let smallest: Failure | undefined
  let shrinksLeft = Number(values.shrinks)
  const property = fc.asyncProperty(chosen, async (plan) => {
    if (smallest !== undefined && shrinksLeft-- <= 0) return
    const { broken, run } = await runPlan(plan)
    events += run.eventsExecuted
    if (broken.length === 0) return
    smallest = { seed, plan, broken }
    throw new Error(broken[0])
  })
  await fc.check(property, { seed, numRuns: 1 })
  return smallest
}

function print({ seed, plan, broken }: Failure): void {
  const { text, files } = scenarioOf(plan)
  console.log(`\nseed ${seed} breaks:\n  ${broken.join('\n  ')}\n--- scenario.ts\n${text}`)
  for (const [path, conf] of Object.entries(files)) console.log(`--- ${path}\n${conf}`)
}
