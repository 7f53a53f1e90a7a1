import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StoredQueue } from './stored-queue.ts'
import type { StoredRun } from './wal-record.ts'

function pointersOf(runs: readonly StoredRun[]): number[] {
  return runs.flatMap(({ pointer, run }) => Array.from({ length: run.count }, (_, index) => pointer + index))
}

describe('StoredQueue', () => {
  it('behaves as a list of pointers, wherever events are removed', () => {
    const step = fc.oneof(
      fc.record({ op: fc.constant('add' as const), count: fc.integer({ min: 1, max: 6 }), fileId: fc.integer({ min: 1, max: 2 }) }),
      fc.record({ op: fc.constant('head' as const), count: fc.integer({ min: 1, max: 8 }) }),
      fc.record({ op: fc.constant('remove' as const), from: fc.integer({ min: 1, max: 60 }), count: fc.integer({ min: 1, max: 8 }) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const queue = new StoredQueue()
        let model: number[] = []
        let next = 1
        for (const each of steps) {
          if (each.op === 'add') {
            queue.addTail({ run: { first: next, count: each.count }, pointer: next, fileId: each.fileId })
            for (let index = 0; index < each.count; index++) model.push(next++)
          } else if (each.op === 'head') {
            const removed = queue.removeHead(each.count)
            expect(pointersOf(removed === undefined ? [] : [removed])).toEqual(model.splice(0, removed?.run.count ?? 0))
          } else {
            const isRemoved = (pointer: number): boolean => pointer >= each.from && pointer < each.from + each.count
            expect(queue.remove(each.from, each.count)).toBe(model.filter(isRemoved).length)
            model = model.filter((pointer) => !isRemoved(pointer))
          }
          expect(queue.size).toBe(model.length)
        }
        expect(pointersOf(queue.runs)).toEqual(model)
      }),
    )
  })
})
