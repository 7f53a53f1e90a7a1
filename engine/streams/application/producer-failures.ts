import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import { StreamsException } from '../streams-exception.ts'
import { TaskCorruptedException, TaskMigratedException } from '../task-migrated-exception.ts'

const fencing: ReadonlySet<string> = new Set([
  'org.apache.kafka.common.errors.ProducerFencedException', 'org.apache.kafka.common.errors.InvalidProducerEpochException',
  'org.apache.kafka.common.errors.InvalidPidMappingException',
])
const outOfOrder = 'org.apache.kafka.common.errors.OutOfOrderSequenceException'
const commitFailed = 'org.apache.kafka.clients.consumer.CommitFailedException'
const timeout = 'org.apache.kafka.common.errors.TimeoutException'

/** Whether an exception is Kafka's TimeoutException, which task.timeout.ms gives time for. */
export function isTimeout(error: KafkaException): boolean {
  return error.className === timeout
}

/** What follows from a record that could not be sent (RecordCollectorImpl.recordSendError). */
export function sendFailed(error: KafkaException, topic: string, taskId: string): StreamsException {
  const message = `Error encountered sending record to topic ${topic} for task ${taskId} due to:\n${error.className}: ${error.message}`
  if (isFencing(error) || error.className === outOfOrder) {
    return new TaskMigratedException(`${message}\nWritten offsets would not be recorded and no more records would be sent since the producer is fenced, indicating the task may be migrated out`, error)
  }
  return isTimeout(error) ? new TaskCorruptedException(taskId, error) : new StreamsException(message, error)
}

/** What follows from a transactional call that failed: `doing` is “begin a new transaction” or “commit a transaction” (StreamsProducer). */
export function transactionFailed(error: KafkaException, doing: string): StreamsException {
  if (isFencing(error) || error.className === commitFailed) return new TaskMigratedException(`Producer got fenced trying to ${doing}`, error)
  return new StreamsException(`Error encountered trying to ${doing}`, error)
}

/** What follows from a commit of the consumer that failed for good (TaskExecutor.commitOffsetsOrTransaction). */
export function commitOfOffsetsFailed(error: KafkaException): StreamsException {
  return error.className === commitFailed
    ? new TaskMigratedException('Consumer committing offsets failed, indicating the corresponding thread is no longer part of the group', error)
    : new StreamsException('Error encountered committing offsets via consumer', error)
}

/** An older call's exception may have put the producer into its error state: then it is the cause. */
function isFencing(error: KafkaException): boolean {
  return fencing.has(error.className) || (error.cause instanceof KafkaException && isFencing(error.cause))
}
