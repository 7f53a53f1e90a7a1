import type { Fate } from './fate.ts'
import type { Destination, LaneLedger } from './lane-ledger.ts'
import type { RecordRun } from './record-run.ts'
import { numberInStream, streamIndexOf } from './record-stream.ts'
import { streamBase } from './record-stream.ts'
import type { StreamBook } from './stream-book.ts'

/** Records of one fate at one place for one cause. */
export interface BalanceLine {
  readonly fate: Fate
  readonly place: string
  readonly cause: string
  /** Whether their sender was told. */
  readonly isTold: boolean
  readonly count: number
  /** Of them, acknowledged to the sender. */
  readonly acknowledged: number
  /** Global number of the first of them. */
  readonly firstRecord: number
}

/** An obligation that neither side of the books explains: a defect of the engine. */
export interface Imbalance {
  readonly record: number
  readonly problem: 'vanished' | 'appeared'
}

/** All obligations to one destination. `owed` equals the sum of the lines plus the vanished ones. */
export interface DestinationBalance {
  readonly destination: string
  readonly owed: number
  readonly delivered: number
  /** Copies beyond the first that nobody asked for. */
  readonly duplicates: number
  /** Copies beyond the first that the reader asked for. */
  readonly replayed: number
  readonly reordered: number
  /** Acknowledged, never delivered, no longer held. */
  readonly lostWrites: number
  readonly lines: readonly BalanceLine[]
  readonly imbalances: readonly Imbalance[]
}

/** Imbalances that are listed one by one. */
const imbalancesMax = 20

/** Sets what was offered against what was delivered, is held, or ended with a reason. */
export function takeBalance(ledger: LaneLedger): readonly DestinationBalance[] {
  return ledger.destinations.map((destination) => balanceOf(ledger, destination))
}

function balanceOf(ledger: LaneLedger, destination: Destination): DestinationBalance {
  const held = walkHolders(ledger, destination.index)
  const tally = new Tally()
  for (const [streamIndex, book] of ledger.books) {
    if (!ledger.owedTo(streamIndex).includes(destination.index)) continue
    tallyStream(ledger, { streamIndex, book, destination }, held.places.get(streamIndex), tally)
  }
  return {
    destination: destination.name,
    owed: tally.owed,
    delivered: destination.distinct,
    duplicates: destination.deliveries - destination.distinct - destination.replayed,
    replayed: destination.replayed,
    reordered: destination.reordered,
    lostWrites: tally.lostWrites,
    lines: tally.lines(),
    imbalances: [...tally.imbalances, ...held.appeared.map((record) => ({ record, problem: 'appeared' as const }))],
  }
}

interface HeldRecords {
  /** Per stream: for each record the place (index + 1) that holds it; 0 when none does. */
  readonly places: ReadonlyMap<number, Uint16Array>
  readonly appeared: readonly number[]
}

/**
 * Of the records of a stream that have come: those that no holder has for a destination now. What is in a queue for others
 * has passed the fork already, although a copy of it may be on the network.
 */
export function recordsOutOfReach(ledger: LaneLedger, destination: number, stream: number): readonly RecordRun[] {
  const runs: { first: number; count: number }[] = []
  const passed = heldForOthers(ledger, destination, stream)
  walkHolders(ledger, destination).places.get(stream)?.forEach((place, number) => {
    if (place > 0 && passed[number] === 0) return
    const last = runs.at(-1)
    const record = streamBase(stream) + number
    if (last !== undefined && last.first + last.count === record) last.count++
    else runs.push({ first: record, count: 1 })
  })
  return runs
}

/** Records of a stream that somebody holds for other destinations, and nobody for this one by name: 1. */
function heldForOthers({ holders, books }: LaneLedger, destination: number, stream: number): Uint8Array {
  const held = new Uint8Array(books.get(stream)?.offered ?? 0)
  const mark = (isForThis: boolean): void => {
    for (const holder of holders) {
      const named = holder.destinations?.()
      if (named === undefined || named.includes(destination) !== isForThis) continue
      holder.walk((run) => {
        const first = numberInStream(run.first)
        if (streamIndexOf(run.first) === stream) held.fill(isForThis ? 0 : 1, first, first + run.count)
      })
    }
  }
  mark(false)
  mark(true)
  return held
}

const placeOf = (ledger: LaneLedger, index: number): string => ledger.holders[index]?.place ?? ''

