import type { RecordContext } from '../processor/processor.ts'
import { StreamsException } from '../streams-exception.ts'

type Setting = (name: string) => string | undefined

const errors = 'org.apache.kafka.streams.errors'

/** An exception of an application's own code on its way out of the topology (FailedProcessingException). */
export class FailedProcessing extends Error {
  override readonly name = 'FailedProcessing'
  readonly node: string
  override readonly cause: unknown

  constructor(node: string, cause: unknown) {
    super('processing failed')
    this.node = node
    this.cause = cause
  }
}

/** Whether records that cannot be deserialized are skipped (deserialization.exception.handler). */
export function skipsBadRecords(setting: Setting): boolean {
  return setting('deserialization.exception.handler') === `${errors}.LogAndContinueExceptionHandler`
}

/** Whether records whose processing fails are skipped (processing.exception.handler). */
export function skipsFailures(setting: Setting): boolean {
  return setting('processing.exception.handler') === `${errors}.LogAndContinueProcessingExceptionHandler`
}

/** What ends the application when a record cannot be deserialized (RecordDeserializer). */
export function deserializationFailed(cause: unknown): StreamsException {
  return new StreamsException(
    'Deserialization exception handler is set to fail upon a deserialization error. If you would rather have the streaming pipeline continue after a deserialization error, please set the deserialization.exception.handler appropriately.',
    cause,
  )
}

/** What ends the application when its own code fails (StreamTask.createStreamsException). */
export function processingFailed({ node, cause }: FailedProcessing, taskId: string, { topic, partition, offset }: RecordContext): StreamsException {
  const where = `taskId=${taskId}, processor=${node}, topic=${topic}, partition=${String(partition)}, offset=${String(offset)}`
  return new StreamsException(`Exception caught in process. ${where}, stacktrace=${describe(cause)}`, cause)
}

function describe(cause: unknown): string {
  if (cause instanceof StreamsException) return `${cause.javaClass}: ${cause.message}`
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
}
