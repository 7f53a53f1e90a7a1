import { describe, expect, it } from 'vitest'
import { OptionError, OptionReader } from '../check-options.ts'
import { readHeapBytes } from './heap-option.ts'

const read = (heap?: unknown): number => readHeapBytes(new OptionReader('agent', { heap }, ['heap']), 'a1')

function failure(heap: unknown): OptionError {
  try {
    read(heap)
  } catch (error) {
    if (error instanceof OptionError) return error
    throw error
  }
  throw new Error('it was accepted')
}

describe("an agent's heap", () => {
  it('is what -Xmx means, and that of bin/flume-ng when it is not given', () => {
    expect(['20m', '65536k', '2G', undefined].map((text) => read(text))).toEqual([20_971_520, 67_108_864, 2_147_483_648, 20_971_520])
  })

  it.each([
    [20, "agent('a1', …): 'heap' must be what -Xmx takes, and is 20."],
    ['20 MB', "agent('a1', …): 'heap' must be what -Xmx takes, and is '20 MB'."],
    ['-Xmx20m', "agent('a1', …): 'heap' must be what -Xmx takes, and is '-Xmx20m'."],
    ['20', "agent('a1', …): 'heap' must be what -Xmx takes, and is '20'."],
    [null, "agent('a1', …): 'heap' must be what -Xmx takes, and is null."],
    ['2m', "agent('a1', …): a heap of '2m' has no room for an agent."],
    ['999999999999g', "agent('a1', …): a heap of '999999999999g' is beyond what is simulated."],
  ])('refuses %o and says what to write', (heap, message) => {
    const { message: said, key, fix } = failure(heap)
    expect([said, key]).toEqual([message, 'heap'])
    expect(fix).toMatch(/'\d+[mg]'/)
  })
})
