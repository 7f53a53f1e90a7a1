import { KafkaException } from '../protocol/kafka-exception.ts'
import { partitionName, type TopicPartition } from './topic-partition.ts'

const illegalState = (message: string): KafkaException => new KafkaException('java.lang.IllegalStateException', message)

/** `poll` without `subscribe` or `assign`. */
export function noSubscription(): KafkaException {
  return illegalState('Consumer is not subscribed to any topics or assigned any partitions')
}

/** `position` of a partition that is not assigned. */
export function notAssigned(): KafkaException {
  return illegalState('You can only check the position for partitions assigned to this consumer.')
}

/** `seek`, `pause` or `resume` of a partition that is not assigned. */
export function noAssignment(partition: TopicPartition): KafkaException {
  return illegalState(`No current assignment for partition ${partitionName(partition)}`)
}

/** Any call after `close`. */
export function alreadyClosed(): KafkaException {
  return illegalState('This consumer has already been closed.')
}

/** `subscribe` after `assign`, or the other way round. */
export function mutuallyExclusive(): KafkaException {
  return illegalState('Subscription to topics, partitions and pattern are mutually exclusive')
}

/** Group calls of a consumer without group.id. */
export function noGroup(): KafkaException {
  return new KafkaException('org.apache.kafka.common.errors.InvalidGroupIdException',
    'To use the group management or offset commit APIs, you must provide a valid group.id in the consumer configuration.')
}
