import { InterruptedException } from '../exceptions.ts'
import { sleep, type Flow, type JavaThread } from '../thread/java-thread.ts'
import type { AgentContext } from './agent-context.ts'

/** What the poller looks at. */
export interface PolledConfiguration {
  /** When the file was last written, in milliseconds since 1970-01-01 UTC. */
  modifiedMs(): number
  /** Loads the file and runs it. @returns false when the load failed in a way that ends the poller */
  reload(thread: JavaThread): Flow<boolean>
}

/**
 * Looks at the configuration file every so often and reloads it when it is newer than when it was last seen. A load that
 * throws ends it for good, without a word. Source: UriConfigurationProvider.FileWatcherRunnable.
 */
export function* pollConfiguration(context: AgentContext, thread: JavaThread, intervalSeconds: number, configuration: PolledConfiguration): Flow<void> {
  let seenMs = configuration.modifiedMs()
  try {
    for (;;) {
      yield* sleep(context.process, intervalSeconds * 1_000_000)
      const modifiedMs = configuration.modifiedMs()
      if (modifiedMs <= seenMs) continue
      seenMs = modifiedMs
      if (!(yield* configuration.reload(thread))) return
    }
  } catch (error) {
    if (!(error instanceof InterruptedException)) throw error
  }
}
