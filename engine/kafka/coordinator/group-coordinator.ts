import type { BrokerServices, RequestContext, RequestHandlers, RequestHandlersFactory } from '../broker/request-handlers.ts'
import type { ConsumerGroupHeartbeatRequest } from '../protocol/consumer-group-heartbeat.ts'
import type { AnyRequest } from '../protocol/envelope.ts'
import { errorCode, type ErrorName } from '../protocol/errors.ts'
import type { FindCoordinatorRequest, FindCoordinatorResponseCoordinator } from '../protocol/find-coordinator.ts'
import type { JoinGroupRequest } from '../protocol/join-group.ts'
import type { LeaveGroupRequest } from '../protocol/leave-group.ts'
import type { ApiName } from '../protocol/messages.ts'
import type { OffsetCommitRequest } from '../protocol/offset-commit.ts'
import type { OffsetFetchRequest, OffsetFetchResponseGroup } from '../protocol/offset-fetch.ts'
import type { SyncGroupRequest } from '../protocol/sync-group.ts'
import type { ClassicGroup } from './classic-group.ts'
import { committedOffsets, expiredOffsets, offsetRecords } from './committed-offsets.ts'
import { partitionForGroup } from '../producer/partitioner/partition-for-group.ts'
import type { TxnOffsetCommitRequest } from '../protocol/txn-offset-commit.ts'
import { addToTransaction } from '../transaction/add-partitions.ts'
import { readTransactionConfig } from '../transaction/transaction-config.ts'
import { transactionTopic } from '../transaction/transaction-coordinator.ts'
import { readCoordinatorConfig, type CoordinatorConfig } from './coordinator-config.ts'
import { findCoordinators, offsetsTopic } from './find-coordinators.ts'
import { administrationApis, GroupAdministration } from './group-administration.ts'
import { commitAnswer, heartbeatError, joinError, syncError } from './group-answers.ts'
import type { GroupProgress } from './group-progress.ts'
import { GroupShards, type Shard } from './group-shards.ts'
import { OFFSETS_TOPIC, type OffsetsRecord } from './offsets-record.ts'

/** Plugs a group coordinator into each broker. */
export function groupCoordinator(progress: GroupProgress): RequestHandlersFactory {
  return (services) => new GroupCoordinator(services, progress)
}

const transactionKeyType = 1
const membershipApis: readonly ApiName[] = ['FindCoordinator', 'JoinGroup', 'SyncGroup', 'Heartbeat', 'LeaveGroup', 'ConsumerGroupHeartbeat', 'OffsetCommit', 'OffsetFetch', 'TxnOffsetCommit']

/**
 * The group coordinator of a broker (GroupCoordinatorService): it serves the groups whose partition of `__consumer_offsets`
 * the broker leads. All it knows is in that log; a new leader reads it from there.
 */
class GroupCoordinator implements RequestHandlers {
  readonly apis = [...membershipApis, ...administrationApis]
  readonly #services: BrokerServices
  readonly #config: CoordinatorConfig
  readonly #shards: GroupShards
  readonly #administration: GroupAdministration

  constructor(services: BrokerServices, progress: GroupProgress) {
    this.#services = services
    this.#config = readCoordinatorConfig(services.settings.parsed)
    this.#shards = new GroupShards({ services, config: this.#config, progress })
    this.#administration = new GroupAdministration(services, this.#shards)
    this.#scheduleExpiry()
  }

