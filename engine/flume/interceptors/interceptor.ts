import type { EventRun } from '../event/event-run.ts'

/** An interceptor of a source. Source: org.apache.flume.interceptor.Interceptor. */
export interface Interceptor {
  /** What becomes of a batch. Whoever leaves events out reports them to the ledger as filtered. @throws JavaException */
  intercept(runs: readonly EventRun[]): readonly EventRun[]
}
