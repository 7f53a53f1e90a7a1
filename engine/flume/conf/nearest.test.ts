import { describe, expect, it } from 'vitest'
import { nearest } from './nearest.ts'

describe('the nearest candidate', () => {
  it.each([
    ['capcity', 'capacity'],
    ['BATCHSIZE', 'batchSize'],
    ['batch-size', 'batchSize'],
    ['transactionCapcity', 'transactionCapacity'],
  ])('to %s is %s', (word, expected) => {
    expect(nearest(word, ['capacity', 'batchSize', 'transactionCapacity'])).toBe(expected)
  })

  it('is none when nothing is close', () => {
    expect(nearest('colour', ['capacity', 'batchSize'])).toBeNull()
    expect(nearest('x', [])).toBeNull()
  })
})
