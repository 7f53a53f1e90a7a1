import { exceptionOfError } from '../client/exception-of-error.ts'
import { byTopic, partitionName, type TopicPartition } from '../consumer/topic-partition.ts'
import type { ConsumerGroupDescribedGroup } from '../protocol/consumer-group-describe.ts'
import type { DescribedGroup } from '../protocol/describe-groups.ts'
import { errorByCode, type ErrorName } from '../protocol/errors.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'
import type { ListedGroup } from '../protocol/list-groups.ts'
import type { ApiName, RequestOf, ResponseOf } from '../protocol/messages.ts'
import type { OffsetFetchResponseGroup } from '../protocol/offset-fetch.ts'
import type { AdminCallback, KafkaAdminClient } from './kafka-admin-client.ts'

/** A group as an administrator sees it (ConsumerGroupDescription). */
export interface GroupDescription {
  readonly groupId: string
  readonly state: string
  readonly type: 'Classic' | 'Consumer'
  /** The assignor; empty while a classic group is not stable. */
  readonly assignor: string
  readonly members: readonly GroupMemberDescription[]
}

/** A member of a group as an administrator sees it (MemberDescription). */
export interface GroupMemberDescription {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly clientId: string
  readonly assignment: readonly TopicPartition[]
}

/** A committed offset as an administrator reads it; `leaderEpoch` -1 when the committer did not say one. */
export interface CommittedOffset extends TopicPartition {
  readonly offset: number
  readonly leaderEpoch: number
  readonly metadata: string
}

/** Errors after which the coordinator is looked for again (CoordinatorStrategy and the handlers' `handleError`). */
const movedErrors: ReadonlySet<ErrorName> = new Set(['NOT_COORDINATOR', 'COORDINATOR_NOT_AVAILABLE', 'COORDINATOR_LOAD_IN_PROGRESS'])

interface CoordinatorCall<Api extends ApiName> {
  readonly groupId: string
  readonly api: Api
  readonly body: RequestOf<Api>
  /** The group's own error in an answer. */
  readonly codeOf: (response: ResponseOf<Api>) => number
}

/** Calls of Kafka's admin client about groups; each goes to the group's coordinator. */
export class GroupCalls {
  readonly #admin: KafkaAdminClient

  constructor(admin: KafkaAdminClient) {
    this.#admin = admin
  }

