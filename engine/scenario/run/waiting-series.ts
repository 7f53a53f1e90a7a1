import type { Lane } from '../../ledger/lane.ts'
import type { Destination } from '../../ledger/lane-ledger.ts'
import { CountSeries } from '../../ledger/count-series.ts'
import { numberInStream, streamBase, streamIndexOf } from '../../ledger/record-stream.ts'
import type { StoryColumns } from '../../ledger/story.ts'

/** Two curves beside a destination's deliveries. */
export interface WaitingSeries {
  /** Records owed to it, when they were offered, or when the destination came into being. */
  readonly owed: CountSeries
  /** Of them, those that will not be delivered any more, when their last copy ended; none of what is still held. */
  readonly ended: CountSeries
}

/** When a record was offered, in microseconds, by its global number. */
export type OfferedAt = (record: number) => number

/** What was owed to a destination and what ended elsewhere, over time; with its deliveries they make its backlog. */
export function waitingSeries(lane: Lane, destination: Destination, story: StoryColumns, offeredAt: OfferedAt): WaitingSeries {
  const { ledger } = lane
  const streams = [...ledger.books.keys()]
  const isOwedAll = streams.every((stream) => isOwedFromTheFirst(lane, destination, stream))
  const owed = isOwedAll ? ledger.offeredSeries : new CountSeries()
  const over = new Map<number, Float64Array>()
  for (const [streamIndex, book] of ledger.books) {
    if (!ledger.owedTo(streamIndex).includes(destination.index)) continue
    // Of millions that all arrived or are on their way there is nothing to tell.
    if (isOwedAll && !book.hasEnded(destination.index)) continue
    const { deliveries, endings, exempt } = book.cells(destination.index)
    const sinceMicros = ledger.owedSinceMicros(streamIndex, destination.index)
    // 0: not over; the index + 1 of the reason until its moment is known.
    const reasons = new Uint16Array(book.offered)
    const copies = deliveries.upTo(book.offered)
    let isSomeOver = false
    for (let number = 0; number < book.offered; number++) {
      const isDelivered = copies[number] !== 0
      if (!isDelivered && exempt !== undefined && exempt.get(number) > 0) continue
      if (!isOwedAll) owed.add(Math.max(sinceMicros, offeredAt(streamBase(streamIndex) + number)), 1)
      if (isDelivered) continue
      const reason = endings.get(number)
      reasons[number] = reason
      isSomeOver ||= reason > 0
    }
    if (!isSomeOver) continue
    forget(reasons, lane, destination, streamIndex)
    over.set(streamIndex, momentsOf(reasons, lane, streamIndex, story))
  }
  const ended = new CountSeries()
  for (const moments of over.values()) for (const moment of moments) if (moment >= 0) ended.add(moment, 1)
  return { owed, ended }
}

/** Whether each record of a stream is owed to a destination from the moment on at which it was offered. */
function isOwedFromTheFirst({ ledger }: Lane, { index }: Destination, stream: number): boolean {
  if (!ledger.owedTo(stream).includes(index)) return false
  return ledger.owedSinceMicros(stream, index) === 0 && ledger.books.get(stream)?.cells(index).exempt === undefined
}

/** A record of which another copy is held is not over. */
function forget(reasons: Uint16Array, { ledger }: Lane, destination: Destination, streamIndex: number): void {
  for (const holder of ledger.holders) {
    if (holder.destinations !== undefined && !holder.destinations().includes(destination.index)) continue
    holder.walk((run) => {
      const first = numberInStream(run.first)
      if (streamIndexOf(run.first) === streamIndex) reasons.fill(0, first, first + run.count)
    })
  }
}

/** When each record's last copy ended, in microseconds, from the stories; −1 for those that are not over. */
function momentsOf(reasons: Uint16Array, { ledger, simulation }: Lane, streamIndex: number, story: StoryColumns): Float64Array {
  const { recorder } = simulation
  const moments = new Float64Array(reasons.length).fill(-1)
  // Where a story was cut short nothing better is known than that it was over in the end.
  reasons.forEach((reason, number) => { if (reason > 0) moments[number] = simulation.nowMicros })
  const destroyed = story.kinds.indexOf('copy destroyed')
  for (let entry = 0; entry < story.firsts.length; entry++) {
    const record = story.firsts[entry] ?? 0
    if (story.kindIndexes[entry] !== destroyed || streamIndexOf(record) !== streamIndex) continue
    const place = recorder.textAt(story.places[entry] ?? 0)
    const detail = recorder.textAt(story.details[entry] ?? 0)
    const first = numberInStream(record)
    const end = Math.min(reasons.length, first + (story.counts[entry] ?? 0))
    let known = 0
    let isMeant = false
    for (let number = first; number < end; number++) {
      const reason = reasons[number] ?? 0
      if (reason === 0) continue
      if (reason !== known) {
        const ending = ledger.ending(reason - 1)
        isMeant = ending?.place === place && `${ending.fate}: ${ending.cause}` === detail
        known = reason
      }
      if (isMeant) moments[number] = story.timesMicros[entry] ?? 0
    }
  }
  return moments
}
