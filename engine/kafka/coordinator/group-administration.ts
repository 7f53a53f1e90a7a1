import type { BrokerServices, RequestContext } from '../broker/request-handlers.ts'
import type { ConsumerGroupDescribeRequest } from '../protocol/consumer-group-describe.ts'
import type { DeletableGroupResult, DeleteGroupsRequest } from '../protocol/delete-groups.ts'
import type { DescribeGroupsRequest } from '../protocol/describe-groups.ts'
import type { AnyRequest } from '../protocol/envelope.ts'
import { errorCode, type ErrorName } from '../protocol/errors.ts'
import type { ListGroupsRequest, ListGroupsResponse } from '../protocol/list-groups.ts'
import type { ApiName } from '../protocol/messages.ts'
import type { OffsetDeleteRequest, OffsetDeleteResponse } from '../protocol/offset-delete.ts'
import { ClassicGroup } from './classic-group.ts'
import { offsetKey } from './committed-offsets.ts'
import { describeClassic, describeModern, undescribedClassic, undescribedModern } from './group-description.ts'
import type { GroupShards } from './group-shards.ts'
import type { OffsetRecord, OffsetsRecord } from './offsets-record.ts'

type Answer = RequestContext['answer']

/** Requests that look at groups from outside, or delete what they have. */
export const administrationApis: readonly ApiName[] = ['DescribeGroups', 'ConsumerGroupDescribe', 'ListGroups', 'DeleteGroups', 'OffsetDelete']

/** What administrators ask of a group coordinator (GroupCoordinatorService's describe, list and delete). */
export class GroupAdministration {
  readonly #services: BrokerServices
  readonly #shards: GroupShards

  constructor(services: BrokerServices, shards: GroupShards) {
    this.#services = services
    this.#shards = shards
  }

