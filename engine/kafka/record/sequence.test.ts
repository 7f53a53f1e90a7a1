import { describe, expect, it } from 'vitest'
import { incrementSequence, lastSequence } from './sequence.ts'

describe('sequence numbers', () => {
  // Kafka's DefaultRecordBatchTest.testIncrementSequence.
  it.each([
    [0, 10, 10],
    [5, 5, 10],
    [2147483647, 1, 0],
    [2147483647 - 5, 10, 4],
  ])('puts %i plus %i at %i, with 0 after the largest int', (sequence, increment, expected) => {
    expect(incrementSequence(sequence, increment)).toBe(expected)
  })

  it('has none without idempotence', () => {
    expect(lastSequence(-1, 7)).toBe(-1)
    expect(lastSequence(3, 7)).toBe(9)
  })
})
