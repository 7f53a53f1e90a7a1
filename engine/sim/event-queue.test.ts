import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventQueue } from './event-queue.ts'

describe('EventQueue', () => {
  it('runs events by time, and events of one time in the order in which they were added', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 200 }), (times) => {
        const queue = new EventQueue()
        const ran: [number, number][] = []
        times.forEach((time, order) => queue.push(time, () => ran.push([time, order])))
        for (let action = queue.pop(); action !== undefined; action = queue.pop()) action()
        const expected = times.map((time, order): [number, number] => [time, order]).sort((a, b) => a[0] - b[0] || a[1] - b[1])
        expect(ran).toEqual(expected)
      }),
    )
  })

  it('never runs a cancelled event, and cancels nothing else, whatever is pushed, popped and cancelled between', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('push' as const), time: fc.integer({ min: 0, max: 50 }) }),
      fc.record({ do: fc.constant('cancel' as const), pick: fc.nat(500) }),
      fc.record({ do: fc.constant('pop' as const) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const queue = new EventQueue()
        const model: { id: number; time: number; order: number }[] = []
        const ids: number[] = []
        let ran = -1
        let order = 0
        for (const action of steps) {
          if (action.do === 'push') {
            const mine = order++
            const id = queue.push(action.time, () => (ran = mine))
            ids.push(id)
            model.push({ id, time: action.time, order: mine })
          } else if (action.do === 'cancel') {
            const id = ids[action.pick % Math.max(1, ids.length)]
            if (id === undefined) continue
            const index = model.findIndex((event) => event.id === id)
            expect(queue.cancel(id)).toBe(index >= 0)
            if (index >= 0) model.splice(index, 1)
          } else {
            model.sort((a, b) => a.time - b.time || a.order - b.order)
            const next = model.shift()
            ran = -1
            queue.pop()?.()
            expect(ran).toBe(next?.order ?? -1)
          }
          expect(queue.length).toBe(model.length)
        }
      }),
    )
  })

  it('knows the time of its first event, and Infinity when it is empty', () => {
    const queue = new EventQueue()
    expect(queue.nextTimeMicros).toBe(Number.POSITIVE_INFINITY)
    queue.push(7, () => undefined)
    const first = queue.push(3, () => undefined)
    expect(queue.nextTimeMicros).toBe(3)
    queue.cancel(first)
    expect(queue.nextTimeMicros).toBe(7)
  })

  it('does not let the id of an event that has run cancel a later event in its place', () => {
    const queue = new EventQueue()
    const stale = queue.push(1, () => undefined)
    queue.pop()
    queue.push(2, () => undefined)
    expect(queue.cancel(stale)).toBe(false)
    expect(queue.length).toBe(1)
  })
})
