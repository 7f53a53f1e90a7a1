import { describe, expect, it } from 'vitest'
import { readMessage } from './messages.ts'

describe('messages from the worker', () => {
  it('takes what a worker of ours sends', () => {
    expect(readMessage({ kind: 'progress', share: 0.5, events: 10 })).toEqual({ kind: 'progress', share: 0.5, events: 10 })
    expect(readMessage({ kind: 'failed', message: 'no' })).toEqual({ kind: 'failed', message: 'no' })
  })

  it('refuses everything else', () => {
    for (const hostile of [null, undefined, 7, 'done', {}, { kind: 'eval' }, { kind: 'failed', message: {} }, []]) {
      expect(readMessage(hostile)).toBeUndefined()
    }
  })

  it('cuts what is out of range', () => {
    expect(readMessage({ kind: 'progress', share: Number.NaN, events: -1 })).toEqual({ kind: 'progress', share: 0, events: 0 })
    expect(readMessage({ kind: 'progress', share: 1e9, events: Infinity })).toMatchObject({ share: 1 })
    const long = readMessage({ kind: 'failed', message: 'x'.repeat(1e6) })
    expect(long?.kind === 'failed' && long.message.length).toBe(4_000)
  })
})
