import { configDef } from '../config/config-def.ts'
import { TOPIC_ROWS } from '../config/topic-rows.ts'
import { apiException, errorOfException } from '../metadata/error-of-exception.ts'
import type { MetadataRecord, PartitionState } from '../metadata/metadata-record.ts'
import { readTopicSettings } from '../metadata/topic-settings.ts'
import type { CreatePartitionsRequest } from '../protocol/create-partitions.ts'
import type { CreateTopicsRequest, CreateTopicsRequestCreatableTopic, CreateTopicsResponseCreatableTopicResult } from '../protocol/create-topics.ts'
import type { DeleteTopicsRequest } from '../protocol/delete-topics.ts'
import { errorByName } from '../protocol/errors.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'
import { checkManualAssignment } from './manual-assignment.ts'
import { placeReplicas } from './placement/striped-replica-placer.ts'
import type { QuorumController, RespondTo } from './quorum-controller.ts'
import { checkTopicName } from './topic-name.ts'

/** CreateTopics (ReplicationControlManager.createTopics). */
export function handleCreateTopics(controller: QuorumController, request: CreateTopicsRequest, respond: RespondTo): void {
  const records: MetadataRecord[] = []
  const named = new Set<string>()
  const topics = request.topics.map((topic) => {
    try {
      if (named.has(topic.name) || controller.image.topic(topic.name) !== undefined) {
        throw apiException('TopicExistsException', `Topic '${topic.name}' already exists.`)
      }
      const created = topicRecords(controller, topic)
      named.add(topic.name)
      records.push(...created.records)
      return created.result
    } catch (error) {
      return refusedTopic(topic, error)
    }
  })
  const answer = (): void => { respond({ throttleTimeMs: 0, topics }) }
  if (request.validateOnly) answer()
  else controller.write(records, answer, () => { respond(undefined) })
}

/** CreatePartitions. */
export function handleCreatePartitions(controller: QuorumController, request: CreatePartitionsRequest, respond: RespondTo): void {
  const records: MetadataRecord[] = []
  const results = request.topics.map((topic) => {
    try {
      records.push(...additionalPartitions(controller, topic.name, topic.count, topic.assignments?.map(({ brokerIds }) => brokerIds)))
      return { name: topic.name, errorCode: 0, errorMessage: null }
    } catch (error) {
      return { name: topic.name, errorCode: errorOfException(error).code, errorMessage: messageOf(error) }
    }
  })
  const answer = (): void => { respond({ throttleTimeMs: 0, results }) }
  if (request.validateOnly) answer()
  else controller.write(records, answer, () => { respond(undefined) })
}

/** DeleteTopics. */
export function handleDeleteTopics(controller: QuorumController, request: DeleteTopicsRequest, respond: RespondTo): void {
  const records: MetadataRecord[] = []
  const responses = request.topics.map(({ name, topicId }) => {
    const topic = name === null ? controller.image.topicById(topicId) : controller.image.topic(name)
    if (topic === undefined) {
      const { code, message } = errorByName('UNKNOWN_TOPIC_OR_PARTITION')
      return { name, topicId, errorCode: code, errorMessage: message }
    }
    records.push({ type: 'RemoveTopicRecord', topicId: topic.topicId })
    return { name: topic.name, topicId: topic.topicId, errorCode: 0, errorMessage: null }
  })
  controller.write(records, () => { respond({ throttleTimeMs: 0, responses }) }, () => { respond(undefined) })
}

function messageOf(error: unknown): string {
  if (error instanceof KafkaException) return error.message
  throw error
}

function refusedTopic(topic: CreateTopicsRequestCreatableTopic, error: unknown): CreateTopicsResponseCreatableTopicResult {
  return {
    name: topic.name,
    topicId: 'AAAAAAAAAAAAAAAAAAAAAA',
    errorCode: errorOfException(error).code,
    errorMessage: messageOf(error),
    numPartitions: -1,
    replicationFactor: -1,
    configs: [],
  }
}

function topicRecords(controller: QuorumController, topic: CreateTopicsRequestCreatableTopic): { records: MetadataRecord[]; result: CreateTopicsResponseCreatableTopicResult } {
  checkTopicName(topic.name)
  const configs = new Map(topic.configs.flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const])))
  checkTopicConfigs(controller, configs)
  const replicas = assignmentOf(controller, topic)
  const topicId = newTopicId(controller)
  const partitions = replicas.map((list, partitionId): MetadataRecord => ({ type: 'PartitionRecord', topicId, partitionId, state: initialState(controller, list) }))
  const configRecords = [...configs].map(([name, value]): MetadataRecord => ({ type: 'ConfigRecord', resourceType: 'TOPIC', resourceName: topic.name, name, value }))
  const result = {
    name: topic.name,
    topicId,
    errorCode: 0,
    errorMessage: null,
    numPartitions: replicas.length,
    replicationFactor: replicas[0]?.length ?? 0,
    configs: [],
  }
  return { records: [{ type: 'TopicRecord', name: topic.name, topicId }, ...configRecords, ...partitions], result }
}

