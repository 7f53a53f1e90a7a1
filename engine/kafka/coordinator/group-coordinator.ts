import type { BrokerServices, RequestContext, RequestHandlers, RequestHandlersFactory } from '../broker/request-handlers.ts'
import { payloadOf } from '../log/payload-batch.ts'
import { partitionForGroup } from '../producer/partitioner/partition-for-group.ts'
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
import { ClassicGroup } from './classic-group.ts'
import { findCoordinators, offsetsTopic } from './find-coordinators.ts'
import { commitAnswer, coordinatorError, heartbeatError, joinError, syncError } from './group-answers.ts'
import { randomUuid } from './random-uuid.ts'
import { readCoordinatorConfig, type CoordinatorConfig } from './coordinator-config.ts'
import type { ModernGroupRecord } from './modern-group.ts'
import { ModernGroups } from './modern-groups.ts'
import type { GroupProgress } from './group-progress.ts'
import { committedOffsets, expiredOffsets, offsetKey, offsetRecords } from './committed-offsets.ts'
import { isOffsetsPayload, offsetsBatch, OFFSETS_TOPIC, type OffsetRecord, type OffsetsRecord } from './offsets-record.ts'

/** Plugs a group coordinator into each broker. */
export function groupCoordinator(progress: GroupProgress): RequestHandlersFactory {
  return (services) => new GroupCoordinator(services, progress)
}

const apis: readonly ApiName[] = ['FindCoordinator', 'JoinGroup', 'SyncGroup', 'Heartbeat', 'LeaveGroup', 'ConsumerGroupHeartbeat', 'OffsetCommit', 'OffsetFetch']

/** Groups and offsets of one partition of `__consumer_offsets` that this broker leads. */
interface Shard {
  readonly leaderEpoch: number
  readonly groups: Map<string, ClassicGroup>
  readonly offsets: Map<string, OffsetRecord>
}

/**
 * The group coordinator of a broker (GroupCoordinatorService): it serves the groups whose partition of `__consumer_offsets`
 * the broker leads. All it knows is in that log; a new leader reads it from there.
 */
class GroupCoordinator implements RequestHandlers {
  readonly apis = apis
  readonly #services: BrokerServices
  readonly #progress: GroupProgress
  readonly #config: CoordinatorConfig
  readonly #shards = new Map<number, Shard>()
  readonly #modern: ModernGroups

  constructor(services: BrokerServices, progress: GroupProgress) {
    this.#services = services
    this.#progress = progress
    this.#config = readCoordinatorConfig(services.settings.parsed)
    const store = (record: ModernGroupRecord, done: (error: ErrorName) => void): void => { this.#append(record.groupId, [record], done) }
    this.#modern = new ModernGroups({ services, config: this.#config, log: (message) => { this.#log(message) }, store })
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
        this.#consumerHeartbeat(request.body, answer)
        break
      case 'OffsetCommit':
        this.#commit(request.body, answer)
        break
      case 'OffsetFetch':
        answer(this.#fetch(request.body))
        break
      default:
        break
    }
  }

  onLeading(topic: string, partitionId: number, leaderEpoch: number): void {
    if (topic !== OFFSETS_TOPIC || this.#shards.get(partitionId)?.leaderEpoch === leaderEpoch) return
    this.#unload(partitionId)
    const shard: Shard = { leaderEpoch, groups: new Map(), offsets: new Map() }
    this.#shards.set(partitionId, shard)
    for (const batch of this.#services.read(OFFSETS_TOPIC, partitionId, 0)) {
      const payload = payloadOf(batch)
      if (isOffsetsPayload(payload)) for (const record of payload) this.#replay(shard, record)
    }
    this.#log(`Finished loading of metadata from ${OFFSETS_TOPIC}-${String(partitionId)} with epoch ${String(leaderEpoch)}.`)
  }

  onFollowing(topic: string, partitionId: number): void {
    if (topic === OFFSETS_TOPIC) this.#unload(partitionId)
  }

  #unload(partitionId: number): void {
    for (const group of this.#shards.get(partitionId)?.groups.values() ?? []) group.stop()
    this.#shards.delete(partitionId)
    this.#modern.unload((groupId) => this.#partitionOf(groupId) === partitionId)
  }

  #replay(shard: Shard, record: OffsetsRecord): void {
    if (record.kind === 'group') {
      this.#group(shard, record.groupId).restore(record)
      return
    }
    if (record.kind === 'consumer group') {
      this.#modern.orNew(record.groupId).restore(record)
      return
    }
    const key = offsetKey(record.groupId, record.topic, record.partition)
    if (record.offset === null) shard.offsets.delete(key)
    else shard.offsets.set(key, record)
    this.#progress.committed(record, record.offset ?? undefined)
  }

  #log(message: string): void {
    this.#services.process.log(`${this.#services.name}/group-coordinator`, 'INFO', message)
  }

