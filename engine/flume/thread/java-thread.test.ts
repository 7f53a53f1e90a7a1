import { describe, expect, it } from 'vitest'
import { InterruptedException } from '../exceptions.ts'
import { FlumeTestLane } from '../testing/flume-test-lane.ts'
import { compute, interruptPoint, JavaThread, sleep } from './java-thread.ts'

describe('JavaThread', () => {
  it('goes on when what it waits for has happened', () => {
    const lane = new FlumeTestLane()
    const { process } = lane.idleContext()
    const started = lane.simulation.nowMicros
    const times: number[] = []
    new JavaThread(process, 't', function* () {
      yield* sleep(process, 1000)
      times.push(lane.simulation.nowMicros - started)
      yield* compute(process, 500)
      times.push(lane.simulation.nowMicros - started)
    })
    lane.run(1)
    expect(times).toEqual([1000, 1500])
  })

  it('gets an InterruptedException where it sleeps, and none twice', () => {
    const lane = new FlumeTestLane()
    const { process } = lane.idleContext()
    const seen: string[] = []
    const thread = new JavaThread(process, 't', function* () {
      try {
        yield* sleep(process, 10_000_000)
      } catch (error) {
        seen.push(error instanceof InterruptedException ? 'interrupted' : 'other')
      }
      yield* sleep(process, 1000)
      seen.push('slept')
    })
    lane.run(1)
    thread.interrupt()
    lane.run(1)
    expect(seen).toEqual(['interrupted', 'slept'])
    expect(thread.isAlive).toBe(false)
  })

  it('is not interrupted while it computes, but at its next wait, and an exception that nobody catches ends it', () => {
    const lane = new FlumeTestLane()
    const { process } = lane.idleContext()
    const seen: string[] = []
    const thread = new JavaThread(process, 't', function* () {
      yield* compute(process, 2_000_000)
      seen.push('computed')
      yield interruptPoint
      seen.push('not reached')
    })
    lane.run(1)
    thread.interrupt()
    lane.run(2)
    expect(seen).toEqual(['computed'])
    expect(thread.isAlive).toBe(false)
  })

  it('never runs again after its process was killed, and others are told of ends only', () => {
    const lane = new FlumeTestLane()
    const { process } = lane.idleContext()
    const seen: string[] = []
    const sleeper = new JavaThread(process, 'sleeper', function* () {
      yield* sleep(process, 1_000_000)
      seen.push('woke')
    })
    new JavaThread(process, 'waiter', function* () {
      yield* sleeper.join()
      seen.push('joined')
    })
    lane.run(0.5)
    process.kill()
    lane.run(2)
    expect(seen).toEqual([])
  })
})
