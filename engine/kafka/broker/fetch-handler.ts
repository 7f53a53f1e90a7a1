import { errorCode, type ErrorName } from '../protocol/errors.ts'
import type { TopicImage } from '../metadata/cluster-image.ts'
import type { PartitionLog } from '../log/partition-log.ts'
import type { RecordBatch } from '../record/record-batch.ts'
import type { RequestEnvelope } from '../protocol/envelope.ts'
import type { FetchPartition, FetchRequest, FetchResponse, FetchResponsePartitionData } from '../protocol/fetch.ts'
import { responseBytes } from '../protocol/messages.ts'
import type { BrokerServer } from './broker-server.ts'
import { DelayedFetch } from './delayed-fetch.ts'
import { nodeEndpoints } from './node-endpoints.ts'
import type { Partition } from './partition.ts'
import type { RequestContext } from './request-handlers.ts'

interface Asked {
  readonly topicId: string
  readonly topic: TopicImage | undefined
  readonly data: FetchPartition
  readonly partition: Partition | undefined
}

const readCommitted = 1

/** Fetch by consumers and followers: a long poll bounded by the high watermark, or for followers by the log's end. */
export function handleFetch(broker: BrokerServer, envelope: RequestEnvelope<'Fetch'>, context: RequestContext): void {
  const request = withinQuota(broker, envelope)
  const asked: Asked[] = []
  for (const { topicId, partitions } of request.topics) {
    const topic = broker.image.topicById(topicId)
    for (const data of partitions) asked.push({ topicId, topic, data, partition: topic === undefined ? undefined : broker.replicas.partition(topic.name, data.partition) })
  }
  const first = read(broker, request, asked, true)
  const answer = ({ coldBytes, results }: ReadOutcome): void => {
    afterReading(broker, context, coldBytes, () => { context.answer(throttled(broker, envelope, context, responseOf(broker, request, results))) })
  }
  const isDue = request.maxWaitMs <= 0 || asked.length === 0 || first.bytes >= request.minBytes || first.isUrgent
  if (isDue) {
    answer(first)
    return
  }
  const partitions = asked.flatMap(({ partition }) => (partition === undefined ? [] : [partition]))
  const delayed = new DelayedFetch(broker.process, request.maxWaitMs, partitions, () => isReady(request, asked), () => {
    const now = asked.map((one): Asked => ({ ...one, topic: broker.image.topicById(one.topicId) }))
    answer(read(broker, request, now, false))
  })
  // Taking note of the follower's progress may have let another producer's batch in, before anybody waited for it here.
  delayed.tryComplete()
}

/** Goes on when the disk has given what the page cache did not have; the network thread that sends it waits as long (sendfile). */
function afterReading({ process, replicas }: BrokerServer, context: RequestContext, coldBytes: number, goOn: () => void): void {
  if (coldBytes === 0) {
    goOn()
    return
  }
  const micros = replicas.readFromDisk(coldBytes)
  context.occupy('processor', micros)
  process.after(micros, goOn)
}

/** No more than a consumer's quota allows at once, so that the answer can ever be sent (KafkaApis.handleFetchRequest). */
function withinQuota({ quotas }: BrokerServer, { body, clientId }: RequestEnvelope<'Fetch'>): FetchRequest {
  if (!quotas.isUsed || body.replicaState !== undefined) return body
  const maxBytes = Math.min(body.maxBytes, quotas.maxFetchBytes(clientId))
  return { ...body, maxBytes, minBytes: Math.min(body.minBytes, maxBytes) }
}

/** The response, or an empty one when its consumer has to wait first. */
function throttled({ quotas }: BrokerServer, { body, clientId }: RequestEnvelope<'Fetch'>, context: RequestContext, response: FetchResponse): FetchResponse {
  if (!quotas.isUsed || body.replicaState !== undefined) return response
  const bytes = responseBytes('Fetch', response)
  const bandwidthMs = quotas.throttleMs('consumer_byte_rate', clientId, bytes)
  const throttleTimeMs = Math.max(bandwidthMs, quotas.requestThrottleMs(clientId, context.serviceMicros))
  if (throttleTimeMs === 0) return response
  quotas.takeBack(clientId, bytes)
  context.throttle(throttleTimeMs)
  return { ...response, throttleTimeMs, responses: [] }
}

interface ReadResult {
  readonly asked: Asked
  readonly response: FetchResponsePartitionData
}

interface ReadOutcome {
  readonly results: readonly ReadResult[]
  readonly bytes: number
  /** Something has to be told at once. */
  readonly isUrgent: boolean
  /** Bytes that the page cache does not hold. */
  readonly coldBytes: number
}

