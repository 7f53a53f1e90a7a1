import { describe, expect, it } from 'vitest'
import { stateOf } from './component-state.ts'

const channel = { id: 'c1', kind: 'channel', label: 'c1', parent: undefined, properties: { capacity: 200 } } as const

describe('what a box shows', () => {
  it('shows how full a channel is', () => {
    const state = stateOf(channel, new Map([['ChannelSize', 50]]), ['ChannelSize'])
    expect(state.fill).toBe(0.25)
    expect(state.lines).toEqual([{ label: 'events', value: '50' }])
  })

  it('knows a stopped process from a running one', () => {
    expect(stateOf(channel, new Map([['state', 'stopped']]), ['state']).health).toBe('down')
    expect(stateOf(channel, new Map([['state', 'running']]), ['state']).health).toBe('up')
    expect(stateOf(channel, new Map([['state', 'paused']]), ['state']).health).toBe('between')
  })

  it('keeps a line for a field that has no value yet, so that nothing moves', () => {
    expect(stateOf(channel, new Map(), ['ChannelSize']).lines).toEqual([{ label: 'events', value: '–' }])
  })
})
