import type { ProcessEnd } from '../../sim/process.ts'
import type { Counters } from '../agent/counters.ts'
import type { EventRun } from '../event/event-run.ts'
import type { Flow, JavaThread } from '../thread/java-thread.ts'
import type { Transaction } from './transaction.ts'

/** A channel as sources and sinks see it, and as the agent starts and stops it. */
export interface Channel {
  readonly name: string
  readonly counters: Counters
  /** What `toString()` gives in Flume's messages. */
  readonly description: string
  /** Events that the channel counts as its size now. */
  readonly size: number
  /** Whether start() has ended; Flume starts sinks and sources only then. */
  readonly isStarted: boolean
  start(): Flow<void>
  stop(): Flow<void>
  /** A new transaction of a thread. @throws JavaException IllegalStateException when the channel is closed */
  getTransaction(thread: JavaThread): Transaction
  /** Calls back for each run that could still be taken. */
  walk(visit: (run: EventRun) => void): void
  /** Calls back for each run that it has in memory; a channel without this method has none there. */
  walkHeap?(visit: (run: EventRun) => void): void
  /** The process has ended: reports what was in memory only. */
  dropMemory(end: ProcessEnd): void
}
