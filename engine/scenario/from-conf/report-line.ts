import type { BalanceLine } from '../../ledger/balance.ts'
import type { RunDocument } from '../run/run-document.ts'
import { verdictTable, type VerdictRow } from '../run/verdict.ts'

/** What became of the events owed to one end of the agent's ways. */
export interface ReportEnd {
  readonly destination: string
  readonly owed: number
  readonly delivered: number
  /** Destroyed, or discarded without a word to their sender. */
  readonly lost: number
  /** Given up by their sender, who was told. */
  readonly givenUp: number
  readonly filtered: number
  readonly duplicates: number
  /** Still on the way when the run ended. */
  readonly waiting: number
  /** The longest that an event took, and what 99 of 100 took at most; in ms; NaN where nothing was delivered. */
  readonly longestMs: number
  readonly p99Ms: number
  /** Where and why events were lost, most of them first. */
  readonly causes: readonly { readonly count: number; readonly place: string; readonly cause: string }[]
}

/** A line of the report, read from the run's books alone. */
export interface ReportLine {
  readonly offered: number
  /** Attempts of senders that were told no. */
  readonly refused: number
  readonly ends: readonly ReportEnd[]
  /** What kept the run from its end; undefined when nothing did. */
  readonly trouble: string | undefined
}

/** Reads a line of the report from a run of the scenario that was made for it. */
export function reportLine(run: RunDocument): ReportLine {
  const [lane] = run.lanes
  const rows = verdictTable(run)
  const ends = (lane?.destinations ?? []).flatMap(({ lines, latency }, index) => {
    const row = rows[index]
    return row === undefined ? [] : [endOf(row, lines, latency)]
  })
  const isBalanced = rows.every(({ balances }) => balances)
  const trouble = run.error?.message ?? run.limitReached?.sentence ?? (isBalanced ? undefined : 'The books do not balance, which is a defect of the simulator: this line proves nothing.')
  return { offered: lane?.offered ?? 0, refused: lane?.refusedAttempts ?? 0, ends, trouble }
}

function endOf(row: VerdictRow, lines: readonly BalanceLine[], latency: { readonly p99Micros: number; readonly maxMicros: number }): ReportEnd {
  const gone = lines.filter(({ fate, isTold }) => (fate === 'lost' || fate === 'dropped') && !isTold)
  return {
    destination: row.destination,
    owed: row.owed,
    delivered: row.counts.delivered,
    lost: gone.reduce((sum, { count }) => sum + count, 0),
    givenUp: row.toldDropped,
    filtered: row.counts.filtered,
    duplicates: row.duplicates,
    waiting: row.counts['in flight'] + row.counts.unknown,
    longestMs: latency.maxMicros / 1_000,
    p99Ms: latency.p99Micros / 1_000,
    causes: gone.map(({ count, place, cause }) => ({ count, place, cause })).toSorted((left, right) => right.count - left.count),
  }
}
