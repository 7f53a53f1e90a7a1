import type { ClusterImage } from '../metadata/cluster-image.ts'
import { errorCode, type ErrorName } from '../protocol/errors.ts'
import type { FindCoordinatorRequest, FindCoordinatorResponseCoordinator } from '../protocol/find-coordinator.ts'
import { TRANSACTION_TOPIC } from '../transaction/transaction-state.ts'
import type { CoordinatorConfig } from './coordinator-config.ts'
import { OFFSETS_TOPIC } from './offsets-record.ts'

/** `keyType` of coordinators; that of share groups (2) is not served. */
const topicOfKeyType: ReadonlyMap<number, string> = new Map([[0, OFFSETS_TOPIC], [1, TRANSACTION_TOPIC]])

/** The leaders of the keys' partitions of `__consumer_offsets` or `__transaction_state`, as this broker knows them. */
export function findCoordinators(
  request: FindCoordinatorRequest,
  image: ClusterImage,
  partitionOf: (key: string) => number,
): readonly FindCoordinatorResponseCoordinator[] {
  return request.coordinatorKeys.map((key) => {
    const none = (error: ErrorName): FindCoordinatorResponseCoordinator => ({ key, nodeId: -1, host: '', port: -1, errorMessage: null, errorCode: errorCode(error) })
    const topic = topicOfKeyType.get(request.keyType)
    if (topic === undefined) return none('INVALID_REQUEST')
    const leader = image.partition(topic, partitionOf(key))?.leader ?? -1
    const broker = image.broker(leader)
    if (broker === undefined || broker.fenced) return none('COORDINATOR_NOT_AVAILABLE')
    return { key, nodeId: leader, host: broker.host, port: broker.port, errorCode: 0, errorMessage: null }
  })
}

/** The topic as the first coordinator makes it when somebody looks for one (AutoTopicCreationManager). */
export function offsetsTopic(config: CoordinatorConfig) {
  return {
    name: OFFSETS_TOPIC,
    partitions: config.offsetsPartitions,
    replicationFactor: config.offsetsReplicationFactor,
    configs: { 'cleanup.policy': 'compact', 'segment.bytes': String(config.offsetsSegmentBytes), 'compression.type': 'producer' },
  }
}
