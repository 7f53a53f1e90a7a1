import { exceptionOfError } from '../../../../../engine/kafka/client/exception-of-error.ts'
import type { KafkaAdminClient, ListedOffset } from '../../../../../engine/kafka/admin/kafka-admin-client.ts'
import { errorByCode } from '../../../../../engine/kafka/protocol/errors.ts'
import { KafkaException } from '../../../../../engine/kafka/protocol/kafka-exception.ts'
import type { ApiName, RequestOf, ResponseOf } from '../../../../../engine/kafka/protocol/messages.ts'
import { isList, isObject, listOf, numberOf, plainText, property, textOf, type Json } from '../../../../json.ts'
import { NotReplayable } from '../../../replayer.ts'
import type { ReplayClient } from '../replay-client.ts'
import type { RunWorld } from '../run-world.ts'
import { splitPartition } from '../topic-partition-text.ts'
import { groupCalls } from './group-calls.ts'
import { awaitCall, type Method } from './method.ts'

/** How long the recorders' admin clients gave brokers for a change, in milliseconds. */
const timeoutMs = 30_000

/** Calls of an admin client's API. */
export const adminCalls: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['createTopics', createTopics],
  ['describeTopics', describeTopics],
  ['deleteTopics', deleteTopics],
  ['createPartitions', createPartitions],
  ['electLeaders', electLeaders],
  ['incrementalAlterConfigs', alterConfigs],
  ['alterPartitionReassignments', reassign],
  ['deleteRecords', deleteRecords],
  ['listOffsets', listOffsets],
  ...groupCalls,
])

function adminOf({ id, admin }: ReplayClient): KafkaAdminClient {
  if (admin === undefined) throw new NotReplayable(`the client ${id} is no admin client`)
  return admin
}

function ask<Api extends ApiName>(world: RunWorld, client: ReplayClient, api: Api, body: RequestOf<Api>): ResponseOf<Api> {
  return awaitCall<ResponseOf<Api>>(world, (done) => { adminOf(client).call(api, body, done) })
}

/** An entry of a response that may stand for an error. */
interface Coded {
  readonly errorCode: number
  readonly errorMessage?: string | null
}

/** @throws KafkaException the error of the entry, if it is one */
function throwCoded(entry: Coded | undefined): void {
  if (entry === undefined || entry.errorCode === 0) return
  throw exceptionOfError(errorByCode(entry.errorCode), entry.errorMessage ?? null)
}

function createTopics(world: RunWorld, client: ReplayClient, args: Json): Json {
  let result: Json = null
  for (const topic of listOf(args, 'topics')) {
    const assignment = property(topic, 'assignment')
    const configs = property(topic, 'config')
    const spec = {
      name: textOf(topic, 'name'),
      numPartitions: numberOf(topic, 'partitions') ?? -1,
      replicationFactor: numberOf(topic, 'replicationFactor') ?? -1,
      assignments: assignmentsOf(assignment),
      configs: isObject(configs) ? Object.entries(configs).map(([name, value]) => ({ name, value: value === null ? null : plainText(value) })) : [],
    }
    result = { ...awaitCall(world, (done: (value: { readonly partitions: number; readonly replicationFactor: number } | KafkaException) => void) => { adminOf(client).createTopic(spec, done) }) }
  }
  return result
}

/** Replicas by partition: a list, or a map from numbers. */
function assignmentsOf(assignment: Json | undefined): readonly { readonly partitionIndex: number; readonly brokerIds: readonly number[] }[] {
  const entries: readonly [string, Json | undefined][] = isList(assignment) ? assignment.map((replicas, index) => [String(index), replicas]) : Object.entries(isObject(assignment) ? assignment : {})
  return entries.map(([partition, replicas]) => ({ partitionIndex: Number(partition), brokerIds: isList(replicas) ? replicas.map(Number) : [] }))
}

function describeTopics(world: RunWorld, client: ReplayClient, args: Json): undefined {
  for (const name of listOf(args, 'topics')) awaitCall<unknown>(world, (done) => { adminOf(client).describeTopic(plainText(name), done) })
  return undefined
}

function deleteTopics(world: RunWorld, client: ReplayClient, args: Json): undefined {
  const ids = listOf(args, 'topicIds').map((id) => ({ name: null, topicId: id === 'unknown' ? unknownTopicId : plainText(id) }))
  const topics = [...listOf(args, 'topics').map((name) => ({ name: plainText(name), topicId: noTopicId })), ...ids]
  const { responses } = ask(world, client, 'DeleteTopics', { topics, timeoutMs })
  throwCoded(responses[0])
  return undefined
}

/** The id that stands for none, as Kafka's Uuid prints it. */
const noTopicId = 'AAAAAAAAAAAAAAAAAAAAAA'
/** What recorders took for the id of no topic. */
const unknownTopicId = 'AAAAAAAAAAEAAAAAAAAAAg'