  /** describeConsumerGroups of one group: asked for as one of KIP-848 first, and as a classic one if it is none. */
  describe(groupId: string, done: AdminCallback<GroupDescription>): void {
    const body = { groupIds: [groupId], includeAuthorizedOperations: false }
    this.#atCoordinator({ groupId, api: 'ConsumerGroupDescribe', body, codeOf: ({ groups }) => groups[0]?.errorCode ?? 0 }, (response) => {
      const group = response instanceof KafkaException ? response : response.groups[0]
      if (group === undefined || group instanceof KafkaException) done(group ?? noAnswer('describeConsumerGroups'))
      else if (errorByCode(group.errorCode).name === 'GROUP_ID_NOT_FOUND') this.#describeClassic(groupId, true, done)
      else finish(group.errorCode, group.errorMessage, () => modernDescription(group), done)
    })
  }

  /** describeClassicGroups of one group. */
  describeClassic(groupId: string, done: AdminCallback<GroupDescription>): void {
    this.#describeClassic(groupId, false, done)
  }

  /** listGroups: what every broker coordinates. Empty filters let all through. */
  list(filter: { readonly states?: readonly string[]; readonly types?: readonly string[] }, done: AdminCallback<readonly ListedGroup[]>): void {
    this.#admin.describeCluster((cluster) => {
      if (cluster instanceof KafkaException) {
        done(cluster)
        return
      }
      const found: ListedGroup[] = []
      let waiting = cluster.brokers.length
      let isDone = false
      for (const { brokerId } of cluster.brokers) {
        this.#admin.call('ListGroups', { statesFilter: filter.states ?? [], typesFilter: filter.types ?? [] }, (response) => {
          if (isDone) return
          waiting--
          if (response instanceof KafkaException) {
            isDone = true
            done(response)
            return
          }
          found.push(...response.groups)
          if (waiting === 0) done(found)
        }, brokerId)
      }
      if (waiting === 0) done([])
    })
  }

  /** deleteConsumerGroups of one group: it must have no members. */
  delete(groupId: string, done: AdminCallback<true>): void {
    this.#atCoordinator({ groupId, api: 'DeleteGroups', body: { groupsNames: [groupId] }, codeOf: ({ results }) => results[0]?.errorCode ?? 0 }, (response) => {
      if (response instanceof KafkaException) done(response)
      else finish<true>(response.results[0]?.errorCode ?? 0, null, () => true, done)
    })
  }

  /** listConsumerGroupOffsets: everything that a group has committed; nothing for a group that is not there. */
  offsets(groupId: string, done: AdminCallback<readonly CommittedOffset[]>): void {
    const body = { groups: [{ groupId, memberId: null, memberEpoch: -1, topics: null }], requireStable: false }
    this.#atCoordinator({ groupId, api: 'OffsetFetch', body, codeOf: ({ groups }) => groups[0]?.errorCode ?? 0 }, (response) => {
      const group = response instanceof KafkaException ? response : response.groups[0]
      if (group === undefined || group instanceof KafkaException) done(group ?? noAnswer('listConsumerGroupOffsets'))
      else finish(group.errorCode, null, () => committedIn(group), done)
    })
  }

  /** alterConsumerGroupOffsets: commits for a group from outside, which only works while it has no members. */
  alterOffsets(groupId: string, offsets: readonly CommittedOffset[], done: AdminCallback<true>): void {
    const body = {
      groupId, generationIdOrMemberEpoch: -1, memberId: '', groupInstanceId: null,
      topics: [...byTopic(offsets)].map(([name, entries]) => ({
        topicId: '', name,
        partitions: entries.map(({ partition, offset, leaderEpoch, metadata }) => ({ partitionIndex: partition, committedOffset: offset, committedLeaderEpoch: leaderEpoch, committedMetadata: metadata })),
      })),
    }
    this.#atCoordinator({ groupId, api: 'OffsetCommit', body, codeOf: ({ topics }) => topics[0]?.partitions[0]?.errorCode ?? 0 }, (response) => {
      if (response instanceof KafkaException) {
        done(response)
        return
      }
      const results = response.topics.flatMap(({ name, partitions }) => partitions.map(({ partitionIndex, errorCode }) => ({ topic: name ?? '', partition: partitionIndex, errorCode })))
      const failed = results.filter(({ errorCode }) => errorCode !== 0)
      finish<true>(failed[0]?.errorCode ?? 0, `Failed altering group offsets for the following partitions: [${failed.map(partitionName).join(', ')}]`, () => true, done)
    })
  }

  /** deleteConsumerGroupOffsets: forgets offsets of topics that no member reads. */
  deleteOffsets(groupId: string, partitions: readonly TopicPartition[], done: AdminCallback<true>): void {
    const topics = [...byTopic(partitions)].map(([name, entries]) => ({ name, partitions: entries.map(({ partition }) => ({ partitionIndex: partition })) }))
    this.#atCoordinator({ groupId, api: 'OffsetDelete', body: { groupId, topics }, codeOf: ({ errorCode }) => errorCode }, (response) => {
      if (response instanceof KafkaException) {
        done(response)
        return
      }
      const codes = response.topics.flatMap((topic) => topic.partitions.map(({ errorCode }) => errorCode))
      finish<true>(response.errorCode === 0 ? (codes.find((code) => code !== 0) ?? 0) : response.errorCode, null, () => true, done)
    })
  }

  /** removeMembersFromConsumerGroup: static members by their group.instance.id. */
  removeMembers(groupId: string, groupInstanceIds: readonly string[], done: AdminCallback<true>): void {
    const reason = 'Member was removed by admin'
    const body = { groupId, members: groupInstanceIds.map((groupInstanceId) => ({ memberId: '', groupInstanceId, reason })) }
    this.#atCoordinator({ groupId, api: 'LeaveGroup', body, codeOf: ({ errorCode }) => errorCode }, (response) => {
      if (response instanceof KafkaException) done(response)
      else finish<true>(response.errorCode === 0 ? (response.members.find(({ errorCode }) => errorCode !== 0)?.errorCode ?? 0) : response.errorCode, null, () => true, done)
    })
  }

  /** Words of the broker reach the caller only where it asked for a group of either protocol. */
  #describeClassic(groupId: string, hasWords: boolean, done: AdminCallback<GroupDescription>): void {
    const body = { groups: [groupId], includeAuthorizedOperations: false }
    this.#atCoordinator({ groupId, api: 'DescribeGroups', body, codeOf: ({ groups }) => groups[0]?.errorCode ?? 0 }, (response) => {
      const group = response instanceof KafkaException ? response : response.groups[0]
      if (group === undefined || group instanceof KafkaException) done(group ?? noAnswer('describeClassicGroups'))
      else finish(group.errorCode, hasWords ? group.errorMessage : null, () => classicDescription(group), done)
    })
  }

  /** Finds the coordinator and asks it; again after a while when it has moved or is not ready, until default.api.timeout.ms is over. */
  #atCoordinator<Api extends ApiName>(call: CoordinatorCall<Api>, done: AdminCallback<ResponseOf<Api>>): void {
    const { groupId, api, body, codeOf } = call
    const isLate = this.#admin.deadline()
    const later = (error: KafkaException): void => {
      if (isLate()) done(error)
      else this.#admin.afterBackoff(attempt)
    }
    const attempt = (): void => {
      this.#admin.call('FindCoordinator', { keyType: 0, coordinatorKeys: [groupId] }, (found) => {
        const coordinator = found instanceof KafkaException ? found : found.coordinators[0]
        if (coordinator === undefined || coordinator instanceof KafkaException) done(coordinator ?? noAnswer('findCoordinator'))
        else if (movedErrors.has(errorByCode(coordinator.errorCode).name)) later(exceptionOfError(errorByCode(coordinator.errorCode)))
        else if (coordinator.errorCode !== 0) done(exceptionOfError(errorByCode(coordinator.errorCode), coordinator.errorMessage))
        else {
          this.#admin.call(api, body, (response) => {
            const error = response instanceof KafkaException ? undefined : errorByCode(codeOf(response))
            if (error !== undefined && movedErrors.has(error.name)) later(exceptionOfError(error))
            else done(response)
          }, coordinator.nodeId)
        }
      })
    }
    attempt()
  }
}

