import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Simulation } from '../sim/simulation.ts'
import { LaneLedger } from './lane-ledger.ts'
import type { RecordRun } from './record-run.ts'
import { RecordStreams } from './record-stream.ts'

interface Desk {
  readonly simulation: Simulation
  readonly ledger: LaneLedger
  readonly held: RecordRun[]
}

function desk(): Desk {
  const simulation = new Simulation({ seed: 1 })
  const ledger = new LaneLedger(simulation, 'L', () => 0)
  const held: RecordRun[] = []
  ledger.addHolder({ place: 'queue', walk: (visit) => { held.forEach(visit) } })
  ledger.owe(0, [ledger.destination('store').index])
  return { simulation, ledger, held }
}

const fateCounts = (ledger: LaneLedger): Record<string, number> => {
  const [balance] = ledger.balance()
  return Object.fromEntries((balance?.lines ?? []).map((line) => [line.fate, line.count]))
}

describe('LaneLedger', () => {
  it('finds what is in flight by walking holders, and reports what no side explains', () => {
    const { ledger, held } = desk()
    ledger.offered({ first: 0, count: 10 }, 'door')
    held.push({ first: 0, count: 4 })
    ledger.copyEnded({ first: 4, count: 3 }, { fate: 'lost', place: 'queue', cause: 'SIGKILL' })
    expect(fateCounts(ledger)).toEqual({ 'in flight': 4, lost: 3 })
    expect(ledger.balance()[0]?.imbalances).toEqual([7, 8, 9].map((record) => ({ record, problem: 'vanished' })))
  })

  it('reports records that are held although nobody offered them', () => {
    const { ledger, held } = desk()
    ledger.offered({ first: 0, count: 1 }, 'door')
    held.push({ first: 0, count: 5 })
    expect(ledger.balance()[0]?.imbalances).toContainEqual({ record: 0, problem: 'appeared' })
  })

  it('counts a lost write only for a record that was acknowledged', () => {
    const { ledger } = desk()
    ledger.offered({ first: 0, count: 4 }, 'door')
    ledger.accepted({ first: 0, count: 2 }, 'producer')
    ledger.copyEnded({ first: 0, count: 4 }, { fate: 'lost', place: 'log', cause: 'power loss' })
    expect(ledger.balance()[0]).toMatchObject({ owed: 4, lostWrites: 2, lines: [{ fate: 'lost', count: 4, acknowledged: 2 }] })
  })

  it('tells once, and of records without an answer only, when senders wait no more', () => {
    const { ledger } = desk()
    ledger.offered({ first: 0, count: 6 }, 'door')
    ledger.accepted({ first: 0, count: 2 }, 'producer')
    for (const error of ['timeout', 'timeout again']) ledger.toldFailed({ first: 1, count: 3 }, 'producer', error)
    expect([...ledger.givenUpSeries.toArray().counts]).toEqual([2])
  })

  it('does not call it a lost write when a destination passes over records that stay stored', () => {
    const { ledger } = desk()
    ledger.offered({ first: 0, count: 2 }, 'door')
    ledger.accepted({ first: 0, count: 2 }, 'producer')
    ledger.copyEnded({ first: 0, count: 2 }, { fate: 'dropped', place: 'reader', cause: 'skipped', isStored: true })
    expect(ledger.balance()[0]).toMatchObject({ lostWrites: 0, lines: [{ fate: 'dropped', count: 2, acknowledged: 2 }] })
  })

  it('calls a record unknown when its sender was told that it failed and a log still holds it', () => {
    const { ledger, held } = desk()
    ledger.offered({ first: 0, count: 2 }, 'door')
    ledger.toldFailed({ first: 0, count: 2 }, 'producer', 'TimeoutException')
    held.push({ first: 0, count: 1 })
    expect(fateCounts(ledger)).toEqual({ unknown: 1, dropped: 1 })
    ledger.delivered(ledger.destination('store'), { first: 0, count: 1 }, 'store')
    expect(fateCounts(ledger)).toEqual({ delivered: 1, dropped: 1 })
  })

  it('books what becomes of a record in another form as the record’s own', () => {
    const streams = new RecordStreams()
    const content = { name: 'in', isUniform: true, valueBytes: () => 1, value: () => 'a', key: () => undefined, headers: () => undefined }
    const { base, index } = streams.add(content)
    const masked = streams.addForm(streams.addForm(index, { ...content, value: () => 'b' }).index, { ...content, value: () => '*' })
    const ledger = new LaneLedger(new Simulation({ seed: 1 }), 'L', () => 0, streams)
    const store = ledger.destination('store')
    ledger.owe(index, [store.index])
    ledger.offered({ first: base, count: 4 }, 'door')
    ledger.addHolder({ place: 'queue', walk: (visit) => { visit({ first: masked.base + 1, count: 1 }) } })
    ledger.delivered(store, { first: masked.base, count: 1 }, 'store')
    ledger.copyEnded({ first: masked.base + 2, count: 2 }, { fate: 'lost', place: 'queue', cause: 'SIGKILL' })
    expect(fateCounts(ledger)).toEqual({ delivered: 1, 'in flight': 1, lost: 2 })
    expect(ledger.balance()[0]?.imbalances).toEqual([])
    expect(streams.valueOf(masked.base)).toBe('*')
  })

  it('counts copies beyond the first as duplicates and first copies behind a later record as reordered', () => {
    const { ledger } = desk()
    const store = ledger.destination('store')
    ledger.offered({ first: 0, count: 6 }, 'door')
    ledger.delivered(store, { first: 0, count: 3 }, 'store')
    ledger.delivered(store, { first: 1, count: 2 }, 'store')
    ledger.delivered(store, { first: 5, count: 1 }, 'store')
    ledger.delivered(store, { first: 3, count: 2 }, 'store')
    expect(ledger.balance()[0]).toMatchObject({ delivered: 6, duplicates: 2, reordered: 2 })
  })

  it('books two obligations for a record that is owed to two destinations', () => {
    const { ledger } = desk()
    const second = ledger.destination('second')
    ledger.owe(0, [second.index])
    ledger.offered({ first: 0, count: 3 }, 'door')
    ledger.delivered(second, { first: 0, count: 3 }, 'second')
    ledger.copyEnded({ first: 0, count: 3 }, { fate: 'lost', place: 'c1', cause: 'SIGKILL' })
    expect(ledger.balance().map(({ delivered, lines }) => [delivered, lines[0]?.fate])).toEqual([[0, 'lost'], [3, 'delivered']])
  })

  it('balances for any sequence of moves in which every copy is held, delivered or ended', () => {
    const move = fc.record({ to: fc.constantFrom('hold' as const, 'deliver' as const, 'end' as const), count: fc.integer({ min: 1, max: 9 }) })
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
        const { ledger, held } = desk()
        let next = 0
        const sums = { hold: 0, deliver: 0, end: 0 }
        for (const { to, count } of moves) {
          const run = { first: next, count }
          next += count
          sums[to] += count
          ledger.offered(run, 'door')
          if (to === 'hold') held.push(run)
          else if (to === 'deliver') ledger.delivered(ledger.destination('store'), run, 'store')
          else ledger.copyEnded(run, { fate: 'dropped', place: 'x', cause: 'y' })
          const [balance] = ledger.balance()
          const lineSum = (balance?.lines ?? []).reduce((sum, line) => sum + line.count, 0)
          expect(balance?.imbalances).toEqual([])
          expect(lineSum).toBe(balance?.owed)
        }
        const counts = fateCounts(ledger)
        expect([counts['in flight'] ?? 0, counts['delivered'] ?? 0, counts['dropped'] ?? 0]).toEqual([sums.hold, sums.deliver, sums.end])
      }),
    )
  })
})
