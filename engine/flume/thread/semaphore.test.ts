import { describe, expect, it } from 'vitest'
import { FlumeTestLane } from '../testing/flume-test-lane.ts'
import { JavaThread } from './java-thread.ts'
import { Semaphore } from './semaphore.ts'

function waitFor(lane: FlumeTestLane, semaphore: Semaphore, process: JavaThread['process'], permits: number, log: string[]): JavaThread {
  return new JavaThread(process, `t${permits}`, function* () {
    const isGranted = yield* semaphore.acquireWithin(permits, 3_000_000)
    log.push(`${permits}: ${String(isGranted)} at ${lane.simulation.nowMicros / 1_000_000}`)
  })
}

describe('Semaphore', () => {
  it('gives permits in the order of waiting, all of a request at once, or none after the time', () => {
    const lane = new FlumeTestLane()
    const { process } = lane.idleContext()
    const semaphore = new Semaphore(process, 1)
    const log: string[] = []
    waitFor(lane, semaphore, process, 5, log)
    waitFor(lane, semaphore, process, 2, log)
    lane.run(1)
    semaphore.release(3)
    lane.run(4)
    expect(log).toEqual(['5: false at 4', '2: true at 4'])
    expect(semaphore.availablePermits).toBe(2)
  })

  it('takes nothing from those who are interrupted', () => {
    const lane = new FlumeTestLane()
    const { process } = lane.idleContext()
    const semaphore = new Semaphore(process, 0)
    const log: string[] = []
    const thread = new JavaThread(process, 't', function* () {
      try {
        yield* semaphore.acquireWithin(2, 3_000_000)
      } catch {
        log.push('interrupted')
      }
    })
    lane.run(1)
    thread.interrupt()
    semaphore.release(2)
    lane.run(1)
    expect(log).toEqual(['interrupted'])
    expect(semaphore.availablePermits).toBe(2)
  })
})
