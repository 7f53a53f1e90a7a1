import type { TopicImage } from '../metadata/cluster-image.ts'
import type { PartitionState } from '../metadata/metadata-record.ts'
import type { DescribeClusterResponse } from '../protocol/describe-cluster.ts'
import type { DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse } from '../protocol/describe-topic-partitions.ts'
import { isTopicName } from '../controller/topic-name.ts'
import { errorCode } from '../protocol/errors.ts'
import type { MetadataRequest, MetadataResponse, MetadataResponseTopic } from '../protocol/metadata.ts'
import type { BrokerServer } from './broker-server.ts'

const noAuthorizedOperations = -2_147_483_648
const zeroId = 'AAAAAAAAAAAAAAAAAAAAAA'
const internalTopics: ReadonlySet<string> = new Set(['__consumer_offsets', '__transaction_state', '__share_group_state'])

/** Metadata: brokers, topics and leaders as this broker knows them; unknown topics may be created (KRaftMetadataCache). */
export function describeMetadata(broker: BrokerServer, request: MetadataRequest): MetadataResponse {
  const { image } = broker
  const topics = request.topics?.map(({ name, topicId }): MetadataResponseTopic => {
    const topic = name === null ? image.topicById(topicId) : image.topic(name)
    if (topic !== undefined) return describeTopic(broker, topic)
    if (name === null) return missingTopic(null, topicId, 'UNKNOWN_TOPIC_ID')
    if (!isTopicName(name)) return missingTopic(name, zeroId, 'INVALID_TOPIC_EXCEPTION')
    if (request.allowAutoTopicCreation && broker.settings.isAutoCreateEnabled) broker.autoCreate(name)
    return missingTopic(name, zeroId, 'UNKNOWN_TOPIC_OR_PARTITION')
  })
  return {
    throttleTimeMs: 0,
    brokers: aliveBrokers(broker).map(({ id, host, port, rack }) => ({ nodeId: id, host, port, rack })),
    clusterId: broker.clusterId,
    controllerId: randomBroker(broker),
    topics: topics ?? image.topics.map((topic) => describeTopic(broker, topic)),
    errorCode: 0,
  }
}

/** DescribeTopicPartitions: the same with eligible leader replicas. */
export function describeTopicPartitions(broker: BrokerServer, request: DescribeTopicPartitionsRequest): DescribeTopicPartitionsResponse {
  const names = request.topics.length > 0 ? request.topics.map(({ name }) => name) : broker.image.topics.map(({ name }) => name)
  const topics = names.map((name) => {
    const topic = broker.image.topic(name)
    const common = { name, isInternal: internalTopics.has(name), topicAuthorizedOperations: noAuthorizedOperations }
    if (topic === undefined) return { ...common, errorCode: errorCode('UNKNOWN_TOPIC_OR_PARTITION'), topicId: zeroId, partitions: [] }
    const partitions = topic.partitions.map((state, partitionIndex) => ({
      ...describePartition(broker, state, partitionIndex),
      eligibleLeaderReplicas: state.elr,
      lastKnownElr: state.lastKnownElr,
    }))
    return { ...common, errorCode: 0, topicId: topic.topicId, partitions }
  })
  return { throttleTimeMs: 0, topics, nextCursor: null }
}

/** DescribeCluster. */
export function describeCluster(broker: BrokerServer): DescribeClusterResponse {
  return {
    throttleTimeMs: 0,
    errorCode: 0,
    errorMessage: null,
    endpointType: 1,
    clusterId: broker.clusterId,
    controllerId: randomBroker(broker),
    brokers: aliveBrokers(broker).map(({ id, host, port, rack }) => ({ brokerId: id, host, port, rack, isFenced: false })),
    clusterAuthorizedOperations: noAuthorizedOperations,
  }
}

function aliveBrokers(broker: BrokerServer): BrokerServer['image']['brokers'] {
  return broker.image.brokers.filter(({ fenced }) => !fenced)
}

/** In KRaft mode clients are given any broker as "controller": it forwards what is for the real one. */
function randomBroker(broker: BrokerServer): number {
  const alive = aliveBrokers(broker)
  return alive.length === 0 ? -1 : (alive[broker.random.nextInt(alive.length)]?.id ?? -1)
}

function missingTopic(name: string | null, topicId: string, error: 'UNKNOWN_TOPIC_ID' | 'UNKNOWN_TOPIC_OR_PARTITION' | 'INVALID_TOPIC_EXCEPTION'): MetadataResponseTopic {
  return { errorCode: errorCode(error), name, topicId, isInternal: false, partitions: [], topicAuthorizedOperations: noAuthorizedOperations }
}

function describeTopic(broker: BrokerServer, topic: TopicImage): MetadataResponseTopic {
  return {
    errorCode: 0,
    name: topic.name,
    topicId: topic.topicId,
    isInternal: internalTopics.has(topic.name),
    partitions: topic.partitions.map((state, index) => describePartition(broker, state, index)),
    topicAuthorizedOperations: noAuthorizedOperations,
  }
}

function describePartition(broker: BrokerServer, state: PartitionState, partitionIndex: number): MetadataResponseTopic['partitions'][number] {
  const isAlive = (id: number): boolean => broker.image.broker(id)?.fenced === false
  const hasLeader = isAlive(state.leader)
  return {
    errorCode: errorCode(hasLeader ? 'NONE' : 'LEADER_NOT_AVAILABLE'),
    partitionIndex,
    leaderId: hasLeader ? state.leader : -1,
    leaderEpoch: state.leaderEpoch,
    replicaNodes: state.replicas,
    isrNodes: state.isr,
    offlineReplicas: state.replicas.filter((id) => !isAlive(id)),
  }
}
