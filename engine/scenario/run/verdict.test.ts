import { describe, expect, it } from 'vitest'
import type { BalanceLine } from '../../ledger/balance.ts'
import { Play } from '../play/play.ts'
import { ScenarioDefinition, scenario } from '../scenario-definition.ts'
import { ReaderSession } from '../source/reader-session.ts'
import { buildRun } from './build-run.ts'
import type { RunDestination, RunDocument } from './run-document.ts'
import { digestOf, verdictSentence, verdictTable } from './verdict.ts'

/** A run with one lane whose books are as given. */
function runWith(lines: readonly Partial<BalanceLine>[], more: Partial<RunDestination> = {}): RunDocument {
  const parts = ScenarioDefinition.partsOf(scenario({ duration: '1s' }, () => undefined))
  if (parts === undefined) throw new Error('no scenario')
  const play = new Play(parts.frame, new ReaderSession({}), { seed: 1, limits: {}, given: {}, files: {} })
  play.addLane('Lane')
  const run = buildRun(play, { engineHash: '', scenarioHash: '', error: undefined, expectations: [] })
  const full = lines.map((line): BalanceLine => ({ fate: 'delivered', place: 'p', cause: '', isTold: false, count: 0, acknowledged: 0, firstRecord: 0, ...line }))
  const owed = full.reduce((sum, { count }) => sum + count, 0)
  const lostWrites = full.filter(({ fate }) => fate === 'lost' || fate === 'dropped').reduce((sum, { acknowledged }) => sum + acknowledged, 0)
  const latency = { p50Micros: Number.NaN, p99Micros: Number.NaN, p999Micros: Number.NaN, maxMicros: Number.NaN }
  const destination = { name: 'archive', owed, delivered: 0, duplicates: 0, replayed: 0, reordered: 0, lostWrites, lines: full, imbalances: [], latency, longestWithoutDeliveryMicros: 0, peakBacklog: 0, timeToDrainMicros: 0, ...more }
  return { ...run, lanes: run.lanes.map((lane) => ({ ...lane, destinations: [destination] })) }
}

describe('verdictSentence', () => {
  it.each([
    [[{ count: 1_234, acknowledged: 1_234 }], {}, 'Lane: all 1,234 records delivered.'],
    [[{ count: 9, acknowledged: 9 }, { fate: 'lost', count: 1, acknowledged: 1 }], {}, 'Lane: 1 acknowledged record lost; 9 of 10 delivered.'],
    [[{ count: 5 }, { fate: 'lost', count: 3, acknowledged: 2 }], {}, 'Lane: 2 acknowledged records lost, 1 lost before they were acknowledged; 5 of 8 delivered.'],
    [[{ count: 5 }, { fate: 'dropped', count: 3, isTold: true }], {}, 'Lane: 3 refused for good, as their sender was told; 5 of 8 delivered.'],
    [[{ count: 5 }, { fate: 'in flight', count: 3 }], { duplicates: 2 }, 'Lane: none lost; 5 of 8 delivered; 3 still in flight, 2 duplicates.'],
    [[{ count: 5 }], { replayed: 3 }, 'Lane: all 5 records delivered; 3 replayed.'],
    [[], {}, 'Lane was offered nothing.'],
    [[{ count: 5 }], { imbalances: [{ record: 1, problem: 'vanished' }] }, 'Lane: the books do not balance, which is a defect of the simulator; this run proves nothing.'],
  ] as const)('says what the books say (%#)', (lines, more, sentence) => {
    expect(verdictSentence(runWith(lines, more))).toBe(sentence)
  })

  it('stands on a table that adds up, and that a link carries in short', () => {
    const run = runWith([{ count: 5 }, { fate: 'dropped', count: 3, isTold: true }, { fate: 'lost', count: 2, acknowledged: 1 }])
    const [row] = verdictTable(run)
    expect(row?.owed).toBe(Object.values(row?.counts ?? {}).reduce((sum, count) => sum + count, 0))
    expect(row?.silentlyGone).toBe(2)
    expect(digestOf(run).rows).toEqual([{ lane: 'Lane', destination: 'archive', owed: 10, delivered: 5, lost: 5, duplicates: 0 }])
  })
})
