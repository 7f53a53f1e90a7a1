import type { RunDocument } from '../../engine/host.ts'
import type { PlayedSystems } from '../../engine/scenario/play/play.ts'
import { runFromSource } from '../laws/run-from-source.ts'
import { balancedBooks } from './invariants/balanced-books.ts'
import { boundedChannels } from './invariants/bounded-channels.ts'
import { equalLogs } from './invariants/equal-logs.ts'
import { fifoChannels } from './invariants/fifo-channels.ts'
import type { Invariant } from './invariants/invariant.ts'
import { oneLeaderPerEpoch } from './invariants/one-leader-per-epoch.ts'
import { oneOwnerPerPartition } from './invariants/one-owner-per-partition.ts'
import { risingHighWatermark } from './invariants/rising-high-watermark.ts'
import type { Plan } from './plan.ts'
import { scenarioOf } from './plan-text.ts'
import { brokenPromises, isSafe } from './promises.ts'

/** What came of a plan: the run, and sentences on what is broken; none when all holds. */
export interface PlanOutcome {
  readonly run: RunDocument
  readonly broken: readonly string[]
}

const always = (): readonly Invariant[] => [balancedBooks(), oneLeaderPerEpoch(), risingHighWatermark(), oneOwnerPerPartition(), boundedChannels(), fifoChannels()]

/** Runs the scenario of a plan and checks every invariant after every event, and at the end what was promised. */
export async function runPlan(plan: Plan): Promise<PlanOutcome> {
  const { text, files } = scenarioOf(plan)
  const invariants = always()
  const logs = equalLogs()
  const found: string[] = []
  const unequal: string[] = []
  let last: PlayedSystems = { lanes: [], clusters: [], agents: [] }
  const run = await runFromSource(text, {
    files,
    afterEachEvent: (systems) => {
      last = systems
      if (found.length > 0) return
      for (const invariant of invariants) note(invariant, systems, found)
      if (unequal.length === 0) note(logs, systems, unequal)
    },
  })
  const promisesEqualLogs = plan.side.system === 'kafka' && isSafe(plan.side, run)
  return { run, broken: [...found, ...(promisesEqualLogs ? unequal : []), ...brokenPromises(plan, run, last)] }
}

function note({ name, check }: Invariant, systems: PlayedSystems, found: string[]): void {
  try {
    check(systems)
  } catch (error) {
    const nowMicros = systems.lanes[0]?.simulation.nowMicros ?? 0
    found.push(`${name}: ${error instanceof Error ? error.message : String(error)} (at ${nowMicros / 1e6} s)`)
  }
}