  handle(request: AnyRequest, { answer }: RequestContext): void {
    switch (request.api) {
      case 'FindCoordinator':
        answer({ throttleTimeMs: 0, coordinators: this.#find(request.body) })
        break
      case 'JoinGroup':
        this.#join(request.body, request.clientId, answer)
        break
      case 'SyncGroup':
        this.#sync(request.body, answer)
        break
      case 'Heartbeat': {
        const { groupId, memberId, groupInstanceId, generationId } = request.body
        const error = this.#withGroup(groupId, (group) => group.heartbeat(memberId, groupInstanceId, generationId))
        answer({ throttleTimeMs: 0, errorCode: errorCode(error) })
        break
      }
      case 'LeaveGroup':
        answer(this.#leave(request.body))
        break
      case 'ConsumerGroupHeartbeat':
        this.#consumerHeartbeat(request.body, request.clientId, answer)
        break
      case 'OffsetCommit':
        this.#commit(request.body, answer)
        break
      case 'TxnOffsetCommit':
        this.#commitInTransaction(request.body, answer)
        break
      case 'OffsetFetch':
        answer(this.#fetch(request.body))
        break
      default:
        this.#administration.handle(request, answer)
    }
  }

  onLeading(topic: string, partitionId: number, leaderEpoch: number): void {
    if (topic === OFFSETS_TOPIC) this.#shards.load(partitionId, leaderEpoch)
  }

  onMarker(topic: string, partitionId: number, producerId: number, isCommit: boolean): void {
    if (topic === OFFSETS_TOPIC) this.#shards.endTransaction(partitionId, producerId, isCommit)
  }

  onFollowing(topic: string, partitionId: number): void {
    if (topic === OFFSETS_TOPIC) this.#shards.unload(partitionId)
  }

  #find(request: FindCoordinatorRequest): readonly FindCoordinatorResponseCoordinator[] {
    const { image, settings } = this.#services
    const ofTransactions = readTransactionConfig(settings.parsed)
    const topic = request.keyType === transactionKeyType ? transactionTopic(ofTransactions) : offsetsTopic(this.#config)
    if (image.topic(topic.name) === undefined) this.#services.createTopic(topic)
    const partitions = image.topic(topic.name)?.partitions.length ?? topic.partitions
    return findCoordinators(request, image, (key) => partitionForGroup(key, partitions))
  }

  #withGroup(groupId: string, act: (group: ClassicGroup) => ErrorName): ErrorName {
    if (groupId === '') return 'INVALID_GROUP_ID'
    const shard = this.#shards.of(groupId)
    if (shard === undefined) return 'NOT_COORDINATOR'
    const group = shard.groups.get(groupId)
    return group === undefined ? 'UNKNOWN_MEMBER_ID' : act(group)
  }

  /** An empty group of the consumer protocol becomes a classic one. */
  #join(request: JoinGroupRequest, clientId: string, answer: RequestContext['answer']): void {
    const { minSessionTimeoutMs, maxSessionTimeoutMs } = this.#config
    const shard = this.#shards.of(request.groupId)
    const modern = this.#shards.modern.of(request.groupId)
    if (request.groupId === '') answer(joinError('INVALID_GROUP_ID', request.memberId))
    else if (shard === undefined) answer(joinError('NOT_COORDINATOR', request.memberId))
    else if (request.sessionTimeoutMs < minSessionTimeoutMs || request.sessionTimeoutMs > maxSessionTimeoutMs) answer(joinError('INVALID_SESSION_TIMEOUT', request.memberId))
    else if (modern !== undefined && modern.size > 0) answer(joinError('INCONSISTENT_GROUP_PROTOCOL', request.memberId))
    else if (request.memberId !== '' && !shard.groups.has(request.groupId)) answer(joinError('UNKNOWN_MEMBER_ID', request.memberId))
    else {
      this.#shards.modern.remove(request.groupId)
      this.#shards.classicOrNew(shard, request.groupId).join(request, clientId, answer)
    }
  }

  /** A classic group with members stays classic: migration between the protocols is not modelled. */
  #consumerHeartbeat(request: ConsumerGroupHeartbeatRequest, clientId: string, answer: RequestContext['answer']): void {
    const shard = this.#shards.of(request.groupId)
    const classic = shard?.groups.get(request.groupId)
    if (shard === undefined) answer(heartbeatError('NOT_COORDINATOR'))
    else if (classic !== undefined && classic.members.length > 0) answer(heartbeatError('GROUP_ID_NOT_FOUND'))
    else {
      shard.groups.delete(request.groupId)
      this.#shards.modern.orNew(request.groupId).heartbeat(request, clientId, answer)
    }
  }

  #sync(request: SyncGroupRequest, answer: RequestContext['answer']): void {
    const shard = this.#shards.of(request.groupId)
    const group = shard?.groups.get(request.groupId)
    if (shard === undefined) answer(syncError('NOT_COORDINATOR'))
    else if (group === undefined) answer(syncError('UNKNOWN_MEMBER_ID'))
    else group.sync(request, answer)
  }