  /** Answers a request of `administrationApis`. */
  handle(request: AnyRequest, answer: Answer): void {
    switch (request.api) {
      case 'DescribeGroups':
        answer({ throttleTimeMs: 0, groups: this.#describeClassic(request.body) })
        break
      case 'ConsumerGroupDescribe':
        answer({ throttleTimeMs: 0, groups: this.#describeModern(request.body) })
        break
      case 'ListGroups':
        answer(this.#list(request.body))
        break
      case 'DeleteGroups':
        this.#delete(request.body, answer)
        break
      case 'OffsetDelete':
        this.#deleteOffsets(request.body, answer)
        break
      default:
        break
    }
  }

  /** Tombstones of a group's offsets, all or those of some partitions (`topic` undefined: of all topics). */
  offsetTombstones(groupId: string, of: (record: OffsetRecord) => boolean): readonly OffsetRecord[] {
    const offsets = this.#shards.of(groupId)?.offsets.values() ?? []
    return [...offsets].filter((record) => record.groupId === groupId && of(record)).map((record) => ({ ...record, offset: null }))
  }

  #describeClassic({ groups }: DescribeGroupsRequest) {
    return groups.map((groupId) => {
      const shard = this.#shards.of(groupId)
      if (shard === undefined) return undescribedClassic(groupId, 'NOT_COORDINATOR', null)
      const group = this.#shards.groupOf(shard, groupId)
      if (group === undefined) return undescribedClassic(groupId, 'GROUP_ID_NOT_FOUND', `Group ${groupId} not found.`)
      return group instanceof ClassicGroup ? describeClassic(group) : undescribedClassic(groupId, 'GROUP_ID_NOT_FOUND', `Group ${groupId} is not a classic group.`)
    })
  }

  #describeModern({ groupIds }: ConsumerGroupDescribeRequest) {
    return groupIds.map((groupId) => {
      const shard = this.#shards.of(groupId)
      if (shard === undefined) return undescribedModern(groupId, 'NOT_COORDINATOR', null)
      const group = this.#shards.groupOf(shard, groupId)
      if (group === undefined) return undescribedModern(groupId, 'GROUP_ID_NOT_FOUND', `Group ${groupId} not found.`)
      return group instanceof ClassicGroup ? undescribedModern(groupId, 'GROUP_ID_NOT_FOUND', `Group ${groupId} is not a consumer group.`) : describeModern(group, this.#services.image)
    })
  }

  #list({ statesFilter, typesFilter }: ListGroupsRequest): ListGroupsResponse {
    const classic = this.#shards.all.flatMap(({ groups }) => [...groups.values()])
    const groups = [
      ...classic.map((group) => ({ groupId: group.groupId, protocolType: group.protocolType ?? '', groupState: group.state, groupType: 'classic' })),
      ...this.#shards.modern.all.map((group) => ({ groupId: group.groupId, protocolType: 'consumer', groupState: group.state, groupType: 'consumer' })),
    ]
    const isWanted = (filter: readonly string[], value: string): boolean => filter.length === 0 || filter.some((wanted) => wanted.toLowerCase() === value.toLowerCase())
    return { throttleTimeMs: 0, errorCode: 0, groups: groups.filter(({ groupState, groupType }) => isWanted(statesFilter, groupState) && isWanted(typesFilter, groupType)) }
  }

  /** Each group is deleted by itself; the answer waits for all. */
  #delete({ groupsNames }: DeleteGroupsRequest, answer: Answer): void {
    const results: DeletableGroupResult[] = []
    const finish = (groupId: string, error: ErrorName): void => {
      results.push({ groupId, errorCode: errorCode(error) })
      if (results.length === groupsNames.length) answer({ throttleTimeMs: 0, results })
    }
    if (groupsNames.length === 0) answer({ throttleTimeMs: 0, results })
    for (const groupId of groupsNames) {
      const error = this.#deleteError(groupId)
      if (error !== 'NONE') finish(groupId, error)
      else {
        const records: readonly OffsetsRecord[] = [...this.offsetTombstones(groupId, () => true), { kind: 'group tombstone', groupId }]
        this.#shards.write(groupId, records, (result) => { finish(groupId, result) })
      }
    }
  }

  #deleteError(groupId: string): ErrorName {
    const shard = this.#shards.of(groupId)
    if (shard === undefined) return 'NOT_COORDINATOR'
    const group = this.#shards.groupOf(shard, groupId)
    if (group === undefined) return 'GROUP_ID_NOT_FOUND'
    return group.state === 'Empty' ? 'NONE' : 'NON_EMPTY_GROUP'
  }

  #deleteOffsets(request: OffsetDeleteRequest, answer: Answer): void {
    const { groupId } = request
    const shard = this.#shards.of(groupId)
    const group = shard === undefined ? undefined : this.#shards.groupOf(shard, groupId)
    if (shard === undefined || group === undefined) {
      answer({ errorCode: errorCode(shard === undefined ? 'NOT_COORDINATOR' : 'GROUP_ID_NOT_FOUND'), throttleTimeMs: 0, topics: [] })
      return
    }
    const errorOf = (topic: string): ErrorName => {
      if (this.#services.image.topic(topic) === undefined) return 'UNKNOWN_TOPIC_OR_PARTITION'
      return group.isSubscribedTo(topic) ? 'GROUP_SUBSCRIBED_TO_TOPIC' : 'NONE'
    }
    const deletable = new Set(request.topics.filter(({ name }) => errorOf(name) === 'NONE').flatMap(({ name, partitions }) => partitions.map(({ partitionIndex }) => offsetKey(groupId, name, partitionIndex))))
    const records = this.offsetTombstones(groupId, ({ topic, partition }) => deletable.has(offsetKey(groupId, topic, partition)))
    const response: OffsetDeleteResponse = {
      errorCode: 0, throttleTimeMs: 0,
      topics: request.topics.map(({ name, partitions }) => ({ name, partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: errorCode(errorOf(name)) })) })),
    }
    if (records.length === 0) answer(response)
    else this.#shards.write(groupId, records, (error) => { answer(error === 'NONE' ? response : { ...response, errorCode: errorCode(error) }) })
  }
}
