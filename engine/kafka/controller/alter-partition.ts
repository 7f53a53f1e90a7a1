import type { PartitionAt } from '../metadata/cluster-image.ts'
import type { MetadataRecord } from '../metadata/metadata-record.ts'
import type { AlterPartitionRequest, AlterPartitionRequestPartitionData, AlterPartitionResponsePartitionData } from '../protocol/alter-partition.ts'
import { errorCode, type ErrorName } from '../protocol/errors.ts'
import { partitionUpdate } from './partition-updates.ts'
import type { QuorumController, RespondTo } from './quorum-controller.ts'

/** AlterPartition: leaders propose new ISRs (ReplicationControlManager.alterPartition). */
export function handleAlterPartition(controller: QuorumController, request: AlterPartitionRequest, respond: RespondTo): void {
  if (controller.image.broker(request.brokerId)?.epoch !== request.brokerEpoch) {
    respond({ throttleTimeMs: 0, errorCode: errorCode('STALE_BROKER_EPOCH'), topics: [] })
    return
  }
  const records: MetadataRecord[] = []
  const errors = new Map<AlterPartitionRequestPartitionData, ErrorName>()
  for (const topicData of request.topics) {
    for (const data of topicData.partitions) {
      const at = findPartition(controller, topicData.topicId, data.partitionIndex)
      const error = at === undefined ? 'UNKNOWN_TOPIC_ID' : check(controller, request.brokerId, at, data)
      errors.set(data, error)
      if (error !== 'NONE' || at === undefined) continue
      const record = partitionUpdate(controller, at, {
        targetIsr: data.newIsrWithEpochs.map(({ brokerId }) => brokerId),
        targetLeaderRecoveryState: data.leaderRecoveryState === 1 ? 'RECOVERING' : 'RECOVERED',
        isAcceptableLeader: (replica) => controller.image.isActive(replica),
      })
      if (record !== undefined) records.push(record)
    }
  }
  const answer = (): void => {
    const topics = request.topics.map(({ topicId, partitions }) => ({
      topicId,
      partitions: partitions.map((data) => describe(controller, topicId, data.partitionIndex, errors.get(data) ?? 'NONE')),
    }))
    respond({ throttleTimeMs: 0, errorCode: errorCode('NONE'), topics })
  }
  controller.write(records, answer, () => { respond(undefined) })
}

function findPartition(controller: QuorumController, topicId: string, partitionId: number): PartitionAt | undefined {
  const topic = controller.image.topicById(topicId)
  const state = topic?.partitions[partitionId]
  return topic === undefined || state === undefined ? undefined : { topic, partitionId, state }
}

function check(controller: QuorumController, brokerId: number, { state }: PartitionAt, data: AlterPartitionRequestPartitionData): ErrorName {
  const newIsr = data.newIsrWithEpochs.map((broker) => broker.brokerId)
  if (data.leaderEpoch > state.leaderEpoch || data.partitionEpoch > state.partitionEpoch) return 'NOT_CONTROLLER'
  if (data.leaderEpoch < state.leaderEpoch) return 'FENCED_LEADER_EPOCH'
  if (brokerId !== state.leader) return 'INVALID_REQUEST'
  if (data.partitionEpoch < state.partitionEpoch) return 'INVALID_UPDATE_VERSION'
  if (!newIsr.includes(brokerId) || newIsr.some((replica) => !state.replicas.includes(replica))) return 'INVALID_REQUEST'
  if (data.leaderRecoveryState === 1 && newIsr.length > 1) return 'INVALID_REQUEST'
  const isIneligible = data.newIsrWithEpochs.some((broker) => {
    const registration = controller.image.broker(broker.brokerId)
    return !controller.image.isActive(broker.brokerId) || (broker.brokerEpoch !== -1 && registration?.epoch !== broker.brokerEpoch)
  })
  return isIneligible ? 'INELIGIBLE_REPLICA' : 'NONE'
}

function describe(controller: QuorumController, topicId: string, partitionIndex: number, error: ErrorName): AlterPartitionResponsePartitionData {
  const state = controller.image.topicById(topicId)?.partitions[partitionIndex]
  return {
    partitionIndex,
    errorCode: errorCode(error),
    leaderId: state?.leader ?? -1,
    leaderEpoch: state?.leaderEpoch ?? -1,
    isr: state?.isr ?? [],
    leaderRecoveryState: state?.leaderRecoveryState === 'RECOVERING' ? 1 : 0,
    partitionEpoch: state?.partitionEpoch ?? -1,
  }
}
