import { fates, type Fate } from '../../engine/ledger/fate.ts'
import type { RunDestination, RunDocument, RunLane } from '../../engine/scenario/run/run-document.ts'
import type { Weight } from './outcome-model.ts'
import type { RunUnit } from './run-quantity.ts'

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
  readonly unit: RunUnit
  readonly cells: readonly (number | undefined)[]
}

/** So many columns are shown apart; with more, each lane has one for all its destinations. */
const columnsMax = 12

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
  readonly destinations: readonly RunDestination[]
}

/** Sums a run up; rows that are zero everywhere are left out, apart from the ones that matter most. */
export function summaryRows(run: RunDocument): Summary {
  const isCrowded = run.lanes.reduce((sum, { destinations }) => sum + destinations.length, 0) > columnsMax
  const books: Book[] = run.lanes.flatMap((lane) =>
    isCrowded ? [{ lane, destinations: lane.destinations }] : lane.destinations.map((destination) => ({ lane, destinations: [destination] })),
  )
  const columns = books.map(({ lane, destinations }) => {
    const name = destinations.length > 1 ? `${destinations.length} destinations together` : (destinations[0]?.name ?? '')
    return {
      key: `${lane.name} ${name}`,
      lane: run.lanes.indexOf(lane),
      laneName: lane.name,
      destination: lane.destinations.length > 1 ? name : undefined,
    }
  })
  const sum = (book: Book, cell: (destination: RunDestination) => number): number => book.destinations.reduce((total, one) => total + cell(one), 0)
  const row = (label: string, weight: Weight | undefined, cell: (book: Book) => number): SummaryRow => ({
    label,
    weight,
    unit: 'records',
    cells: books.map(cell),
  })
  const rows: SummaryRow[] = [
    row('owed', undefined, (book) => sum(book, ({ owed }) => owed)),
    ...fates.map((fate) => row(fate, weights[fate], (book) => sum(book, (destination) => countOf(destination, fate)))),
    row('acknowledged and lost', 'bad', (book) => sum(book, ({ lostWrites }) => lostWrites)),
    row('duplicates', 'open', (book) => sum(book, ({ duplicates }) => duplicates)),
    row('replayed', 'plain', (book) => sum(book, ({ replayed }) => replayed)),
    row('reordered', 'open', (book) => sum(book, ({ reordered }) => reordered)),
    row('refused attempts', 'plain', ({ lane }) => lane.refusedAttempts),
    { ...row('longest without an ack', undefined, ({ lane }) => lane.longestWithoutAcknowledgementMicros / 1_000), unit: 'ms' },
    { ...row('longest without a delivery', undefined, ({ destinations }) => longestSilenceMs(destinations)), unit: 'ms' },
  ]
  return { columns, rows: rows.filter(({ label, cells }) => alwaysShown.includes(label) || cells.some((cell) => cell !== 0)) }
}

function longestSilenceMs(destinations: readonly RunDestination[]): number {
  return Math.max(0, ...destinations.map(({ longestWithoutDeliveryMicros }) => longestWithoutDeliveryMicros / 1_000))
}

function countOf(destination: RunDestination, fate: Fate): number {
  return destination.lines.reduce((sum, line) => sum + (line.fate === fate ? line.count : 0), 0)
}
