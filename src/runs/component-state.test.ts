import { describe, expect, it } from 'vitest'
import { diskState, stateOf, trackedFieldsOf } from './component-state.ts'
import { sampleRun } from './testing/sample-run.ts'

const channel = { id: 'c1', kind: 'channel', label: 'c1', parent: undefined, properties: { capacity: 200 }, members: ['c1'], disk: undefined, diskLabel: undefined } as const

const field = (name: string, value: number | string) => new Map([[name, { value, sinceMicros: 0, cause: '' }]])

describe('what a box shows', () => {
  it('shows a disk as lost or full, and as nothing special before', () => {
    const momentWith = (state: string) => ({ timeMicros: 0, components: new Map([['h/disk', field('state', state)]]) })
    expect(diskState(momentWith('lost'), 'h/disk')).toEqual({ health: 'down', word: '✕ disk lost' })
    expect(diskState(momentWith('full'), 'h/disk').health).toBe('down')
    expect(diskState(momentWith('lost'), 'other/disk')).toEqual({ health: 'up', word: 'disk' })
  })

  it('shows an array as what an operator sees of it', () => {
    const momentWith = (array: string) => ({ timeMicros: 0, components: new Map([['h/disk', new Map([...field('array', array), ...field('rebuiltPercent', 40)])]]) })
    const stateWith = (array: string) => diskState(momentWith(array), 'h/disk', 'RAID 5')
    expect(stateWith('optimal')).toEqual({ health: 'up', word: 'RAID 5' })
    expect(stateWith('degraded')).toEqual({ health: 'between', word: 'RAID 5 degraded' })
    expect(stateWith('rebuilding')).toEqual({ health: 'between', word: 'RAID 5 rebuilding, 40 %' })
    expect(stateWith('failed')).toEqual({ health: 'down', word: '✕ RAID 5 failed' })
  })

  it('shows how full a channel is', () => {
    const state = stateOf(channel, field('ChannelSize', 50), ['ChannelSize'])
    expect(state.fill).toBe(0.25)
    expect(state.lines).toEqual([{ label: 'events', value: '50' }])
  })

  it('knows a stopped process from a running one', () => {
    expect(stateOf(channel, field('state', 'stopped'), ['state']).health).toBe('down')
    expect(stateOf(channel, field('state', 'running'), ['state']).health).toBe('up')
    expect(stateOf(channel, field('state', 'paused'), ['state']).health).toBe('between')
  })

  it('keeps a line for a field that has no value yet, so that nothing moves', () => {
    expect(stateOf(channel, new Map(), ['ChannelSize']).lines).toEqual([{ label: 'events', value: '–' }])
  })

  it('knows which fields there are before they have a value', () => {
    expect(trackedFieldsOf(sampleRun()).get('Flume/collector/a1/c1')).toEqual(['ChannelSize'])
  })
})
