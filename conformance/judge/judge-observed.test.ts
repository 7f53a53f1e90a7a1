import { describe, expect, it } from 'vitest'
import type { Json } from '../json.ts'
import { judgeObserved } from './judge-observed.ts'

const paths = (source: { readonly [name: string]: Json }, ...simulated: Json[]): readonly string[] => judgeObserved(source, simulated).map(({ path }) => path)

describe('judging what was observed', () => {
  it('takes the longest path that matches', () => {
    const source = { observed: { a: { b: 1, c: 2 } }, judge: { '*': 'ignore', 'a.b': 'exact' } }
    expect(paths(source, { a: { b: 1, c: 9 } })).toEqual([])
    expect(paths(source, { a: { b: 9, c: 2 } })).toEqual(['a.b'])
  })

  it('wants an invariant in every seed and a range in one', () => {
    const source = { observed: { lost: 0 }, varied: { size: [3, 5] }, judge: { lost: 'invariant', 'varied.size': 'range' } }
    expect(paths(source, { lost: 0, size: 9 }, { lost: 0, size: 4 })).toEqual([])
    expect(paths(source, { lost: 1, size: 4 }, { lost: 0, size: 4 })).toEqual(['lost'])
    expect(paths(source, { lost: 0, size: 9 }, { lost: 0, size: 8 })).toEqual(['varied.size'])
  })

  it('judges parts of what varied by the rules of the runs', () => {
    const numbers = { numbers: true, exact: ['put'], bound: { rollback: '>= 1' }, derived: { read: 'put + rollback' } }
    const source = { observed: {}, varied: { log: [['read: 6, put: 5, rollback: 1', 'size 5'], ['read: 7, put: 5, rollback: 2', 'size 5']] }, judge: { '*': 'exact', 'varied.log.*.0': numbers, 'varied.log.*.1': 'exact' } }
    expect(paths(source, { log: ['read: 8, put: 5, rollback: 3', 'size 5'] })).toEqual([])
    expect(paths(source, { log: ['read: 8, put: 5, rollback: 2', 'size 5'] })).toEqual(['varied.log.0.0'])
    expect(paths(source, { log: ['read: 8, put: 5, rollback: 3', 'size 4'] })).toEqual(['varied.log.0.1'])
  })
})
