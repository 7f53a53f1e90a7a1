import type { Destination } from './lane-ledger.ts'
import type { LatencyHistogram } from './latency-histogram.ts'
import type { RecordRun } from './record-run.ts'
import { numberInStream, streamIndexOf } from './record-stream.ts'
import type { DestinationCells } from './stream-book.ts'

/** When a delivery happens, and when records were offered, in microseconds. */
export interface DeliveryTimes {
  readonly nowMicros: number
  readonly offeredAt: (record: number) => number
}

/**
 * Books the arrival of records at a destination: first copies with their latency and order, later ones as copies beyond
 * the first. Stretches of records that arrive for the first time are booked at once: there may be millions.
 */
export function takeDelivery(destination: Destination, { deliveries, replays }: DestinationCells, run: RecordRun, times: DeliveryTimes): void {
  const stream = streamIndexOf(run.first)
  const first = numberInStream(run.first)
  const end = first + run.count
  const copies = deliveries.upTo(end)
  const expected = replays?.upTo(end)
  const highest = destination.highest.get(stream) ?? -1
  let distinct = 0
  let last = highest
  for (let number = first; number < end;) {
    const fresh = number
    while (number < end && copies[number] === 0) copies[number++] = 1
    if (number === fresh) {
      takeCopy(destination, copies, expected, number++)
      continue
    }
    distinct += number - fresh
    addLatencies(destination.latency, { first: run.first + (fresh - first), count: number - fresh }, times)
    destination.reordered += Math.max(0, Math.min(number, highest) - fresh)
    last = Math.max(last, number - 1)
  }
  destination.highest.set(stream, last)
  destination.deliveries += run.count
  destination.distinct += distinct
  destination.series.add(times.nowMicros, distinct)
}

/** One more copy of a record that has arrived before. */
function takeCopy(destination: Destination, copies: Uint8Array, expected: Uint8Array | undefined, number: number): void {
  const known = copies[number] ?? 0
  if (known < 255) copies[number] = known + 1
  if (expected === undefined || (expected[number] ?? 0) === 0) return
  expected[number] = (expected[number] ?? 1) - 1
  destination.replayed++
}

/** Adds the latencies of records that arrive together; those that were offered together are found by doubling steps. */
function addLatencies(latency: LatencyHistogram, run: RecordRun, { nowMicros, offeredAt }: DeliveryTimes): void {
  const end = run.first + run.count
  for (let record = run.first; record < end;) {
    const offeredMicros = offeredAt(record)
    let last = record
    let step = 1
    for (; last + step < end && offeredAt(last + step) === offeredMicros; step *= 2) last += step
    for (step /= 2; step >= 1; step /= 2) if (last + step < end && offeredAt(last + step) === offeredMicros) last += step
    latency.add(nowMicros - offeredMicros, last - record + 1)
    record = last + 1
  }
}
