import { describe, expect, it } from 'vitest'
import { verdictOf } from './cell-verdict.ts'
import type { Held, Judgement } from './row.ts'

const judged = (held: Held): Judgement => ({ held, because: 'One sentence.', source: 'A release' })

describe('the verdict on a cell', () => {
  it.each([
    ['held', 'held', 'holds'],
    ['partly', 'held', 'holds'],
    ['not', 'held', 'holds'],
    ['held', 'partly', 'holds with a limit'],
    ['partly', 'partly', 'holds with a limit'],
    ['not', 'partly', 'holds with a limit'],
    ['held', 'not', 'no longer'],
    ['partly', 'not', 'no longer'],
    ['not', 'not', 'never held'],
  ] as const)('of what %s in 2015 and is %s today: it %s', (in2015, today, verdict) => {
    expect(verdictOf({ in2015: judged(in2015), today: judged(today) })).toBe(verdict)
  })
})
