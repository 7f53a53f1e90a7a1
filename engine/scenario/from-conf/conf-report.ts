import { nothingGiven, outsideWorld, type GivenWorld, type OutsideWorld } from './outside-world.ts'
import { reportCases, type AgentInWorld, type ReportCase } from './report-cases.ts'
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
export function confReport(runnable: RunnableConf, agent: string, given: GivenWorld = nothingGiven): ConfReport {
  const of = inWorld(runnable, agent, given)
  const slow = runnable.paced === undefined ? of : inWorld(runnable.paced, agent, given)
  const runs = reportCases(of, slow).map((report): ReportRun => {
    const isSlow = report.name === 'slow'
    const { text } = isSlow ? runnable.paced ?? runnable : runnable
    return {
      ...report,
      remarks: [...(isSlow ? pacedRemarks(runnable) : []), ...report.remarks],
      files: report.inapplicable === undefined ? { [reportEntry]: scenarioText(isSlow ? slow : of, report), [confFile]: text } : undefined,
    }
  })
  return { inflows: of.inflows, endings: of.endings, world: { ...of.world, stores: { ...slow.world.stores, ...of.world.stores } }, runs }
}

function inWorld({ loaded }: RunnableConf, agent: string, given: GivenWorld): AgentInWorld {
  const inflows = inflowsOf(loaded)
  const endings = endingsOf(loaded)
  return { agent, loaded, inflows, endings, world: outsideWorld(inflows, endings, given) }
}

/** Stand-ins that only the line with a slow store needs, in words. */
function pacedRemarks({ paced, substitutions }: RunnableConf): readonly string[] {
  const known = new Set(substitutions.map(({ sentence }) => sentence))
  return (paced?.substitutions ?? []).filter(({ sentence }) => !known.has(sentence)).map(({ sentence }) => `In this line alone: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`)
}