interface ReadRoom {
  readonly remainingBytes: number
  /** Whether nothing has been read for this request yet. */
  readonly isFirst: boolean
  readonly costs: { coldBytes: number }
}

function read(broker: BrokerServer, request: FetchRequest, asked: readonly Asked[], isFirstTime: boolean): ReadOutcome {
  let remainingBytes = Math.min(request.maxBytes, broker.settings.fetchMaxBytes)
  let bytes = 0
  let isUrgent = false
  const costs = { coldBytes: 0 }
  const results: ReadResult[] = []
  for (const one of asked) {
    if (hasNothingNew(request, one)) {
      if (isFirstTime) noteFollower(request, one)
      continue
    }
    const response = readPartition(broker, request, one, { remainingBytes, isFirst: bytes === 0, costs })
    let size = 0
    for (const batch of response.records ?? []) size += batch.sizeInBytes
    bytes += size
    remainingBytes = Math.max(0, remainingBytes - size)
    if (response.errorCode !== 0 || response.divergingEpoch !== undefined || response.preferredReadReplica >= 0) isUrgent = true
    else if (isFirstTime) noteFollower(request, one)
    results.push({ asked: one, response })
  }
  return { results, bytes, isUrgent, coldBytes: costs.coldBytes }
}

function noteFollower({ replicaState }: FetchRequest, { partition, data }: Asked): void {
  if (replicaState !== undefined) partition?.onFollowerFetch(replicaState.replicaId, replicaState.replicaEpoch, data.fetchOffset, data.logStartOffset)
}

/**
 * Whether a follower has all of a partition and knows it, so that it would not be told of it anyway (see `isNews`): so
 * for most of the partitions of most of its requests.
 */
function hasNothingNew(request: FetchRequest, one: Asked): boolean {
  const { data, partition } = one
  if (request.replicaState === undefined || partition === undefined) return false
  const { log } = partition
  return (
    data.fetchOffset === log.logEndOffset &&
    data.highWatermark === log.highWatermark &&
    data.logStartOffset >= log.logStartOffset &&
    data.lastFetchedEpoch === (log.latestEpoch ?? -1) &&
    errorFor(request, one) === 'NONE'
  )
}

function readPartition(broker: BrokerServer, request: FetchRequest, one: Asked, { costs, isFirst, remainingBytes }: ReadRoom): FetchResponsePartitionData {
  const { topicId, data, partition } = one
  const error = errorFor(request, one)
  if (error !== 'NONE' || partition === undefined) return errorData(broker, topicId, data.partition, error)
  const { log } = partition
  const base = readData(data.partition, log)
  const nearer = nearerReplica(broker, request, partition, data.fetchOffset)
  if (nearer !== undefined) return { ...base, preferredReadReplica: nearer }
  if (data.lastFetchedEpoch >= 0) {
    const end = log.endOffsetForEpoch(data.lastFetchedEpoch)
    if (end.epoch < 0) return errorData(broker, topicId, data.partition, 'OFFSET_OUT_OF_RANGE')
    if (end.epoch < data.lastFetchedEpoch || end.endOffset < data.fetchOffset) return { ...base, divergingEpoch: end }
  }
  if (data.fetchOffset < log.logStartOffset || data.fetchOffset > log.logEndOffset) {
    return { ...errorData(broker, topicId, data.partition, 'OFFSET_OUT_OF_RANGE'), highWatermark: log.highWatermark, logStartOffset: log.logStartOffset }
  }
  const limit = Math.min(data.partitionMaxBytes, remainingBytes)
  const { batches, coldBytes } = log.read(data.fetchOffset, limit, boundOf(request, partition))
  const isTooLarge = !isFirst && (batches[0]?.sizeInBytes ?? 0) > limit
  const records = isTooLarge ? [] : batches
  base.records = records
  if (!isTooLarge) costs.coldBytes += coldBytes
  if (request.isolationLevel !== readCommitted || request.replicaState !== undefined) return base
  const end = records[records.length - 1]?.lastOffset ?? data.fetchOffset
  const abortedTransactions = log.transactions.abortedBetween(data.fetchOffset, end + 1).map(({ producerId, firstOffset }) => ({ producerId, firstOffset }))
  return { ...base, abortedTransactions }
}

/** The follower that a consumer shall read from; undefined for the leader (KIP-392). */
function nearerReplica({ nodeId, selector }: BrokerServer, request: FetchRequest, partition: Partition, offset: number): number | undefined {
  if (selector === undefined || request.replicaState !== undefined || !partition.isLeader) return undefined
  const [leader, ...others] = partition.readableAt(offset)
  const { brokerId } = selector(request.rackId, leader, [leader, ...others])
  return brokerId === nodeId ? undefined : brokerId
}

