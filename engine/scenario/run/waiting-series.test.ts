import { describe, expect, it } from 'vitest'
import { Lane } from '../../ledger/lane.ts'
import { RecordStreams } from '../../ledger/record-stream.ts'
import { Simulation } from '../../sim/simulation.ts'
import { waitingSeries } from './waiting-series.ts'

const content = { name: 'lines', valueBytes: () => 10, value: () => '', key: () => undefined, headers: () => undefined, isUniform: true }

/** Ten records, one every 100 ms; what happens to them is the test's. */
function laneOfTen(happens: (lane: Lane, at: (timeMs: number, action: () => void) => void) => void): ReturnType<typeof waitingSeries> {
  const simulation = new Simulation({ seed: 1 })
  simulation.endMicros = 2_000_000
  const streams = new RecordStreams()
  const { base } = streams.add(content)
  const offeredAt = (record: number): number => (record - base) * 100_000
  const lane = new Lane({ simulation, name: 'L', streams, offeredAt, startMs: 0 })
  const destination = lane.ledger.destination('archive')
  lane.ledger.owe(0, [destination.index])
  const owner = simulation.owner('test')
  const at = (timeMs: number, action: () => void): void => { simulation.at(timeMs * 1_000, owner, action) }
  for (let number = 0; number < 10; number++) at(number * 100, () => { lane.ledger.offered({ first: base + number, count: 1 }, 'source') })
  happens(lane, at)
  while (simulation.advance() === 'instant');
  return waitingSeries(lane, destination, lane.ledger.story.columns(), offeredAt)
}

const bucketsOf = (counts: Float64Array): readonly (readonly [number, number])[] => [...counts.entries()].filter(([, count]) => count > 0)

describe('what waits for a destination', () => {
  it('is owed when it is offered', () => {
    expect(bucketsOf(laneOfTen(() => undefined).owed.toArray().counts)).toEqual(Array.from({ length: 10 }, (_, bucket) => [bucket, 1]))
  })

  it('is owed from the moment on at which the destination came into being, and not when it was over before', () => {
    const simulation = new Simulation({ seed: 1 })
    simulation.endMicros = 2_000_000
    const streams = new RecordStreams()
    const { base } = streams.add(content)
    const offeredAt = (record: number): number => (record - base) * 100_000
    const lane = new Lane({ simulation, name: 'L', streams, offeredAt, startMs: 0 })
    const early = lane.ledger.destination('early')
    const late = lane.ledger.destination('late')
    lane.ledger.owe(0, [early.index])
    lane.ledger.addHolder({ place: 'log', walk: (visit) => { visit({ first: base + 2, count: Math.max(0, Math.floor(simulation.nowMicros / 100_000) - 1) }) } })
    const owner = simulation.owner('test')
    for (let number = 0; number < 10; number++) simulation.at(number * 100_000, owner, () => { lane.ledger.offered({ first: base + number, count: 1 }, 'source') })
    simulation.at(450_000, owner, () => { lane.ledger.owe(0, [late.index]) })
    while (simulation.advance() === 'instant');
    const { owed } = waitingSeries(lane, late, lane.ledger.story.columns(), offeredAt)
    expect(bucketsOf(owed.toArray().counts)).toEqual([[4, 3], ...[5, 6, 7, 8, 9].map((bucket) => [bucket, 1])])
    expect(lane.ledger.balance()[late.index]?.owed).toBe(8)
  })

  it('is over when its last copy ended, and not when an earlier one did', () => {
    const { ended } = laneOfTen(({ ledger }, at) => {
      at(1_000, () => { ledger.copyEnded({ first: 0, count: 6 }, { fate: 'lost', place: 'a', cause: 'process killed' }) })
      at(1_500, () => { ledger.copyEnded({ first: 4, count: 2 }, { fate: 'lost', place: 'b', cause: 'disk lost' }) })
    })
    expect(bucketsOf(ended.toArray().counts)).toEqual([[10, 4], [15, 2]])
  })

  it('is not over while something still holds it, and never when it was delivered', () => {
    const { ended } = laneOfTen(({ ledger }, at) => {
      at(1_000, () => { ledger.copyEnded({ first: 0, count: 6 }, { fate: 'lost', place: 'a', cause: 'process killed' }) })
      at(1_100, () => { for (const destination of ledger.destinations) ledger.delivered(destination, { first: 0, count: 1 }, 'archive') })
      ledger.addHolder({ place: 'b', walk: (visit) => { visit({ first: 2, count: 3 }) } })
    })
    expect(bucketsOf(ended.toArray().counts)).toEqual([[10, 2]])
  })
})
