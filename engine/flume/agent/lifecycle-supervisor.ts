import { asJavaException, InterruptedException } from '../exceptions.ts'
import { JavaThread, sleep, type Flow } from '../thread/java-thread.ts'
import type { AgentContext } from './agent-context.ts'

/** Something that the supervisor starts and stops. */
export interface Supervised {
  readonly name: string
  /** What `toString()` gives in Flume's messages. */
  readonly description: string
  start(thread: JavaThread): Flow<void>
  stop(thread: JavaThread): Flow<void>
}

const RETRY_MICROS = 3_000_000

interface Watch {
  readonly monitor: JavaThread
  isStarted: boolean
  isDiscarded: boolean
}

/**
 * Starts each component in a thread of its own, and tries again every 3 s while starting fails.
 * Source: org.apache.flume.lifecycle.LifecycleSupervisor.
 */
export class LifecycleSupervisor {
  readonly #context: AgentContext
  readonly #watches = new Map<Supervised, Watch>()

  constructor(context: AgentContext) {
    this.#context = context
  }

  /** Begins to start a component, and sees to it that it is. */
  supervise(component: Supervised): void {
    const monitor = new JavaThread(this.#context.process, `lifecycleSupervisor-${component.name}`, (thread) => this.#monitor(thread, component))
    this.#watches.set(component, { monitor, isStarted: false, isDiscarded: false })
    this.#show(component, 'IDLE')
  }

  /** Stops a component and forgets it; one that is just starting is waited for. */
  *unsupervise(thread: JavaThread, component: Supervised): Flow<void> {
    const watch = this.#watches.get(component)
    if (watch === undefined) return
    watch.isDiscarded = true
    if (!watch.isStarted) {
      watch.monitor.interrupt()
      yield* watch.monitor.join()
    }
    this.#context.log(component.name, 'INFO', { logger: 'LifecycleSupervisor', message: `Stopping component: ${component.description}` })
    yield* component.stop(thread)
    this.#watches.delete(component)
    this.#show(component, 'STOP')
  }

  *#monitor(thread: JavaThread, component: Supervised): Flow<void> {
    for (;;) {
      const watch = this.#watches.get(component)
      if (watch === undefined || watch.isDiscarded) return
      try {
        yield* component.start(thread)
        watch.isStarted = true
        this.#show(component, 'START')
        return
      } catch (error) {
        const thrown = asJavaException(error)
        if (thrown instanceof InterruptedException) return
        const message = `Unable to start ${component.description} - Exception follows.`
        this.#context.log(component.name, 'ERROR', { logger: 'LifecycleSupervisor', message, thrown })
        this.#show(component, 'ERROR')
      }
      try {
        yield* sleep(this.#context.process, RETRY_MICROS)
      } catch (error) {
        if (error instanceof InterruptedException) return
        throw error
      }
    }
  }

  #show(component: Supervised, state: 'IDLE' | 'START' | 'STOP' | 'ERROR'): void {
    const { recorder } = this.#context.lane.simulation
    recorder.setText(recorder.track(this.#context.id(component.name), 'lifecycleState', 'text'), state)
  }
}
