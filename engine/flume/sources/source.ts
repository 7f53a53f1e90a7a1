import type { Counters } from '../agent/counters.ts'
import type { Status } from '../sinks/sink.ts'
import type { Flow, JavaThread } from '../thread/java-thread.ts'

/** A source, as its runner uses it. Source: org.apache.flume.Source. */
export interface Source {
  readonly name: string
  /** What `toString()` gives in Flume's messages. */
  readonly description: string
  readonly counters?: Counters
  /** @throws JavaException when it cannot start; the supervisor tries again */
  start(): Flow<void>
  stop(thread: JavaThread): Flow<void>
  /** The process has ended: what outlives it (files, commands) has no reader now. */
  agentEnded?(): void
}

/** A source that its runner calls again and again. Source: org.apache.flume.PollableSource. */
export interface PollableSource extends Source {
  readonly backoffSleepIncrementMs: number
  readonly maxBackoffSleepMs: number
  process(thread: JavaThread): Flow<Status>
}