/** The answer for a partition that can be read, without records. */
function readData(partitionIndex: number, log: PartitionLog): FetchResponsePartitionData & { records: readonly RecordBatch[] } {
  return {
    partitionIndex,
    errorCode: 0,
    highWatermark: log.highWatermark,
    lastStableOffset: log.lastStableOffset,
    logStartOffset: log.logStartOffset,
    abortedTransactions: null,
    preferredReadReplica: -1,
    records: [],
  }
}

function errorFor(request: FetchRequest, { topic, data, partition }: Asked): ErrorName {
  if (topic === undefined) return 'UNKNOWN_TOPIC_ID'
  if (partition === undefined) return topic.partitions[data.partition] === undefined ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'NOT_LEADER_OR_FOLLOWER'
  const epochError = partition.checkLeaderEpoch(data.currentLeaderEpoch)
  if (epochError !== 'NONE') return epochError
  const replicaId = request.replicaState?.replicaId
  // Consumers may read from any replica that knows its leader (KIP-392), followers from the leader only.
  if (replicaId === undefined) return partition.isLeader || partition.leaderId >= 0 ? 'NONE' : 'NOT_LEADER_OR_FOLLOWER'
  if (!partition.isLeader) return 'NOT_LEADER_OR_FOLLOWER'
  return partition.hasFollower(replicaId) ? 'NONE' : 'UNKNOWN_LEADER_EPOCH'
}

function boundOf(request: FetchRequest, { log }: Partition): number {
  if (request.replicaState !== undefined) return log.logEndOffset
  return request.isolationLevel === readCommitted ? log.lastStableOffset : log.highWatermark
}

function isReady(request: FetchRequest, asked: readonly Asked[]): boolean {
  let bytes = 0
  for (const one of asked) {
    const { partition, data } = one
    if (partition === undefined || errorFor(request, one) !== 'NONE') return true
    const bound = boundOf(request, partition)
    if (data.fetchOffset > partition.log.logEndOffset || data.fetchOffset < partition.log.logStartOffset) return true
    if (bound <= data.fetchOffset) continue
    if (request.minBytes <= 1) return true
    bytes += partition.log.read(data.fetchOffset, request.minBytes, bound).sizeInBytes
  }
  return bytes >= request.minBytes
}

function emptyData(partitionIndex: number): FetchResponsePartitionData {
  return {
    partitionIndex,
    errorCode: 0,
    highWatermark: -1,
    lastStableOffset: -1,
    logStartOffset: -1,
    abortedTransactions: null,
    preferredReadReplica: -1,
    records: [],
  }
}

function errorData(broker: BrokerServer, topicId: string, partitionIndex: number, error: ErrorName): FetchResponsePartitionData {
  const state = broker.image.topicById(topicId)?.partitions[partitionIndex]
  const isMoved = error === 'NOT_LEADER_OR_FOLLOWER' || error === 'FENCED_LEADER_EPOCH'
  const hint = isMoved && state !== undefined ? { currentLeader: { leaderId: state.leader, leaderEpoch: state.leaderEpoch } } : {}
  return { ...emptyData(partitionIndex), errorCode: errorCode(error), ...hint }
}

/** Followers are told only of partitions with something new, as an incremental fetch session would do. */
function isNews(request: FetchRequest, { asked, response }: ReadResult): boolean {
  if (request.replicaState === undefined) return true
  const { log } = asked.partition ?? {}
  return (
    response.errorCode !== 0 ||
    response.divergingEpoch !== undefined ||
    (response.records?.length ?? 0) > 0 ||
    response.highWatermark !== (asked.data.highWatermark ?? -1) ||
    (log?.logStartOffset ?? 0) > asked.data.logStartOffset
  )
}

function responseOf(broker: BrokerServer, request: FetchRequest, results: readonly ReadResult[]): {
  throttleTimeMs: number
  errorCode: number
  sessionId: number
  responses: { topicId: string; partitions: FetchResponsePartitionData[] }[]
} {
  const responses: { topicId: string; partitions: FetchResponsePartitionData[] }[] = []
  const leaders = new Set<number>()
  for (const result of results) {
    if (!isNews(request, result)) continue
    const { topicId } = result.asked
    let topic = responses.find((known) => known.topicId === topicId)
    if (topic === undefined) responses.push((topic = { topicId, partitions: [] }))
    topic.partitions.push(result.response)
    if (result.response.currentLeader !== undefined) leaders.add(result.response.currentLeader.leaderId)
  }
  return { throttleTimeMs: 0, errorCode: 0, sessionId: 0, responses, ...nodeEndpoints(broker.image, leaders) }
}
