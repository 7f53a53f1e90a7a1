import { describe, expect, it } from 'vitest'
import { diskState, stateOf, trackedFieldsOf } from './component-state.ts'
import { sampleRun } from './testing/sample-run.ts'

const channel = { id: 'c1', kind: 'channel', label: 'c1', parent: undefined, properties: { capacity: 200 }, members: ['c1'], disk: undefined } as const

const field = (name: string, value: number | string) => new Map([[name, { value, sinceMicros: 0, cause: '' }]])

describe('what a box shows', () => {
  it('shows a disk as lost or full, and as nothing special before', () => {
    const momentWith = (state: string) => ({ timeMicros: 0, components: new Map([['h/disk', field('state', state)]]) })
    expect(diskState(momentWith('lost'), 'h/disk')).toEqual({ health: 'down', word: '✕ disk lost' })
    expect(diskState(momentWith('full'), 'h/disk').health).toBe('down')
    expect(diskState(momentWith('lost'), 'other/disk')).toEqual({ health: 'up', word: 'disk' })
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
