import { fates, type Fate } from '../../engine/ledger/fate.ts'
import type { RunDestination, RunDocument, RunLane } from '../../engine/scenario/run/run-document.ts'
import type { Weight } from './outcome-model.ts'

/** A column of the summary: one destination of one lane. */
export interface SummaryColumn {
  readonly key: string
  /** The lane's index in the run. */
  readonly lane: number
  readonly laneName: string
  /** Named only where a lane has more than one. */
  readonly destination: string | undefined
}

/** A row of the summary with a value per column; undefined where there is nothing to count. */
export interface SummaryRow {
  readonly label: string
  readonly weight: Weight | undefined
  readonly isDuration: boolean
  readonly cells: readonly (number | undefined)[]
}

/** The verdict at one glance: fates down, lanes across. */
export interface Summary {
  readonly columns: readonly SummaryColumn[]
  readonly rows: readonly SummaryRow[]
}

const weights: Readonly<Record<Fate, Weight>> = {
  delivered: 'good',
  'in flight': 'open',
  unknown: 'open',
  filtered: 'plain',
  dropped: 'bad',
  expired: 'bad',
  superseded: 'plain',
  lost: 'bad',
}

/** Rows that are shown even when they are zero everywhere: their absence is what the reader came for. */
const alwaysShown: readonly string[] = ['delivered', 'lost', 'acknowledged and lost', 'duplicates']

interface Book {
  readonly lane: RunLane
  readonly destination: RunDestination
}

/** Sums a run up; rows that are zero everywhere are left out, apart from the ones that matter most. */
export function summaryRows(run: RunDocument): Summary {
  const books: Book[] = run.lanes.flatMap((lane) => lane.destinations.map((destination) => ({ lane, destination })))
  const columns = run.lanes.flatMap((lane, index) =>
    lane.destinations.map(({ name }) => ({
      key: `${index} ${name}`,
      lane: index,
      laneName: lane.name,
      destination: lane.destinations.length > 1 ? name : undefined,
    })),
  )
  const row = (label: string, weight: Weight | undefined, cell: (book: Book) => number): SummaryRow => ({
    label,
    weight,
    isDuration: false,
    cells: books.map(cell),
  })
  const rows: SummaryRow[] = [
    row('owed', undefined, ({ destination }) => destination.owed),
    ...fates.map((fate) => row(fate, weights[fate], ({ destination }) => countOf(destination, fate))),
    row('acknowledged and lost', 'bad', ({ destination }) => destination.lostWrites),
    row('duplicates', 'open', ({ destination }) => destination.duplicates),
    row('reordered', 'open', ({ destination }) => destination.reordered),
    row('refused attempts', 'plain', ({ lane }) => lane.refusedAttempts),
    { ...row('longest without an ack', undefined, ({ lane }) => lane.longestWithoutAcknowledgementMicros), isDuration: true },
  ]
  return { columns, rows: rows.filter(({ label, cells }) => alwaysShown.includes(label) || cells.some((cell) => cell !== 0)) }
}

function countOf(destination: RunDestination, fate: Fate): number {
  return destination.lines.reduce((sum, line) => sum + (line.fate === fate ? line.count : 0), 0)
}
