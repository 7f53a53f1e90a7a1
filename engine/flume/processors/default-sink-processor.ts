import type { Flow, JavaThread } from '../thread/java-thread.ts'
import type { Sink, SinkProcessor, Status } from '../sinks/sink.ts'

/** A sink on its own. Source: org.apache.flume.sink.DefaultSinkProcessor. */
export class DefaultSinkProcessor implements SinkProcessor {
  readonly className = 'org.apache.flume.sink.DefaultSinkProcessor'
  readonly #sink: Sink

  constructor(sink: Sink) {
    this.#sink = sink
  }

  start(thread: JavaThread): Flow<void> {
    return this.#sink.start(thread)
  }

  stop(thread: JavaThread): Flow<void> {
    return this.#sink.stop(thread)
  }

  process(thread: JavaThread): Flow<Status> {
    return this.#sink.process(thread)
  }
}