/** @throws KafkaException InvalidConfigurationException for an unknown key or a bad value */
export function checkTopicConfigs(controller: QuorumController, configs: ReadonlyMap<string, string>): void {
  const known = configDef(TOPIC_ROWS)
  for (const name of configs.keys()) {
    if (!known.has(name)) throw apiException('InvalidConfigurationException', `Unknown topic config name: ${name}`)
  }
  try {
    readTopicSettings(configs, controller.options.settings.parsed)
  } catch (error) {
    throw apiException('InvalidConfigurationException', messageOf(error))
  }
}

function assignmentOf(controller: QuorumController, topic: CreateTopicsRequestCreatableTopic): readonly (readonly number[])[] {
  if (topic.assignments.length > 0) {
    const byIndex = [...topic.assignments].sort((left, right) => left.partitionIndex - right.partitionIndex)
    if (byIndex.some(({ partitionIndex }, index) => partitionIndex !== index)) {
      throw apiException('InvalidReplicaAssignmentException', 'partitions should be a consecutive 0-based integer sequence')
    }
    for (const { brokerIds } of byIndex) checkManualAssignment(controller, brokerIds)
    return byIndex.map(({ brokerIds }) => brokerIds)
  }
  const { settings } = controller.options
  if (topic.replicationFactor === 0 || topic.replicationFactor < -1) {
    throw apiException('InvalidReplicationFactorException', 'Replication factor must be larger than 0, or -1 to use the default value.')
  }
  if (topic.numPartitions === 0 || topic.numPartitions < -1) {
    throw apiException('InvalidPartitionsException', 'Number of partitions was set to an invalid non-positive value.')
  }
  const partitionCount = topic.numPartitions === -1 ? settings.numPartitions : topic.numPartitions
  const replicationFactor = topic.replicationFactor === -1 ? settings.defaultReplicationFactor : topic.replicationFactor
  return place(controller, partitionCount, replicationFactor)
}

function place(controller: QuorumController, partitionCount: number, replicationFactor: number): readonly (readonly number[])[] {
  const brokers = controller.image.brokers
    .filter(({ inControlledShutdown }) => !inControlledShutdown)
    .map(({ id, rack, fenced }) => ({ id, rack, fenced }))
  try {
    return placeReplicas({ partitionCount, replicationFactor }, brokers, controller.options.random)
  } catch (error) {
    const words = `Unable to replicate the partition ${replicationFactor} time(s): ${messageOf(error)}`
    throw apiException('InvalidReplicationFactorException', words)
  }
}

function initialState(controller: QuorumController, replicas: readonly number[]): PartitionState {
  const isr = replicas.filter((replica) => controller.image.isActive(replica))
  const [leader] = isr
  if (leader === undefined) {
    throw apiException('InvalidReplicaAssignmentException', 'All brokers specified in the manual partition assignment are fenced or in controlled shutdown.')
  }
  return {
    replicas,
    removingReplicas: [],
    addingReplicas: [],
    isr,
    leader,
    leaderRecoveryState: 'RECOVERED',
    leaderEpoch: 0,
    partitionEpoch: 0,
    elr: [],
    lastKnownElr: [],
  }
}

function additionalPartitions(controller: QuorumController, name: string, count: number, assignments: readonly (readonly number[])[] | undefined): MetadataRecord[] {
  const topic = controller.image.topic(name)
  if (topic === undefined) throw apiException('UnknownTopicOrPartitionException', errorByName('UNKNOWN_TOPIC_OR_PARTITION').message)
  const before = topic.partitions.length
  if (count === before) throw apiException('InvalidPartitionsException', `Topic already has ${before} partition(s).`)
  if (count < before) throw apiException('InvalidPartitionsException', `The topic ${name} currently has ${before} partition(s); ${count} would not be an increase.`)
  if (assignments !== undefined && assignments.length !== count - before) {
    throw apiException('InvalidReplicaAssignmentException', `Attempted to add ${count - before} additional partition(s), but only ${assignments.length} assignment(s) were specified.`)
  }
  for (const brokerIds of assignments ?? []) checkManualAssignment(controller, brokerIds)
  const lists = assignments ?? place(controller, count - before, topic.partitions[0]?.replicas.length ?? 1)
  return lists.map((list, index): MetadataRecord => ({
    type: 'PartitionRecord',
    topicId: topic.topicId,
    partitionId: before + index,
    state: initialState(controller, list),
  }))
}

const idAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** A random id in the form of Kafka's Uuid: 22 characters of URL-safe base64. */
function newTopicId(controller: QuorumController): string {
  let id = ''
  for (let index = 0; index < 22; index++) id += idAlphabet[controller.options.random.nextInt(64)] ?? ''
  return id
}