  #leave(request: LeaveGroupRequest) {
    const shard = this.#shards.of(request.groupId)
    const group = shard === undefined ? undefined : this.#shards.groupOf(shard, request.groupId)
    const top = shard === undefined ? 'NOT_COORDINATOR' : 'NONE'
    return {
      throttleTimeMs: 0,
      errorCode: errorCode(top),
      members: request.members.map(({ memberId, groupInstanceId, reason }) => ({
        memberId, groupInstanceId, errorCode: errorCode(group?.leave(memberId, groupInstanceId, reason) ?? 'UNKNOWN_MEMBER_ID'),
      })),
    }
  }

  #commit(request: OffsetCommitRequest, answer: RequestContext['answer']): void {
    const respond = (error: ErrorName, errors: ReadonlyMap<string, ErrorName> = new Map()): void => { answer(commitAnswer(request, error, errors)) }
    const error = this.#commitError(request)
    if (error !== 'NONE') {
      respond(error)
      return
    }
    const { records, errors } = offsetRecords(request, this.#services.image, { nowMs: this.#services.nowMs(), metadataMaxBytes: this.#config.metadataMaxBytes })
    if (records.length === 0) respond('NONE', errors)
    else this.#shards.write(request.groupId, records, (result) => { respond(result, errors) })
  }

  /** Takes the group's partition into the transaction, then writes the offsets, which hold when it commits. */
  #commitInTransaction(request: TxnOffsetCommitRequest, answer: RequestContext['answer']): void {
    const respond = (error: ErrorName): void => {
      answer({ throttleTimeMs: 0, topics: request.topics.map(({ name, partitions }) => ({ name, partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: errorCode(error) })) })) })
    }
    const plain = { ...request, generationIdOrMemberEpoch: request.generationId, topics: request.topics.map((topic) => ({ ...topic, topicId: '' })) }
    // A producer that names no member is taken at its word.
    const check = (): ErrorName => (request.generationId < 0 && request.memberId === '' && this.#shards.of(request.groupId) !== undefined ? 'NONE' : this.#commitError(plain))
    const { transactionalId, producerId, producerEpoch, groupId } = request
    const error = check()
    if (error !== 'NONE') {
      respond(error)
      return
    }
    const partition = { topic: OFFSETS_TOPIC, partition: this.#shards.partitionOf(groupId) }
    addToTransaction(this.#services, { transactionalId, producerId, producerEpoch }, [partition], (refused) => {
      // Meanwhile the group may have gone on without the member.
      const late = refused === 'NONE' ? check() : refused
      if (late !== 'NONE') {
        respond(late)
        return
      }
      const { records } = offsetRecords(plain, this.#services.image, { nowMs: this.#services.nowMs(), metadataMaxBytes: this.#config.metadataMaxBytes })
      this.#shards.writePending(groupId, records, { producerId, producerEpoch }, respond)
    })
  }

  #commitError(request: OffsetCommitRequest): ErrorName {
    const { groupId, generationIdOrMemberEpoch: generationId, memberId, groupInstanceId } = request
    const shard = this.#shards.of(groupId)
    if (shard === undefined) return 'NOT_COORDINATOR'
    const modern = this.#shards.modern.of(groupId)
    if (modern !== undefined) return modern.validateCommit(memberId, generationId, this.#committedIn(request))
    const group = shard.groups.get(groupId)
    if (group === undefined) return generationId >= 0 ? 'ILLEGAL_GENERATION' : 'NONE'
    return group.validateCommit(memberId, groupInstanceId, generationId)
  }

  /** Partitions of a commit, by `topicId-partition`. */
  #committedIn({ topics }: OffsetCommitRequest): readonly string[] {
    return topics.flatMap(({ topicId, name, partitions }) => {
      const id = name === undefined ? topicId : this.#services.image.topic(name)?.topicId
      return partitions.map(({ partitionIndex }) => `${id ?? ''}-${String(partitionIndex)}`)
    })
  }

  #fetch(request: OffsetFetchRequest) {
    return {
      throttleTimeMs: 0,
      groups: request.groups.map((group): OffsetFetchResponseGroup => {
        const shard = this.#shards.of(group.groupId)
        return shard === undefined
          ? { groupId: group.groupId, topics: [], errorCode: errorCode('NOT_COORDINATOR') }
          : committedOffsets(group, shard.offsets, this.#services.image, (topic, partition) => request.requireStable && shard.pending.has(group.groupId, topic, partition))
      }),
    }
  }

  /** Looks each offsets.retention.check.interval.ms for offsets, and groups, to delete (cleanupGroupMetadata). */
  #scheduleExpiry(): void {
    this.#services.process.after(this.#config.retentionCheckMs * 1000, () => {
      for (const shard of this.#shards.all) this.#expire(shard)
      this.#scheduleExpiry()
    })
  }

  /** A group that is empty and has no offsets left goes with the last of them. */
  #expire(shard: Shard): void {
    const modern = this.#shards.modern.all.filter(({ groupId }) => this.#shards.partitionOf(groupId) === shard.partitionId)
    for (const group of [...shard.groups.values(), ...modern]) {
      const { groupId } = group
      const offsets = [...shard.offsets.values()].filter((record) => record.groupId === groupId)
      const expired = expiredOffsets(offsets, group, { nowMs: this.#services.nowMs(), retentionMs: this.#config.retentionMs })
      const isGone = expired.length === offsets.length && group.state === 'Empty'
      const records: readonly OffsetsRecord[] = isGone ? [...expired, { kind: 'group tombstone', groupId }] : expired
      if (records.length > 0) this.#shards.write(groupId, records, () => undefined)
    }
  }
}
