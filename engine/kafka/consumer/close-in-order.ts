import type { Process } from '../../sim/process.ts'

/** The steps of closing a consumer, each of which calls back when it is done. */
export interface ClosingSteps {
  readonly process: Process
  readonly commit: (then: () => void) => void
  readonly giveUp: () => void
  readonly leave: (then: () => void) => void
  /** Hangs up; called once. */
  readonly end: () => void
}

/** Default of close() (ConsumerUtils.DEFAULT_CLOSE_TIMEOUT_MS). */
const closeTimeoutMicros = 30_000_000

/** Commits, gives up the partitions, leaves the group and hangs up; after 30 s it hangs up wherever it is. */
export function closeInOrder(steps: ClosingSteps): void {
  let isEnded = false
  const end = (): void => {
    if (isEnded) return
    isEnded = true
    steps.process.cancel(timer)
    steps.end()
  }
  const timer = steps.process.after(closeTimeoutMicros, end)
  steps.commit(() => {
    if (isEnded) return
    steps.giveUp()
    steps.leave(end)
  })
}
