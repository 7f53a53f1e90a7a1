import { exceptionOfError } from '../client/exception-of-error.ts'
import { errorByCode } from '../protocol/errors.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'
import type { AdminCallback, KafkaAdminClient } from './kafka-admin-client.ts'

/** Time that brokers may take for a change of the metadata, as the admin client sends it. */
const timeoutMs = 30_000
const topicResource = 2
const setOperation = 0
const deleteOperation = 1
const preferredElection = 0
/** An id that names no topic: the name does. */
const zeroId = 'AAAAAAAAAAAAAAAAAAAAAA'

interface Coded {
  readonly errorCode: number
  readonly errorMessage: string | null
}

/** Calls of Kafka's admin client that change a topic that is there. */
export class TopicCalls {
  readonly #admin: KafkaAdminClient

  constructor(admin: KafkaAdminClient) {
    this.#admin = admin
  }

  /** createPartitions: `count` is the new total. */
  createPartitions(name: string, count: number, done: AdminCallback<true>): void {
    this.#admin.call('CreatePartitions', { topics: [{ name, count, assignments: null }], timeoutMs, validateOnly: false }, (response) => {
      done(response instanceof KafkaException ? response : verdict(response.results))
    })
  }

  /** deleteTopics. */
  delete(name: string, done: AdminCallback<true>): void {
    this.#admin.call('DeleteTopics', { topics: [{ name, topicId: zeroId }], timeoutMs }, (response) => {
      done(response instanceof KafkaException ? response : verdict(response.responses))
    })
  }

  /** listTopics: names of all that are not internal. */
  list(done: AdminCallback<readonly string[]>): void {
    this.#admin.call('Metadata', { topics: null, allowAutoTopicCreation: false, includeTopicAuthorizedOperations: false }, (response) => {
      if (response instanceof KafkaException) done(response)
      else done(response.topics.flatMap(({ name, isInternal }) => (name === null || isInternal ? [] : [name])))
    })
  }

  /** alterPartitionReassignments: new replicas by partition. Done when the controller has taken it; the copying comes then. */
  reassign(name: string, replicas: ReadonlyMap<number, readonly number[]>, done: AdminCallback<true>): void {
    const partitions = [...replicas].map(([partitionIndex, brokers]) => ({ partitionIndex, replicas: brokers }))
    this.#admin.call('AlterPartitionReassignments', { timeoutMs, allowReplicationFactorChange: true, topics: [{ name, partitions }] }, (response) => {
      done(response instanceof KafkaException ? response : verdict([response, ...response.responses.flatMap((topic) => topic.partitions)]))
    })
  }

  /** listPartitionReassignments: how many partitions of a topic are being reassigned. */
  reassigning(name: string, partitionIndexes: readonly number[], done: AdminCallback<number>): void {
    this.#admin.call('ListPartitionReassignments', { timeoutMs, topics: [{ name, partitionIndexes }] }, (response) => {
      if (response instanceof KafkaException) done(response)
      else done(response.topics.reduce((sum, { partitions }) => sum + partitions.length, 0))
    })
  }

  /** electLeaders(PREFERRED): the first replica of each partition leads where it can; where it does already, nothing happens. */
  electPreferred(topic: string, partitions: readonly number[], done: AdminCallback<true>): void {
    this.#admin.call('ElectLeaders', { electionType: preferredElection, topicPartitions: [{ topic, partitions }], timeoutMs }, (response) => {
      done(response instanceof KafkaException ? response : verdict([{ ...response, errorMessage: null }]))
    })
  }

  /** incrementalAlterConfigs of a topic: sets keys, or with null goes back to the default. */
  alterConfigs(topic: string, values: ReadonlyMap<string, string | null>, done: AdminCallback<true>): void {
    const configs = [...values].map(([name, value]) => ({ name, value, configOperation: value === null ? deleteOperation : setOperation }))
    this.#admin.call('IncrementalAlterConfigs', { resources: [{ resourceType: topicResource, resourceName: topic, configs }], validateOnly: false }, (response) => {
      done(response instanceof KafkaException ? response : verdict(response.responses))
    })
  }
}

/** The exception of the first result that is an error. */
function verdict(results: readonly Coded[]): true | KafkaException {
  const failed = results.find(({ errorCode }) => errorCode !== 0)
  return failed === undefined ? true : exceptionOfError(errorByCode(failed.errorCode), failed.errorMessage)
}
