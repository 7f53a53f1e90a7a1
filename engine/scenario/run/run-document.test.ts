import { describe, expect, it } from 'vitest'
import { Play } from '../play/play.ts'
import { ScenarioDefinition, scenario } from '../scenario-definition.ts'
import { ReaderSession } from '../source/reader-session.ts'
import { buildRun } from './build-run.ts'
import { decodeRun } from './decode-run.ts'
import { RunMoments } from './moment.ts'
import type { RunDocument } from './run-document.ts'

/** Plays random changes of many tracks for a minute and notes what they hold at 1,000 instants. */
function playRandomChanges(seed: number): { readonly run: RunDocument; readonly seen: ReadonlyMap<number, ReadonlyMap<string, number | string>> } {
  const definition = ScenarioDefinition.partsOf(scenario({ duration: '60s' }, () => undefined))
  if (definition === undefined) throw new Error('no scenario')
  const play = new Play(definition.frame, new ReaderSession({}), { seed, limits: {}, given: {}, files: {} })
  const { simulation } = play
  const { recorder } = simulation
  const random = simulation.random('changes')
  const host = play.addLane('A').host('machine')
  const tracks = Array.from({ length: 40 }, (_, index) => recorder.track(`A/part-${index % 7}`, `field-${index}`, index % 3 === 0 ? 'text' : 'number'))
  for (let change = 0; change < 20_000; change++) {
    simulation.at(random.nextInt(60_000_000), play.owner, () => {
      const track = tracks[random.nextInt(tracks.length)]
      if (track?.kind === 'text') recorder.setText(track, `state ${random.nextInt(5)}`, 'by chance')
      else if (track !== undefined) recorder.set(track, random.nextInt(1000), 'by chance')
    })
  }
  simulation.at(20_000_000, play.owner, () => { host.powerCut() })
  const seen = new Map<number, ReadonlyMap<string, number | string>>()
  const wanted = new Set(Array.from({ length: 1_100 }, () => random.nextInt(20_000)))
  for (let instant = 0; simulation.advance() === 'instant'; instant++) {
    if (!wanted.has(instant)) continue
    const states = tracks.flatMap((track): [string, number | string][] => {
      const value = track.kind === 'text' ? recorder.textOf(track) : recorder.valueOf(track)
      return value === '' || Number.isNaN(value) ? [] : [[`${track.component} ${track.field}`, value]]
    })
    seen.set(simulation.nowMicros, new Map(states))
  }
  return { run: buildRun(play, { engineHash: '', scenarioHash: '', error: undefined, expectations: [] }), seen }
}

describe('a Run document', () => {
  it('answers for any instant as the running simulation did', () => {
    const { run, seen } = playRandomChanges(11)
    const moments = new RunMoments(run)
    expect(seen.size).toBeGreaterThan(1_000)
    for (const [timeMicros, states] of seen) {
      const moment = moments.at(timeMicros)
      const answered = [...moment.components].flatMap(([component, fields]) => [...fields].map(([field, { value }]): [string, number | string] => [`${component} ${field}`, value]))
      expect(new Map(answered.filter(([name]) => name.startsWith('A/part-')))).toEqual(states)
    }
  })

  it('answers in a few milliseconds', () => {
    const moments = new RunMoments(playRandomChanges(11).run)
    const began = performance.now()
    for (let turn = 0; turn < 200; turn++) moments.at((turn * 7_919_000) % 60_000_000)
    expect((performance.now() - began) / 200).toBeLessThan(4)
  })

  it('tells since when and why a field has its value', () => {
    const { run } = playRandomChanges(12)
    expect(new RunMoments(run).at(30_000_000).components.get('A/machine')?.get('power')).toEqual({ value: 'off', sinceMicros: 20_000_000, cause: 'power cut' })
    expect(new RunMoments(run).at(19_999_999).components.get('A/machine')?.get('power')?.value).toBe('on')
  })

  it('has the same hash for the same seed and another for another', () => {
    expect(playRandomChanges(11).run.hash).toBe(playRandomChanges(11).run.hash)
    expect(playRandomChanges(11).run.hash).not.toBe(playRandomChanges(12).run.hash)
  })

  it('passes its own decoder after being sent to another realm, and fails it when a part is not as it must be', () => {
    const { run } = playRandomChanges(11)
    const sent = structuredClone(run)
    expect(decodeRun(sent)).toBe(sent)
    expect(() => decodeRun({ ...sent, hash: 5 })).toThrow('run.hash must be a text')
    expect(() => decodeRun({ ...sent, lanes: [{ ...sent.lanes[0], offered: -1 }] })).toThrow('run.lanes[0].offered must be a whole number')
    expect(() => decodeRun({ ...sent, changes: { ...sent.changes, values: new Float64Array(3) } })).toThrow('columns of one length')
    expect(() => decodeRun({ ...sent, changes: { ...sent.changes, trackIndexes: sent.changes.trackIndexes.map(() => 99) } })).toThrow('indexes of tracks')
    expect(() => decodeRun('<script>')).toThrow('run must be an object')
  })
})
