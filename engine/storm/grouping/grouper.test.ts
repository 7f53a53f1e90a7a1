import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../sim/random-stream.ts'
import { StormException } from '../storm-exception.ts'
import { Fields } from '../tuple/fields.ts'
import { createGrouper } from './grouper.ts'
import type { Grouping } from './grouping.ts'

/** How many of 400 tuples with ten keys each of the tasks 4 to 7 gets; 6 and 7 are local. */
function counts(grouping: Grouping, ground: { readonly isLoadAware?: boolean; readonly load?: number; readonly local?: readonly number[] } = {}): readonly number[] {
  const targetTasks = [4, 5, 6, 7]
  const choose = createGrouper(grouping, {
    fields: new Fields(['n', 'k']), targetTasks, random: new RandomStream(1, 'test'),
    localTasks: () => ground.local ?? targetTasks, loadOf: () => ground.load ?? 0, isLoadAware: ground.isLoadAware ?? true,
  })
  const got = new Map(targetTasks.map((task) => [task, 0]))
  for (let number = 0; number < 400; number++) for (const task of choose([number, `k${number % 10}`])) got.set(task, (got.get(task) ?? 0) + 1)
  return [...got.values()]
}

describe('groupings', () => {
  it('shuffle evenly, send all to everyone, and global to the lowest task', () => {
    expect(counts({ type: 'shuffle' }, { isLoadAware: false })).toEqual([100, 100, 100, 100])
    expect(counts({ type: 'all' })).toEqual([400, 400, 400, 400])
    expect(counts({ type: 'global' })).toEqual([400, 0, 0, 0])
    expect(counts({ type: 'direct' })).toEqual([0, 0, 0, 0])
  })

  it('send a key to one task by fields, and to two at most by a partial key', () => {
    expect(counts({ type: 'fields', fields: ['k'] })).toEqual([120, 120, 80, 80])
    const partial = counts({ type: 'partialKey', fields: ['k'] })
    expect(partial.reduce((sum, count) => sum + count, 0)).toBe(400)
  })

  it('prefer local tasks until these are loaded', () => {
    expect(counts({ type: 'shuffle' }, { local: [6, 7] })).toEqual([0, 0, 200, 200])
    expect(counts({ type: 'shuffle' }, { local: [6, 7], load: 0.9 })).toEqual([100, 100, 100, 100])
    expect(counts({ type: 'shuffle' }, { local: [6, 7], isLoadAware: false })).toEqual([100, 100, 100, 100])
    expect(counts({ type: 'localOrShuffle' }, { local: [6, 7], isLoadAware: false })).toEqual([0, 0, 200, 200])
  })

  it('refuse a field that the stream has not', () => {
    expect(() => counts({ type: 'fields', fields: ['zz'] })).toThrow(StormException)
  })
})
