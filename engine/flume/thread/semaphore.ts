import type { Process } from '../../sim/process.ts'
import { interruptPoint, type Flow } from './java-thread.ts'

interface Waiter {
  readonly permits: number
  readonly grant: () => void
}

/**
 * java.util.concurrent.Semaphore: those that wait get permits in their order, all at once or not at all; a newcomer takes
 * what is free before them (the unfair kind).
 */
export class Semaphore {
  readonly #process: Process
  #permits: number
  readonly #waiters: Waiter[] = []

  constructor(process: Process, permits: number) {
    this.#process = process
    this.#permits = permits
  }

  get availablePermits(): number {
    return this.#permits
  }

  /** Takes permits if so many are free. */
  tryAcquire(permits: number): boolean {
    if (permits > this.#permits) return false
    this.#permits -= permits
    return true
  }

  /** Waits for permits. @returns false when the time is over. @throws InterruptedException */
  *acquireWithin(permits: number, timeoutMicros: number): Flow<boolean> {
    yield interruptPoint
    if (this.tryAcquire(permits)) return true
    if (timeoutMicros <= 0) return false
    let isGranted = false
    yield {
      isInterruptible: true,
      begin: (wake) => {
        const leave = (): void => {
          this.#waiters.splice(this.#waiters.indexOf(waiter), 1)
          this.#serve()
        }
        const timer = this.#process.after(timeoutMicros, () => {
          leave()
          wake()
        })
        const waiter: Waiter = {
          permits,
          grant: () => {
            isGranted = true
            this.#process.cancel(timer)
            this.#process.after(0, wake)
          },
        }
        this.#waiters.push(waiter)
        return () => {
          if (isGranted) this.release(permits)
          else {
            this.#process.cancel(timer)
            leave()
          }
        }
      },
    }
    return isGranted
  }

  release(permits: number): void {
    this.#permits += permits
    this.#serve()
  }

  #serve(): void {
    for (;;) {
      const first = this.#waiters[0]
      if (first === undefined || first.permits > this.#permits) return
      this.#permits -= first.permits
      this.#waiters.shift()
      first.grant()
    }
  }
}