  #partitionOf(groupId: string): number {
    const known = this.#services.image.topic(OFFSETS_TOPIC)?.partitions.length
    return partitionForGroup(groupId, known ?? this.#config.offsetsPartitions)
  }

  #find(request: FindCoordinatorRequest): readonly FindCoordinatorResponseCoordinator[] {
    if (this.#services.image.topic(OFFSETS_TOPIC) === undefined) this.#services.createTopic(offsetsTopic(this.#config))
    return findCoordinators(request, this.#services.image, (groupId) => this.#partitionOf(groupId))
  }

  #shardOf(groupId: string): Shard | undefined {
    const partition = this.#partitionOf(groupId)
    const shard = this.#shards.get(partition)
    return shard !== undefined && this.#services.leaderEpochOf(OFFSETS_TOPIC, partition) === shard.leaderEpoch ? shard : undefined
  }

  #group(shard: Shard, groupId: string): ClassicGroup {
    let group = shard.groups.get(groupId)
    if (group === undefined) {
      const { process, lane } = this.#services
      const { recorder } = lane.simulation
      const name = `${lane.name}/group/${groupId}`
      group = new ClassicGroup(groupId, {
        process,
        config: this.#config,
        nowMs: () => this.#services.nowMs(),
        newMemberId: (prefix) => `${prefix}-${randomUuid(this.#services.random)}`,
        log: (message) => { this.#log(message) },
        onChange: (changed) => {
          recorder.setText(recorder.track(name, 'state', 'text'), changed.state)
          recorder.set(recorder.track(name, 'generation'), changed.generationId)
          recorder.set(recorder.track(name, 'members'), changed.roster.size)
        },
        store: (record, done) => { this.#append(groupId, [record], done) },
      })
      shard.groups.set(groupId, group)
    }
    return group
  }

  #withGroup(groupId: string, act: (group: ClassicGroup) => ErrorName): ErrorName {
    if (groupId === '') return 'INVALID_GROUP_ID'
    const shard = this.#shardOf(groupId)
    if (shard === undefined) return 'NOT_COORDINATOR'
    const group = shard.groups.get(groupId)
    return group === undefined ? 'UNKNOWN_MEMBER_ID' : act(group)
  }

