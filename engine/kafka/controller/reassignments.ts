import type { PartitionAt } from '../metadata/cluster-image.ts'
import { apiException, errorOfException } from '../metadata/error-of-exception.ts'
import type { MetadataRecord } from '../metadata/metadata-record.ts'
import type { AlterPartitionReassignmentsRequest } from '../protocol/alter-partition-reassignments.ts'
import { errorByName } from '../protocol/errors.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'
import type { ListPartitionReassignmentsRequest } from '../protocol/list-partition-reassignments.ts'
import { checkManualAssignment } from './manual-assignment.ts'
import { partitionUpdate } from './partition-updates.ts'
import type { QuorumController, RespondTo } from './quorum-controller.ts'

/**
 * AlterPartitionReassignments: the new replicas are added beside the old ones, which go when all new ones are in the ISR
 * (PartitionReassignmentReplicas). Without replicas, a reassignment that is under way is undone.
 */
export function handleAlterReassignments(controller: QuorumController, request: AlterPartitionReassignmentsRequest, respond: RespondTo): void {
  const records: MetadataRecord[] = []
  const responses = request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ partitionIndex, replicas }) => {
      try {
        records.push(...reassign(controller, name, partitionIndex, replicas))
        return { partitionIndex, errorCode: 0, errorMessage: null }
      } catch (error) {
        if (!(error instanceof KafkaException)) throw error
        return { partitionIndex, errorCode: errorOfException(error).code, errorMessage: error.message }
      }
    }),
  }))
  const body = { throttleTimeMs: 0, allowReplicationFactorChange: true, errorCode: 0, errorMessage: null, responses }
  controller.write(records, () => { respond(body) }, () => { respond(undefined) })
}

/** ListPartitionReassignments: what is under way. */
export function handleListReassignments(controller: QuorumController, request: ListPartitionReassignmentsRequest, respond: RespondTo): void {
  const topics: { name: string; partitions: { partitionIndex: number; replicas: readonly number[]; addingReplicas: readonly number[]; removingReplicas: readonly number[] }[] }[] = []
  for (const { topic, partitionId, state } of controller.image.partitions()) {
    const isAsked = request.topics === null || request.topics.some(({ name, partitionIndexes }) => name === topic.name && partitionIndexes.includes(partitionId))
    if (!isAsked || (state.addingReplicas.length === 0 && state.removingReplicas.length === 0)) continue
    let entry = topics.find(({ name }) => name === topic.name)
    if (entry === undefined) topics.push((entry = { name: topic.name, partitions: [] }))
    const { replicas, addingReplicas, removingReplicas } = state
    entry.partitions.push({ partitionIndex: partitionId, replicas, addingReplicas, removingReplicas })
  }
  respond({ throttleTimeMs: 0, errorCode: 0, errorMessage: null, topics })
}

function reassign(controller: QuorumController, name: string, partitionId: number, target: readonly number[] | null): readonly MetadataRecord[] {
  const topic = controller.image.topic(name)
  const state = topic?.partitions[partitionId]
  if (topic === undefined || state === undefined) {
    throw apiException('UnknownTopicOrPartitionException', errorByName('UNKNOWN_TOPIC_OR_PARTITION').message)
  }
  const at = { topic, partitionId, state }
  if (target === null) return cancel(controller, at)
  checkManualAssignment(controller, target)
  const before = state.replicas.filter((replica) => !state.addingReplicas.includes(replica))
  const removing = before.filter((replica) => !target.includes(replica))
  const adding = target.filter((replica) => !before.includes(replica))
  const record = partitionUpdate(controller, at, {
    targetReplicas: [...target, ...removing],
    targetRemoving: removing,
    targetAdding: adding,
    isAcceptableLeader: (replica) => controller.image.isActive(replica),
  })
  return record === undefined ? [] : [record]
}

function cancel(controller: QuorumController, at: PartitionAt): readonly MetadataRecord[] {
  const { state } = at
  if (state.addingReplicas.length === 0 && state.removingReplicas.length === 0) {
    throw apiException('NoReassignmentInProgressException', 'No partition reassignment is in progress.')
  }
  const isOld = (replica: number): boolean => !state.addingReplicas.includes(replica)
  const record = partitionUpdate(controller, at, {
    targetReplicas: state.replicas.filter(isOld),
    targetIsr: state.isr.filter(isOld),
    targetRemoving: [],
    targetAdding: [],
    isAcceptableLeader: (replica) => controller.image.isActive(replica),
  })
  return record === undefined ? [] : [record]
}
