import { nothingGiven, outsideWorld, type GivenWorld, type OutsideWorld } from './outside-world.ts'
import { reportCases, type ReportCase } from './report-cases.ts'
import type { RunnableConf } from './runnable-conf.ts'
import { confFile, scenarioText } from './scenario-text.ts'
import { endingsOf, inflowsOf, type Ending, type Inflow } from './ways.ts'

/** The entry of every scenario that a report runs. */
export const reportEntry = 'scenario.ts'

/** A line of the report with the scenario that answers it; no files where the case does not apply. */
export interface ReportRun extends ReportCase {
  readonly files: Readonly<Record<string, string>> | undefined
}

/** What a report runs, and the world that it assumes. */
export interface ConfReport {
  readonly inflows: readonly Inflow[]
  readonly endings: readonly Ending[]
  readonly world: OutsideWorld
  readonly runs: readonly ReportRun[]
}

/**
 * The scenarios of a report: the file as it can be run, and for each case a scenario.ts around it.
 * @param given what the reader has said of the world; the rest are modelling choices
 */
export function confReport({ text, loaded }: RunnableConf, agent: string, given: GivenWorld = nothingGiven): ConfReport {
  const inflows = inflowsOf(loaded)
  const endings = endingsOf(loaded)
  const world = outsideWorld(inflows, endings, given)
  const of = { agent, loaded, inflows, endings, world }
  const runs = reportCases(of).map((report): ReportRun => ({
    ...report,
    files: report.inapplicable === undefined ? { [reportEntry]: scenarioText(of, report), [confFile]: text } : undefined,
  }))
  return { inflows, endings, world, runs }
}
