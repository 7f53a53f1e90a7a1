import type { PartitionAt } from '../metadata/cluster-image.ts'
import type { MetadataRecord } from '../metadata/metadata-record.ts'
import type { ElectLeadersRequest } from '../protocol/elect-leaders.ts'
import { errorByName, type ErrorName } from '../protocol/errors.ts'
import { partitionUpdate } from './partition-updates.ts'
import type { QuorumController, RespondTo } from './quorum-controller.ts'

const preferredElection = 0

/** ElectLeaders: preferred or unclean elections on request; without a list, of every partition that needs one. */
export function handleElectLeaders(controller: QuorumController, request: ElectLeadersRequest, respond: RespondTo): void {
  const records: MetadataRecord[] = []
  const isPreferred = request.electionType === preferredElection
  const replicaElectionResults: { topic: string; partitionResult: { partitionId: number; errorCode: number; errorMessage: string | null }[] }[] = []
  const elect = (topicName: string, partitionId: number): void => {
    const error = electOne(controller, topicName, partitionId, isPreferred, records)
    if (request.topicPartitions === null && error === 'ELECTION_NOT_NEEDED') return
    const { code, message } = errorByName(error)
    let result = replicaElectionResults.find(({ topic }) => topic === topicName)
    if (result === undefined) replicaElectionResults.push((result = { topic: topicName, partitionResult: [] }))
    result.partitionResult.push({ partitionId, errorCode: code, errorMessage: error === 'NONE' ? null : message })
  }
  const listed = request.topicPartitions ?? controller.image.topics.map(({ name, partitions }) => ({ topic: name, partitions: partitions.map((_, index) => index) }))
  for (const { topic, partitions } of listed) for (const partitionId of partitions) elect(topic, partitionId)
  controller.write(records, () => { respond({ throttleTimeMs: 0, errorCode: 0, replicaElectionResults }) }, () => { respond(undefined) })
}

function electOne(controller: QuorumController, name: string, partitionId: number, isPreferred: boolean, records: MetadataRecord[]): ErrorName {
  const topic = controller.image.topic(name)
  const state = topic?.partitions[partitionId]
  if (topic === undefined || state === undefined) return 'UNKNOWN_TOPIC_OR_PARTITION'
  const at: PartitionAt = { topic, partitionId, state }
  if (isPreferred ? state.leader === state.replicas[0] : state.leader >= 0) return 'ELECTION_NOT_NEEDED'
  const record = partitionUpdate(controller, at, {
    election: isPreferred ? 'PREFERRED' : 'UNCLEAN',
    isAcceptableLeader: (replica) => controller.image.isActive(replica),
  })
  const leader = record?.change.leader
  if (record === undefined || (isPreferred ? leader !== state.replicas[0] : leader === undefined || leader < 0)) {
    return isPreferred ? 'PREFERRED_LEADER_NOT_AVAILABLE' : 'ELIGIBLE_LEADERS_NOT_AVAILABLE'
  }
  records.push(record)
  return 'NONE'
}
