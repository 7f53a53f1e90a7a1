import type { LoadedAgent } from '../../flume/conf/load-conf.ts'
import { arrivalsAt, secondsToFill, type OutsideWorld } from './outside-world.ts'
import type { Ending, Inflow } from './ways.ts'

/** What happens to the agent in a line of the report. */
export type CaseName = 'nothing' | 'kill' | 'power' | 'slow' | 'outage' | 'flood'

/** In the order of the report. */
const caseNames: readonly CaseName[] = ['nothing', 'kill', 'power', 'slow', 'outage', 'flood']

/** An agent with its ways and the world around it. */
export interface AgentInWorld {
  readonly agent: string
  readonly loaded: LoadedAgent
  readonly inflows: readonly Inflow[]
  readonly endings: readonly Ending[]
  readonly world: OutsideWorld
}

/** A line of the report to be run. */
export interface ReportCase {
  readonly name: CaseName
  readonly title: string
  /** Seconds that arrivals go on for, and those of the whole run. */
  readonly loadSeconds: number
  readonly durationSeconds: number
  /** Why this happens to none of its sinks; the case is then not run. */
  readonly inapplicable: string | undefined
  /** What the reader should know beside: what is not hit, what will not fill. */
  readonly remarks: readonly string[]
}

/** Arrivals begin when the agent and its Kafka clients are up. */
export const loadFromSeconds = 20
/** The faults begin so long after the arrivals. */
export const faultAfterSeconds = 25
/** At the end a run waits so long, or longer where much has piled up, for what is on its way. */
const drainSeconds = 120
/** A slow store is not waited for longer than this. */
const slowSecondsMax = 900

/**
 * The lines of the report for an agent.
 * @param paced the same agent before stores that have a pace, for the line in which they are slow
 */
export function reportCases(agent: AgentInWorld, paced: AgentInWorld): readonly ReportCase[] {
  return caseNames.map((name) => caseOf(name, name === 'slow' ? paced : agent))
}

function caseOf(name: CaseName, agent: AgentInWorld): ReportCase {
  const { faults } = agent.world
  const { loadSeconds, restartSeconds, powerSeconds, outageSeconds, floodTimes, floodSeconds, slowPercent } = faults
  const least = (seconds: number): number => Math.max(loadSeconds, seconds)
  switch (name) {
    case 'nothing':
      return lasting(name, 'Nothing goes wrong', loadSeconds)
    case 'kill':
      return lasting(name, `The agent is killed, and starts again after ${restartSeconds} s`, least(faultAfterSeconds + restartSeconds + 20))
    case 'power':
      return lasting(name, `The power of its machine fails for ${powerSeconds} s`, least(faultAfterSeconds + powerSeconds + 20))
    case 'slow':
      return slowCase(`What its sinks write to takes ${slowPercent} % of what arrives`, agent)
    case 'outage': {
      const title = `What its sinks write to is out of reach for ${words(outageSeconds)}`
      return { ...lasting(name, title, least(faultAfterSeconds + outageSeconds + 30), outageSeconds * 0.75), inapplicable: inapplicable(agent, isReachable, 'could be out of reach'), remarks: spared(agent, isReachable, 'is not hit') }
    }
    case 'flood': {
      const isBrought = agent.inflows.some(({ kind }) => kind !== 'itself')
      return { ...lasting(name, `${floodTimes} times as much arrives for ${words(floodSeconds)}`, least(faultAfterSeconds + floodSeconds + 30), (floodSeconds * floodTimes) / 2), inapplicable: isBrought ? undefined : 'Its sources make their own events: nothing from outside can become more.' }
    }
  }
}

function lasting(name: CaseName, title: string, loadSeconds: number, piledUpSeconds = 0): ReportCase {
  return { name, title, loadSeconds, durationSeconds: loadFromSeconds + loadSeconds + Math.max(drainSeconds, Math.ceil(piledUpSeconds)), inapplicable: undefined, remarks: [] }
}

function slowCase(title: string, agent: AgentInWorld): ReportCase {
  const { endings, inflows, loaded, world } = agent
  const slowed = endings.filter(isSlowed)
  const fills = slowed.map(({ channel }) => ({ channel, seconds: secondsToFill(channel, loaded, inflows, world) }))
  const finite = fills.filter(({ seconds }) => seconds <= slowSecondsMax).map(({ seconds }) => seconds)
  const loadSeconds = Math.ceil(Math.max(world.faults.loadSeconds, ...finite.map((seconds) => seconds * 1.25)))
  const late = fills.filter(({ seconds }) => seconds > slowSecondsMax && seconds < Number.POSITIVE_INFINITY)
  const remarks = [
    ...spared(agent, isSlowed, 'cannot be slowed down here'),
    ...late.map(({ channel, seconds }) => `${channel} does not get full in this run: at ${arrivalsAt(channel, inflows, world.sources)} events a second that takes ${words(Math.round(seconds))}.`),
  ]
  return { ...lasting('slow', title, loadSeconds), inapplicable: inapplicable(agent, isSlowed, 'could be slower than what arrives'), remarks }
}

const isSlowed = ({ kind }: Pick<Ending, 'kind'>): boolean => kind === 'store' || kind === 'kafka'
const isReachable = (ending: Pick<Ending, 'kind'>): boolean => isSlowed(ending) || ending.kind === 'disk' || ending.kind === 'hdfs'

function inapplicable({ endings }: AgentInWorld, isHit: (ending: Ending) => boolean, what: string): string | undefined {
  if (endings.some(isHit)) return undefined
  return endings.every(({ kind }) => kind === 'none') ? 'No sink takes events from its channels.' : `Its sinks write to nothing that ${what}.`
}

function spared({ endings }: AgentInWorld, isHit: (ending: Ending) => boolean, what: string): string[] {
  const others = endings.filter((ending) => !isHit(ending) && ending.sinks.length > 0)
  return endings.some(isHit) ? others.map(({ sinks }) => `What ${sinks.join(' and ')} writes to ${what}.`) : []
}

/** A length of time as people say it. */
function words(seconds: number): string {
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7_200) return `${Math.round(seconds / 60)} minutes`
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} hours` : `${Math.round(seconds / 86_400)} days`
}
