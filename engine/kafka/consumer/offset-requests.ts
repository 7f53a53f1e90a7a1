import { exceptionOfError } from '../client/exception-of-error.ts'
import type { NetworkClient } from '../client/network-client.ts'
import { errorByCode, type ProtocolError } from '../protocol/errors.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'
import type { CoordinatorLink } from './coordinator-link.ts'
import { byTopic, partitionName, type TopicPartition } from './topic-partition.ts'

/** A position to commit, or one that was committed. */
export interface OffsetAndMetadata extends TopicPartition {
  readonly offset: number
  /** -1 when unknown. */
  readonly leaderEpoch: number
  readonly metadata: string
}

/** Who commits: -1 and the empty id for a consumer that is in no group. */
export interface GroupIdentity {
  readonly generationId: number
  readonly memberId: string
  readonly groupInstanceId: string | null
}

/** How a commit ended: undefined for success; `isRetriable` errors may be tried again at once or later. */
export interface CommitFailure {
  readonly exception: KafkaException
  readonly error: ProtocolError | undefined
  readonly isRetriable: boolean
}

const commitFailedClass = 'org.apache.kafka.clients.consumer.CommitFailedException'
const commitFailedText = 'Commit cannot be completed since the group has already rebalanced and assigned the partitions to another member. '
  + 'This means that the time between subsequent calls to poll() was longer than the configured max.poll.interval.ms, which typically implies that '
  + 'the poll loop is spending too much time message processing. You can address this either by increasing max.poll.interval.ms or by reducing the '
  + 'maximum size of batches returned in poll() with max.poll.records.'
const rebalancingText = 'Offset commit cannot be completed since the consumer group is executing a rebalance at the moment. '
  + 'You can try completing the rebalance by calling poll() and then retry commit again'

/** What the requests go through. */
export interface OffsetRequestsOptions {
  readonly client: NetworkClient
  readonly link: CoordinatorLink
  readonly groupId: string
  readonly isConsumerProtocol: boolean
}

/** Commits and reads committed positions (OffsetCommit and OffsetFetch of ConsumerCoordinator). */
export class OffsetRequests {
  readonly #client: NetworkClient
  readonly #link: CoordinatorLink
  readonly #groupId: string

  readonly #isConsumerProtocol: boolean

  constructor(options: OffsetRequestsOptions) {
    this.#client = options.client
    this.#link = options.link
    this.#groupId = options.groupId
    this.#isConsumerProtocol = options.isConsumerProtocol
  }

  /** Sends one commit. */
  commit(identity: GroupIdentity, offsets: readonly OffsetAndMetadata[], done: (failure: CommitFailure | undefined) => void): void {
    this.#link.send({
      api: 'OffsetCommit',
      body: {
        groupId: this.#groupId,
        generationIdOrMemberEpoch: identity.generationId,
        memberId: identity.memberId,
        groupInstanceId: identity.groupInstanceId,
        topics: [...byTopic(offsets)].map(([topic, entries]) => ({
          topicId: this.#client.metadata.topic(topic)?.topicId ?? '',
          partitions: entries.map((entry) => ({
            partitionIndex: entry.partition, committedOffset: entry.offset, committedLeaderEpoch: entry.leaderEpoch, committedMetadata: entry.metadata,
          })),
        })),
      },
      onComplete: (outcome) => {
        if (outcome.kind !== 'response') {
          done(retriable(undefined))
          return
        }
        const codes = outcome.body.topics.flatMap((topic) => topic.partitions.map((partition) => partition.errorCode))
        const failed = codes.find((code) => code !== 0)
        done(failed === undefined ? undefined : this.#commitFailure(errorByCode(failed)))
      },
    })
  }

  /** Reads committed positions; offset -1 where there is none. A retriable failure is undefined. */
  fetch(partitions: readonly TopicPartition[], done: (offsets: readonly OffsetAndMetadata[] | KafkaException | undefined) => void): void {
    this.#link.send({
      api: 'OffsetFetch',
      body: {
        requireStable: true,
        groups: [{
          groupId: this.#groupId,
          memberId: null,
          memberEpoch: -1,
          topics: [...byTopic(partitions)].map(([topic, entries]) => ({
            topicId: this.#client.metadata.topic(topic)?.topicId ?? '', partitionIndexes: entries.map((entry) => entry.partition),
          })),
        }],
      },
      onComplete: (outcome) => {
        const group = outcome.kind === 'response' ? outcome.body.groups[0] : undefined
        if (group === undefined || group.errorCode !== 0) {
          if (group !== undefined) this.#coordinatorError(errorByCode(group.errorCode))
          done(undefined)
          return
        }
        const offsets: OffsetAndMetadata[] = []
        for (const topic of group.topics) {
          const name = this.#client.metadata.topicNameOf(topic.topicId)
          for (const entry of topic.partitions) {
            if (name === undefined || entry.errorCode !== 0) {
              done(undefined)
              return
            }
            offsets.push({
              topic: name, partition: entry.partitionIndex, offset: entry.committedOffset, leaderEpoch: entry.committedLeaderEpoch, metadata: entry.metadata ?? '',
            })
          }
        }
        const missing = partitions.find((partition) => !offsets.some((entry) => partitionName(entry) === partitionName(partition)))
        done(missing === undefined ? offsets : undefined)
      },
    })
  }

  #commitFailure(error: ProtocolError): CommitFailure {
    this.#coordinatorError(error)
    switch (error.name) {
      case 'REBALANCE_IN_PROGRESS':
        return { exception: exceptionOfError(error, rebalancingText), error, isRetriable: false }
      case 'UNKNOWN_MEMBER_ID':
      case 'ILLEGAL_GENERATION':
      case 'STALE_MEMBER_EPOCH':
        if (this.#isConsumerProtocol && error.name === 'UNKNOWN_MEMBER_ID') return { exception: new KafkaException(commitFailedClass, `OffsetCommit failed with unknown member ID. ${error.message}`), error, isRetriable: false }
        if (error.name === 'STALE_MEMBER_EPOCH') return { exception: new KafkaException(commitFailedClass, `OffsetCommit failed with stale member epoch. ${error.message}`), error, isRetriable: false }
        return { exception: new KafkaException(commitFailedClass, commitFailedText), error, isRetriable: false }
      default:
        return { exception: exceptionOfError(error), error, isRetriable: error.retriable }
    }
  }

  #coordinatorError(error: ProtocolError): void {
    if (['NOT_COORDINATOR', 'COORDINATOR_NOT_AVAILABLE', 'REQUEST_TIMED_OUT'].includes(error.name)) this.#link.markUnknown(`error response ${error.name}`)
  }
}

function retriable(error: ProtocolError | undefined): CommitFailure {
  return {
    exception: new KafkaException('org.apache.kafka.common.errors.DisconnectException', ''),
    error,
    isRetriable: true,
  }
}
