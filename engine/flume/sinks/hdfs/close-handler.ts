import { JavaException } from '../../conf/java/java-exception.ts'
import type { Flow } from '../../thread/java-thread.ts'
import { asFlumeSees, isIoException } from './hadoop-thrown.ts'
import type { RemoteBucketOptions } from './remote-bucket-writer.ts'

/** A file that is to be closed. */
type Closing = Pick<RemoteBucketOptions, 'context' | 'settings' | 'counters' | 'writer' | 'calls' | 'roller'> & { readonly path: string; readonly uri: string }

/**
 * Closes the writer's file. After a failure it is tried again after hdfs.retryInterval, on whatever file the bucket's writer
 * has open by then, unless the tries are used up or the sink stops: then the name node is asked to recover the lease. Source:
 * BucketWriter.CloseHandler.
 */
export function* closeFile(closing: Closing, isImmediate: boolean, tries = 1): Flow<void> {
  const { settings, counters, writer, calls, roller, uri } = closing
  const mayRetry = tries < settings.closeTries && !isImmediate
  try {
    yield* calls.call(uri, writer.close())
    counters.add('ConnectionClosedCount')
  } catch (error) {
    if (!isIoException(error)) throw error
    warn(closing, `Closing file: ${uri} failed. Will retry again in ${String(settings.retryIntervalSeconds)} seconds.`, error)
    if (mayRetry) {
      roller.schedule(settings.retryIntervalSeconds, () => closeFile(closing, false, tries + 1))
      return
    }
    warn(closing, `Unsuccessfully attempted to close ${uri} ${String(settings.closeTries)} times. Initializing lease recovery.`)
    counters.add('ConnectionFailedCount')
    yield* recoverLease(closing)
  }
}

function* recoverLease(closing: Closing): Flow<void> {
  try {
    yield* closing.writer.recoverLease(closing.path)
  } catch (error) {
    if (!isIoException(error)) throw error
    warn(closing, `Lease recovery failed for ${closing.uri}`, error)
  }
}

function warn({ context: { agent, loaded } }: Closing, message: string, error?: unknown): void {
  const thrown = asFlumeSees(error)
  agent.log(loaded.name, 'WARN', { logger: 'BucketWriter', message, ...(thrown instanceof JavaException ? { thrown } : {}) })
}
