import { describe, expect, it } from 'vitest'
import { offsetOf } from './text-position.ts'

describe('a place in a text', () => {
  it('is found by line and column', () => {
    expect(offsetOf('ab\ncd\nef', { line: 2, column: 2 })).toBe(4)
  })

  it('stays inside its line and the text', () => {
    expect(offsetOf('ab\ncd', { line: 1, column: 99 })).toBe(2)
    expect(offsetOf('ab\ncd', { line: 9, column: 1 })).toBe(5)
  })
})
