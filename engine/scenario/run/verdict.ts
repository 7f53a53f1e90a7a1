import type { BalanceLine } from '../../ledger/balance.ts'
import type { Fate } from '../../ledger/fate.ts'
import type { RunDestination, RunDocument, RunLane } from './run-document.ts'

/** What became of the records owed to one destination, as the verdict table shows it. */
export interface VerdictRow {
  readonly lane: string
  readonly destination: string
  readonly owed: number
  readonly acknowledged: number
  readonly counts: Readonly<Record<Fate, number>>
  readonly duplicates: number
  /** Delivered again because the reader asked for it. */
  readonly replayed: number
  readonly reordered: number
  readonly lostWrites: number
  /** Lost before their sender was told anything. */
  readonly lostUnacknowledged: number
  /** Dropped, and their sender was told. */
  readonly toldDropped: number
  /** Dropped without a word, or passed over by a reader while they stay stored. */
  readonly otherDropped: number
  /** Attempts of the lane's senders that were told no. */
  readonly refusedAttempts: number
  /** Lost or discarded without their sender being told. */
  readonly silentlyGone: number
  readonly balances: boolean
}

/** What a link expects of a run, in short. */
export interface RunDigest {
  readonly hash: string
  readonly rows: readonly {
    readonly lane: string
    readonly destination: string
    readonly owed: number
    readonly delivered: number
    readonly lost: number
    readonly duplicates: number
  }[]
}

/** The verdict as a table: a row for each destination of each lane. */
export function verdictTable(run: RunDocument): readonly VerdictRow[] {
  return run.lanes.flatMap((lane) => lane.destinations.map((destination) => rowOf(lane, destination)))
}

/** The verdict in short, for a link. */
export function digestOf(run: RunDocument): RunDigest {
  return {
    hash: run.hash,
    rows: verdictTable(run).map(({ lane, destination, owed, counts, duplicates }) => ({
      lane, destination, owed, delivered: counts.delivered, lost: counts.lost + counts.dropped, duplicates,
    })),
  }
}

/** The verdict as one sentence a lane. It looks at the books alone and knows of no scenario. */
export function verdictSentence(run: RunDocument): string {
  const sentences = run.lanes.map(laneSentence)
  if (run.limitReached !== undefined) sentences.push(run.limitReached.sentence)
  if (run.error !== undefined) sentences.push(`The scenario ended with an error: ${run.error.message}`)
  return sentences.join(' ')
}

function laneSentence(lane: RunLane): string {
  const rows = lane.destinations.map((destination) => rowOf(lane, destination))
  if (rows.some(({ balances }) => !balances)) return `${lane.name}: the books do not balance, which is a defect of the simulator; this run proves nothing.`
  if (rows.every(({ owed }) => owed === 0)) return `${lane.name} was offered nothing.`
  return rows.filter(({ owed }) => owed > 0).map((row) => rowSentence(lane, row, rows.length > 1)).join(' ')
}

function rowSentence(lane: RunLane, row: VerdictRow, isNamed: boolean): string {
  const { counts, owed } = row
  const parts = [
    remark(row.lostWrites, row.lostWrites === 1 ? 'acknowledged record lost' : 'acknowledged records lost'),
    remark(row.lostUnacknowledged, 'lost before they were acknowledged'),
    remark(row.toldDropped, 'refused for good, as their sender was told'),
    remark(row.otherDropped, 'dropped'),
  ].filter((text) => text !== '')
  if (parts.length === 0) parts.push(counts.delivered === owed ? `all ${counted(owed, 'record')} delivered` : 'none lost')
  const rest = [
    remark(counts.filtered, 'filtered'), remark(counts.expired, 'expired before they were read'), remark(counts.superseded, 'superseded'),
    remark(counts.unknown, 'of unknown outcome'), remark(counts['in flight'], 'still in flight'), remark(row.duplicates, row.duplicates === 1 ? 'duplicate' : 'duplicates'),
    remark(row.replayed, 'replayed'), remark(row.reordered, 'reordered'), remark(row.refusedAttempts, row.refusedAttempts === 1 ? 'attempt refused' : 'attempts refused'),
  ].filter((text) => text !== '')
  const delivered = counts.delivered === owed ? '' : `; ${number(counts.delivered)} of ${number(owed)} delivered`
  const name = isNamed ? `${lane.name} to ${row.destination}` : lane.name
  return `${name}: ${parts.join(', ')}${delivered}${rest.length === 0 ? '' : `; ${rest.join(', ')}`}.`
}

function rowOf(lane: RunLane, destination: RunDestination): VerdictRow {
  const sum = (select: (line: BalanceLine) => boolean): number =>
    destination.lines.filter(select).reduce((total, { count }) => total + count, 0)
  const count = (fate: Fate): number => sum((line) => line.fate === fate)
  const lostAcknowledged = destination.lines.filter(({ fate }) => fate === 'lost').reduce((total, line) => total + line.acknowledged, 0)
  const toldDropped = sum(({ fate, isTold }) => fate === 'dropped' && isTold)
  return {
    lane: lane.name,
    destination: destination.name,
    owed: destination.owed,
    acknowledged: destination.lines.reduce((total, line) => total + line.acknowledged, 0),
    counts: {
      'delivered': count('delivered'), 'in flight': count('in flight'), 'unknown': count('unknown'), 'filtered': count('filtered'),
      'dropped': count('dropped'), 'expired': count('expired'), 'superseded': count('superseded'), 'lost': count('lost'),
    },
    duplicates: destination.duplicates,
    replayed: destination.replayed,
    reordered: destination.reordered,
    lostWrites: destination.lostWrites,
    lostUnacknowledged: count('lost') - lostAcknowledged,
    toldDropped,
    otherDropped: count('dropped') - toldDropped - (destination.lostWrites - lostAcknowledged),
    refusedAttempts: lane.refusedAttempts,
    silentlyGone: sum(({ fate, isTold }) => (fate === 'lost' || fate === 'dropped') && !isTold),
    balances: destination.imbalances.length === 0,
  }
}

const remark = (count: number, words: string): string => (count === 0 ? '' : `${number(count)} ${words}`)
const counted = (count: number, noun: string): string => `${number(count)} ${noun}${count === 1 ? '' : 's'}`

/** Thousands apart by commas, the same in every locale. */
function number(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',')
}