  #join(request: JoinGroupRequest, clientId: string, answer: RequestContext['answer']): void {
    const { minSessionTimeoutMs, maxSessionTimeoutMs } = this.#config
    const shard = this.#shardOf(request.groupId)
    if (request.groupId === '') answer(joinError('INVALID_GROUP_ID', request.memberId))
    else if (shard === undefined) answer(joinError('NOT_COORDINATOR', request.memberId))
    else if (request.sessionTimeoutMs < minSessionTimeoutMs || request.sessionTimeoutMs > maxSessionTimeoutMs) answer(joinError('INVALID_SESSION_TIMEOUT', request.memberId))
    else if (request.memberId !== '' && !shard.groups.has(request.groupId)) answer(joinError('UNKNOWN_MEMBER_ID', request.memberId))
    else this.#group(shard, request.groupId).join(request, clientId, answer)
  }

  /** A classic group with members stays classic: migration between the protocols is not modelled. */
  #consumerHeartbeat(request: ConsumerGroupHeartbeatRequest, answer: RequestContext['answer']): void {
    const shard = this.#shardOf(request.groupId)
    const classic = shard?.groups.get(request.groupId)
    if (shard === undefined) answer(heartbeatError('NOT_COORDINATOR'))
    else if (classic !== undefined && classic.members.length > 0) answer(heartbeatError('GROUP_ID_NOT_FOUND'))
    else {
      shard.groups.delete(request.groupId)
      this.#modern.orNew(request.groupId).heartbeat(request, answer)
    }
  }

  #sync(request: SyncGroupRequest, answer: RequestContext['answer']): void {
    const shard = this.#shardOf(request.groupId)
    const group = shard?.groups.get(request.groupId)
    if (shard === undefined) answer(syncError('NOT_COORDINATOR'))
    else if (group === undefined) answer(syncError('UNKNOWN_MEMBER_ID'))
    else group.sync(request, answer)
  }

  #leave(request: LeaveGroupRequest) {
    const shard = this.#shardOf(request.groupId)
    const group = shard?.groups.get(request.groupId)
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
    if (records.length === 0) {
      respond('NONE', errors)
      return
    }
    this.#append(request.groupId, records, (result) => {
      if (result === 'NONE') {
        const shard = this.#shardOf(request.groupId)
        if (shard !== undefined) for (const record of records) this.#replay(shard, record)
      }
      respond(result, errors)
    })
  }

  #commitError(request: OffsetCommitRequest): ErrorName {
    const { groupId, generationIdOrMemberEpoch: generationId, memberId, groupInstanceId } = request
    if (groupId === '') return 'INVALID_GROUP_ID'
    const shard = this.#shardOf(groupId)
    if (shard === undefined) return 'NOT_COORDINATOR'
    const modern = this.#modern.of(groupId)
    if (modern !== undefined) return modern.validateCommit(memberId, generationId)
    const group = shard.groups.get(groupId)
    if (group === undefined) {
      if (generationId >= 0) return 'ILLEGAL_GENERATION'
      this.#group(shard, groupId)
      return 'NONE'
    }
    return group.validateCommit(memberId, groupInstanceId, generationId)
  }

  #fetch(request: OffsetFetchRequest) {
    return {
      throttleTimeMs: 0,
      groups: request.groups.map((group): OffsetFetchResponseGroup => {
        const shard = this.#shardOf(group.groupId)
        return shard === undefined
          ? { groupId: group.groupId, topics: [], errorCode: errorCode('NOT_COORDINATOR') }
          : committedOffsets(group, shard.offsets, this.#services.image)
      }),
    }
  }

  /** Writes to the group's partition and waits until it is replicated (acks=all, offsets.commit.timeout.ms). */
  #append(groupId: string, records: readonly OffsetsRecord[], done: (error: ErrorName) => void): void {
    const at = { topic: OFFSETS_TOPIC, partitionId: this.#partitionOf(groupId) }
    this.#services.append(at, offsetsBatch(records, this.#services.nowMs()), this.#config.commitTimeoutMs, (error) => { done(coordinatorError(error)) })
  }

  /** Looks each offsets.retention.check.interval.ms for offsets to delete (cleanupExpiredOffsets). */
  #scheduleExpiry(): void {
    this.#services.process.after(this.#config.retentionCheckMs * 1000, () => {
      for (const shard of this.#shards.values()) this.#expireOffsets(shard)
      this.#scheduleExpiry()
    })
  }

  #expireOffsets(shard: Shard): void {
    const expired = expiredOffsets(shard.offsets, (groupId) => this.#modern.of(groupId) ?? shard.groups.get(groupId), { nowMs: this.#services.nowMs(), retentionMs: this.#config.retentionMs })
    for (const [groupId, records] of expired) {
      this.#append(groupId, records, (error) => {
        if (error === 'NONE') for (const record of records) this.#replay(shard, record)
      })
    }
  }
}
