import { describe, expect, it } from 'vitest'
import { Recorder } from '../../sim/recorder.ts'
import type { RunLane } from './run-document.ts'
import { peakMemoryBytes } from './memory-peak.ts'

const channel = (id: string, type: string): RunLane['nodes'][number] => ({ id, kind: 'channel', label: id, parent: 'L/h/a1', properties: { type } })
const nodes = [channel('L/h/a1/c1', 'memory'), channel('L/h/a1/c2', 'memory'), channel('L/h/a1/c3', 'file')]

describe('the most that is kept in memory', () => {
  it('is of one moment, over memory channels and producers’ buffers of the lane', () => {
    const recorder = new Recorder(() => 0)
    const set = (component: string, field: string, value: number): void => { recorder.set(recorder.track(component, field), value) }
    set('L/app/producer', 'buffer-available-bytes', 1_000)
    set('M/app/producer', 'buffer-available-bytes', 9_000)
    set('M/app/producer', 'buffer-available-bytes', 0)
    set('L/h/a1/c1', 'ChannelSize', 5)
    set('L/h/a1/c3', 'ChannelSize', 1_000)
    set('L/app/producer', 'buffer-available-bytes', 900)
    set('L/h/a1/c1', 'ChannelSize', 0)
    set('L/h/a1/c2', 'ChannelSize', 4)
    expect(peakMemoryBytes({ name: 'L' }, nodes, 10, recorder.changes())).toBe(150)
  })

  it('counts of a spillable channel what is in memory', () => {
    const recorder = new Recorder(() => 0)
    recorder.set(recorder.track('L/h/a1/c1', 'ChannelSize'), 900)
    recorder.set(recorder.track('L/h/a1/c1', 'events-in-memory'), 100)
    for (const type of ['SPILLABLEMEMORY', 'org.apache.flume.channel.SpillableMemoryChannel']) {
      expect(peakMemoryBytes({ name: 'L' }, [channel('L/h/a1/c1', type)], 10, recorder.changes())).toBe(1_000)
    }
  })

  it('goes with the process', () => {
    const recorder = new Recorder(() => 0)
    const state = recorder.track('L/h/a1', 'state', 'text')
    recorder.setText(state, 'running')
    recorder.set(recorder.track('L/h/a1/c1', 'ChannelSize'), 5)
    recorder.setText(state, 'dead')
    recorder.set(recorder.track('L/app/producer', 'buffer-available-bytes'), 100)
    recorder.set(recorder.track('L/app/producer', 'buffer-available-bytes'), 60)
    expect(peakMemoryBytes({ name: 'L' }, nodes, 10, recorder.changes())).toBe(50)
  })
})
