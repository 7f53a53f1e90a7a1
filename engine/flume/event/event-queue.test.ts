import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventQueue } from './event-queue.ts'
import { appendEvents, countEvents, type EventRun } from './event-run.ts'

const headers = [undefined, new Map([['k', 'v']])] as const

function numbersOf(runs: readonly EventRun[]): number[] {
  return runs.flatMap(({ first, count }) => Array.from({ length: count }, (_, index) => first + index))
}

describe('EventQueue', () => {
  it('behaves as a list of single events', () => {
    const step = fc.oneof(
      fc.record({ op: fc.constant('put' as const), count: fc.integer({ min: 1, max: 9 }), header: fc.integer({ min: 0, max: 1 }), gap: fc.integer({ min: 0, max: 1 }) }),
      fc.record({ op: fc.constant('take' as const), count: fc.integer({ min: 0, max: 12 }), back: fc.boolean() }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const queue = new EventQueue()
        const model: number[] = []
        let next = 0
        for (const each of steps) {
          if (each.op === 'put') {
            next += each.gap
            const own = headers[each.header]
            queue.addTail([own === undefined ? { first: next, count: each.count } : { first: next, count: each.count, headers: own }])
            for (let index = 0; index < each.count; index++) model.push(next++)
          } else {
            const taken = queue.take(each.count)
            const expected = model.splice(0, each.count)
            expect(numbersOf(taken)).toEqual(expected)
            if (!each.back) continue
            queue.addHead(taken)
            model.unshift(...expected)
          }
          expect(queue.size).toBe(model.length)
        }
        const walked: EventRun[] = []
        queue.walk((run) => walked.push(run))
        expect(numbersOf(walked)).toEqual(model)
      }),
    )
  })

  it('keeps alike events as one run, and unlike ones apart', () => {
    const runs: EventRun[] = []
    appendEvents(runs, { first: 0, count: 3 })
    appendEvents(runs, { first: 3, count: 2 })
    appendEvents(runs, { first: 5, count: 1, body: 'x' })
    appendEvents(runs, { first: 6, count: 1 })
    expect(runs.map(({ first, count }) => [first, count])).toEqual([[0, 5], [5, 1], [6, 1]])
    expect(countEvents(runs)).toBe(7)
  })
})
