import { describe, expect, it } from 'vitest'
import { Acker } from './acker.ts'

const init = (root: bigint, value: bigint): Parameters<Acker['take']>[0] => ({ kind: '__ack_init', root, value, spoutTask: 7 })

describe('an acker', () => {
  it('answers when every edge of a tree was made and acked, in whatever order it hears of them', () => {
    const acker = new Acker()
    expect(acker.take({ kind: '__ack_ack', root: 1n, value: 5n ^ 9n })).toBeUndefined()
    expect(acker.take({ kind: '__ack_ack', root: 1n, value: 9n })).toBeUndefined()
    expect(acker.take(init(1n, 5n))).toEqual({ kind: '__ack_ack', root: 1n, spoutTask: 7 })
    expect(acker.pending).toBe(0)
  })

  it('fails a tree at the first failure, also one that comes before the spout’s own message', () => {
    const acker = new Acker()
    expect(acker.take({ kind: '__ack_fail', root: 1n })).toBeUndefined()
    expect(acker.take(init(1n, 5n))).toEqual({ kind: '__ack_fail', root: 1n, spoutTask: 7 })
  })

  it('acks a tuple that went to nobody at once', () => {
    expect(new Acker().take(init(3n, 0n))?.kind).toBe('__ack_ack')
  })

  it('forgets a tree after three rotations', () => {
    const acker = new Acker()
    acker.take(init(1n, 5n))
    acker.rotate()
    acker.rotate()
    expect(acker.pending).toBe(1)
    acker.rotate()
    expect(acker.pending).toBe(0)
  })
})