function walkHolders(ledger: LaneLedger, destination: number): HeldRecords {
  const places = new Map<number, Uint16Array>()
  const appeared: number[] = []
  for (const [streamIndex, book] of ledger.books) places.set(streamIndex, new Uint16Array(book.offered))
  ledger.holders.forEach((holder, index) => {
    if (holder.destinations !== undefined && !holder.destinations().includes(destination)) return
    holder.walk((run: RecordRun) => {
      const cells = places.get(streamIndexOf(run.first))
      const first = numberInStream(run.first)
      const end = first + run.count
      if (cells === undefined || end > cells.length) {
        if (appeared.length < imbalancesMax) appeared.push(run.first)
        return
      }
      for (let number = first; number < end; number++) if (cells[number] === 0) cells[number] = index + 1
    })
  })
  return { places, appeared }
}

interface StreamAtDestination {
  readonly streamIndex: number
  readonly book: StreamBook
  readonly destination: Destination
}

function tallyStream(ledger: LaneLedger, stream: StreamAtDestination, places: Uint16Array | undefined, tally: Tally): void {
  const { book, destination } = stream
  const { deliveries, endings, exempt } = book.cells(destination.index)
  const base = streamBase(stream.streamIndex)
  const delivered: End = { fate: 'delivered', place: destination.name, cause: '', isTold: false, isStored: true }
  const copies = deliveries.upTo(book.offered)
  for (let number = 0; number < book.offered;) {
    const first = number
    while (number < book.offered && copies[number] !== 0) number++
    if (number > first) {
      tally.owed += number - first
      tally.count(delivered, base + first, number - first, book.countAccepted(first, number))
      continue
    }
    number++
    if (exempt !== undefined && exempt.get(first) > 0) continue
    tally.owed++
    const end = endOf(ledger, book, first, { place: places?.[first] ?? 0, ending: endings.get(first) })
    if (end === undefined) tally.vanished(base + first)
    else tally.count(end, base + first, 1, book.isAccepted(first) ? 1 : 0)
  }
}

/** How a record ended that was not delivered, by the holder and the ending (each an index + 1) that it has. */
function endOf(ledger: LaneLedger, book: StreamBook, number: number, { place, ending }: { readonly place: number; readonly ending: number }): End | undefined {
  if (place === 0) return ledger.ending(ending - 1)
  const fate = book.wasToldFailed(number) && !book.isAccepted(number) ? 'unknown' : 'in flight'
  return { fate, place: placeOf(ledger, place - 1), cause: '', isTold: fate === 'unknown', isStored: true }
}

/** What a record's end is counted under. */
interface End {
  readonly fate: Fate
  readonly place: string
  readonly cause: string
  readonly isTold: boolean
  readonly isStored: boolean
}

interface MutableLine extends Omit<End, 'isStored'> {
  readonly firstRecord: number
  count: number
  acknowledged: number
}

/** Neighbours mostly end alike: then no key is needed to find their line. */
function isSame(line: MutableLine, { fate, place, cause, isTold }: End): boolean {
  return line.fate === fate && line.isTold === isTold && line.place === place && line.cause === cause
}

class Tally {
  owed = 0
  lostWrites = 0
  readonly imbalances: Imbalance[] = []
  readonly #lines = new Map<string, MutableLine>()
  #last: MutableLine | undefined

  /** @param count records that end alike @param accepted how many of them were acknowledged */
  count(end: End, firstRecord: number, count: number, accepted: number): void {
    const { fate, isStored } = end
    const line = this.#last !== undefined && isSame(this.#last, end) ? this.#last : this.#lineOf(end, firstRecord)
    this.#last = line
    line.count += count
    line.acknowledged += accepted
    if (!isStored && (fate === 'lost' || fate === 'dropped')) this.lostWrites += accepted
  }

  #lineOf({ fate, place, cause, isTold }: End, firstRecord: number): MutableLine {
    const key = `${fate}\u0000${place}\u0000${cause}\u0000${String(isTold)}`
    let line = this.#lines.get(key)
    if (line === undefined) {
      line = { fate, place, cause, isTold, firstRecord, count: 0, acknowledged: 0 }
      this.#lines.set(key, line)
    }
    return line
  }

  vanished(record: number): void {
    if (this.imbalances.length < imbalancesMax) this.imbalances.push({ record, problem: 'vanished' })
  }

  lines(): readonly BalanceLine[] {
    return [...this.#lines.values()]
  }
}
