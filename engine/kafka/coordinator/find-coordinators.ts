import type { ClusterImage } from '../metadata/cluster-image.ts'
import { errorCode, type ErrorName } from '../protocol/errors.ts'
import type { FindCoordinatorRequest, FindCoordinatorResponseCoordinator } from '../protocol/find-coordinator.ts'
import type { CoordinatorConfig } from './coordinator-config.ts'
import { OFFSETS_TOPIC } from './offsets-record.ts'

/** `keyType` of a group's coordinator; transactions (1) and share groups (2) are not served. */
const groupKeyType = 0

/** The leaders of the groups' partitions of `__consumer_offsets`, as this broker knows them. */
export function findCoordinators(
  request: FindCoordinatorRequest,
  image: ClusterImage,
  partitionOf: (groupId: string) => number,
): readonly FindCoordinatorResponseCoordinator[] {
  return request.coordinatorKeys.map((key) => {
    const none = (error: ErrorName): FindCoordinatorResponseCoordinator => ({ key, nodeId: -1, host: '', port: -1, errorMessage: null, errorCode: errorCode(error) })
    if (request.keyType !== groupKeyType) return none('INVALID_REQUEST')
    const leader = image.partition(OFFSETS_TOPIC, partitionOf(key))?.leader ?? -1
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
