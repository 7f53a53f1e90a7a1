import type { BalanceLine } from '../../engine/ledger/balance.ts'
import { fates } from '../../engine/ledger/fate.ts'
import type { RunDestination, RunDocument, RunLane } from '../../engine/scenario/run/run-document.ts'

/** How a line of the verdict should be looked at: colour comes last, after word and number. */
export type Weight = 'good' | 'bad' | 'open' | 'plain'

/** One line of the verdict table: records of one fate at one place for one cause, in one lane. */
export interface OutcomeLine {
  readonly fate: string
  readonly place: string
  readonly cause: string
  /** Whether the sender knows; empty where the question does not arise. */
  readonly told: '' | 'sender told' | 'nobody told'
  readonly count: number
  readonly acknowledged: number
  readonly firstRecord: number
  readonly weight: Weight
}

/** A destination of a lane with its lines in the order of the fates. */
export interface OutcomeDestination {
  readonly name: string
  readonly owed: number
  readonly delivered: number
  readonly lines: readonly OutcomeLine[]
  readonly duplicates: number
  readonly reordered: number
  readonly lostWrites: number
}

/** Everything that the verdict table says of one lane. */
export interface OutcomeLane {
  readonly name: string
  readonly offered: number
  readonly acknowledged: number
  readonly refusedAttempts: number
  readonly destinations: readonly OutcomeDestination[]
}

/** The verdict table of a run. */
export function outcomeOf(run: RunDocument): readonly OutcomeLane[] {
  return run.lanes.map((lane) => ({
    name: lane.name,
    offered: lane.offered,
    acknowledged: lane.acknowledged,
    refusedAttempts: lane.refusedAttempts,
    destinations: lane.destinations.map((destination) => destinationOf(lane, destination)),
  }))
}

function destinationOf(lane: RunLane, destination: RunDestination): OutcomeDestination {
  const lines = destination.lines
    .toSorted((left, right) => fates.indexOf(left.fate) - fates.indexOf(right.fate) || right.count - left.count)
    .map((line) => lineOf(lane, line))
  const { name, owed, delivered, duplicates, reordered, lostWrites } = destination
  return { name, owed, delivered, lines, duplicates, reordered, lostWrites }
}

function lineOf(lane: RunLane, line: BalanceLine): OutcomeLine {
  return {
    fate: line.fate,
    place: line.fate === 'delivered' ? '' : shortName(lane.name, line.place),
    cause: line.cause,
    told: toldOf(line),
    count: line.count,
    acknowledged: line.acknowledged,
    firstRecord: line.firstRecord,
    weight: weightOf(line),
  }
}

function toldOf(line: BalanceLine): OutcomeLine['told'] {
  if (line.fate === 'delivered' || line.fate === 'in flight' || line.fate === 'filtered') return ''
  return line.isTold ? 'sender told' : 'nobody told'
}

function weightOf(line: BalanceLine): Weight {
  if (line.fate === 'delivered') return 'good'
  if (line.fate === 'lost' || line.fate === 'dropped' || line.fate === 'expired') return 'bad'
  return line.fate === 'filtered' || line.fate === 'superseded' ? 'plain' : 'open'
}

/** A component's name without its lane, as the table and the journal show it: `collector/a1/c1`. */
export function shortName(lane: string, component: string): string {
  return component.startsWith(`${lane}/`) ? component.slice(lane.length + 1) : component
}

/**
 * Why a run may not stand as a claim: an error, a limit, an imbalance of the books or a missed expectation; empty when
 * nothing speaks against it.
 */
export function objectionsTo(run: RunDocument): readonly string[] {
  const objections: string[] = []
  if (run.error !== undefined) objections.push(run.error.message)
  if (run.limitReached !== undefined) objections.push(run.limitReached.sentence)
  for (const lane of run.lanes) {
    for (const { name, imbalances } of lane.destinations) {
      for (const { record, problem } of imbalances) {
        objections.push(`The books of ${lane.name} do not balance: record ${record} ${problem} on its way to ${name}.`)
      }
    }
  }
  for (const { isMet, description, expected, actual } of run.expectations) {
    if (!isMet) objections.push(`Expected ${description} to be ${expected}, but it was ${actual}.`)
  }
  return objections
}

/** The lane and line of the first lost write, whose story is told unasked; undefined when nothing was lost. */
export function firstLoss(run: RunDocument): { readonly lane: string; readonly record: number } | undefined {
  for (const lane of run.lanes) {
    for (const { lines } of lane.destinations) {
      const lost = lines.find(({ fate }) => fate === 'lost') ?? lines.find(({ fate }) => fate === 'dropped')
      if (lost !== undefined) return { lane: lane.name, record: lost.firstRecord }
    }
  }
  return undefined
}