function finish<Result>(code: number, message: string | null, result: () => Result, done: AdminCallback<Result>): void {
  done(code === 0 ? result() : exceptionOfError(errorByCode(code), message))
}

function noAnswer(call: string): KafkaException {
  return new KafkaException('org.apache.kafka.common.KafkaException', `The response to ${call} did not contain a result`)
}

function modernDescription({ groupId, groupState, assignorName, members }: ConsumerGroupDescribedGroup): GroupDescription {
  return {
    groupId, state: groupState, type: 'Consumer', assignor: assignorName,
    members: members.map(({ memberId, instanceId, clientId, assignment }) => ({
      memberId, groupInstanceId: instanceId, clientId,
      assignment: assignment.flatMap(({ topicName, partitions }) => partitions.map((partition) => ({ topic: topicName, partition }))),
    })),
  }
}

function classicDescription({ groupId, groupState, protocolData, members }: DescribedGroup): GroupDescription {
  return {
    groupId, state: groupState, type: 'Classic', assignor: protocolData,
    members: members.map(({ memberId, groupInstanceId, clientId, memberAssignment }) => ({
      memberId, groupInstanceId, clientId,
      assignment: memberAssignment.assignedPartitions.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition }))),
    })),
  }
}

function committedIn({ topics }: OffsetFetchResponseGroup): readonly CommittedOffset[] {
  return topics.flatMap(({ name, partitions }) => partitions.map(({ partitionIndex, committedOffset, committedLeaderEpoch, metadata }) => ({
    topic: name ?? '', partition: partitionIndex, offset: committedOffset, leaderEpoch: committedLeaderEpoch, metadata: metadata ?? '',
  })))
}