function createPartitions(world: RunWorld, client: ReplayClient, args: Json): undefined {
  const assignments = property(args, 'assignments') ?? property(args, 'assignment')
  const topic = {
    name: textOf(args, 'topic'),
    count: numberOf(args, 'count') ?? 0,
    assignments: isList(assignments) ? assignments.map((replicas) => ({ brokerIds: isList(replicas) ? replicas.map(Number) : [] })) : null,
  }
  throwCoded(ask(world, client, 'CreatePartitions', { topics: [topic], timeoutMs, validateOnly: property(args, 'validateOnly') === true }).results[0])
  return undefined
}

function electLeaders(world: RunWorld, client: ReplayClient, args: Json): undefined {
  const topicPartitions = listOf(args, 'partitions').map((text) => {
    const { topic, number } = splitPartition(plainText(text))
    return { topic, partitions: [number] }
  })
  const response = ask(world, client, 'ElectLeaders', { electionType: textOf(args, 'type') === 'UNCLEAN' ? 1 : 0, topicPartitions, timeoutMs })
  throwCoded(response)
  throwCoded(response.replicaElectionResults[0]?.partitionResult[0])
  return undefined
}

const operations = ['SET', 'DELETE', 'APPEND', 'SUBTRACT']
const resourceTypes: Readonly<Record<string, number>> = { topic: 2, broker: 4 }

/** The resource is `topic:t` or `["TOPIC", "t"]`. */
function alterConfigs(world: RunWorld, client: ReplayClient, args: Json): undefined {
  const resource = property(args, 'resource')
  const [type = '', name = ''] = isList(resource) ? resource.map(plainText) : plainText(resource).split(':')
  const resourceType = resourceTypes[type.toLowerCase()]
  if (resourceType === undefined) throw new NotReplayable(`configurations of the resource ${type} are not replayed yet`)
  const configs = listOf(args, 'ops').map((operation) => {
    const [kind = '', key = '', value] = isList(operation) ? operation : []
    return { name: plainText(key), configOperation: operations.indexOf(plainText(kind)), value: value === undefined || value === null ? null : plainText(value) }
  })
  throwCoded(ask(world, client, 'IncrementalAlterConfigs', { resources: [{ resourceType, resourceName: name, configs }], validateOnly: false }).responses[0])
  return undefined
}

function reassign(world: RunWorld, client: ReplayClient, args: Json): undefined {
  const reassignments = property(args, 'reassignments')
  // What the constructor of NewPartitionReassignment says.
  if (Object.values(isObject(reassignments) ? reassignments : {}).some((replicas) => isList(replicas) && replicas.length === 0)) {
    throw new KafkaException('java.lang.IllegalArgumentException', 'Cannot create a new partition reassignment without any replicas')
  }
  const topics = Object.entries(isObject(reassignments) ? reassignments : {}).map(([text, replicas]) => {
    const { topic, number } = splitPartition(text)
    return { name: topic, partitions: [{ partitionIndex: number, replicas: isList(replicas) ? replicas.map((node) => world.node(node)) : null }] }
  })
  const response = ask(world, client, 'AlterPartitionReassignments', { topics, timeoutMs, allowReplicationFactorChange: true })
  throwCoded(response)
  throwCoded(response.responses[0]?.partitions[0])
  return undefined
}

function deleteRecords(world: RunWorld, client: ReplayClient, args: Json): Json {
  const before = property(args, 'before')
  const [entry] = Object.entries(isObject(before) ? before : {})
  if (entry === undefined) return null
  const { topic, number } = splitPartition(entry[0])
  const leader = world.view.partition(topic, number)?.leader
  const body = { topics: [{ name: topic, partitions: [{ partitionIndex: number, offset: Number(entry[1]) }] }], timeoutMs }
  const response = awaitCall<ResponseOf<'DeleteRecords'>>(world, (done) => { adminOf(client).call('DeleteRecords', body, done, leader) })
  const result = response.topics[0]?.partitions[0]
  throwCoded(result)
  return { lowWatermark: result?.lowWatermark ?? null }
}

const timestampsOf: Readonly<Record<string, number>> = { latest: -1, earliest: -2, maxTimestamp: -3, earliestLocal: -4, latestTiered: -5 }

function listOffsets(world: RunWorld, client: ReplayClient, args: Json): Json {
  const spec = property(args, 'spec')
  const timestamp = typeof spec === 'number' ? spec : (spec === 'forTimestamp' ? numberOf(args, 'timestamp') : timestampsOf[plainText(spec)])
  if (timestamp === undefined) throw new NotReplayable(`the offset spec ${plainText(spec)} is not replayed yet`)
  const partitions = listOf(args, 'partitions').map((text) => {
    const { topic, number } = splitPartition(plainText(text))
    return { topic, partition: number }
  })
  const listed = awaitCall<readonly ListedOffset[]>(world, (done) => {
    adminOf(client).listOffsets(partitions, timestamp, textOf(args, 'isolation') === 'read_committed', done)
  })
  const [first] = listed
  return first === undefined ? null : { offset: first.offset, timestamp: first.timestamp, leaderEpoch: first.leaderEpoch, 'offset-text': String(first.offset) }
}
