import type { Counters } from '../agent/counters.ts'
import type { Flow, JavaThread } from '../thread/java-thread.ts'

/** What a call of process() says of the next one. */
export type Status = 'READY' | 'BACKOFF'

/** A sink, as its runner and processors use it. Source: org.apache.flume.Sink. */
export interface Sink {
  readonly name: string
  /** What `toString()` gives in Flume's messages. */
  readonly description: string
  readonly counters?: Counters
  start(thread: JavaThread): Flow<void>
  stop(thread: JavaThread): Flow<void>
  /** Moves one batch. @throws JavaException EventDeliveryException, or what the channel throws */
  process(thread: JavaThread): Flow<Status>
}

/** Chooses the sink of each call; one thread drives it. Source: org.apache.flume.SinkProcessor. */
export interface SinkProcessor {
  readonly className: string
  start(thread: JavaThread): Flow<void>
  stop(thread: JavaThread): Flow<void>
  process(thread: JavaThread): Flow<Status>
}
