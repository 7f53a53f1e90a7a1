import type { RecordRun } from '../../ledger/record-run.ts'
import type { AddressedPayload } from './receive-queue.ts'

/** A thread of a worker with its tasks. */
export interface Executor {
  readonly tasks: readonly number[]
  /** Entries in its receive queue. */
  readonly queueLength: number
  start(): void
  receive(entry: AddressedPayload): void
  /** topology.message.timeout.secs have passed again. */
  rotate(): void
  /** SIGTERM: calls back when its components are closed. */
  close(done: () => void): void
  /** The worker has died. */
  die(): void
  /** Calls back for the records that it holds. */
  walk(visit: (run: RecordRun) => void): void
}
