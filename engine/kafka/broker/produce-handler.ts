import { DiskError } from '../../sim/disk.ts'
import { errorOfException } from '../metadata/error-of-exception.ts'
import { keyErrors, recordErrorsMessage, timestampErrors } from '../log/append-validation.ts'
import type { RecordError } from '../log/append-validation.ts'
import { type RequestEnvelope, runsOfBatches } from '../protocol/envelope.ts'
import { errorCode, type ErrorName } from '../protocol/errors.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'
import { requestBytes } from '../protocol/messages.ts'
import type { PartitionProduceResponse, ProduceRequest } from '../protocol/produce.ts'
import type { RecordBatch } from '../record/record-batch.ts'
import { addToTransaction } from '../transaction/add-partitions.ts'
import type { BrokerServer } from './broker-server.ts'
import { DelayedProduce, type ProduceWait } from './delayed-produce.ts'
import { nodeEndpoints } from './node-endpoints.ts'
import type { Partition } from './partition.ts'
import type { RequestContext } from './request-handlers.ts'

/** What one partition's batches came to. */
interface Outcome {
  readonly topicId: string
  readonly index: number
  readonly error: ErrorName
  readonly baseOffset: number
  readonly partition: Partition | undefined
  readonly errorMessage: string | null
  readonly recordErrors: readonly { readonly batchIndex: number; readonly batchIndexErrorMessage: string | null }[]
  readonly wait: ProduceWait | undefined
}

const acksAll = -1

/** Produce: append, and with acks=all wait for the ISR (KafkaApis.handleProduceRequest, ReplicaManager.appendRecords). */
export function handleProduce(broker: BrokerServer, envelope: RequestEnvelope<'Produce'>, context: RequestContext): void {
  joinTransactions(broker, envelope.body, (refused) => { append(broker, envelope, context, refused) })
}

/** With a transactional id: partitions that have no open transaction of the producer are taken into it first (KIP-890). */
function joinTransactions(broker: BrokerServer, { transactionalId, topicData }: ProduceRequest, then: (refused: ErrorName | undefined) => void): void {
  if (transactionalId === null) {
    then(undefined)
    return
  }
  const all = topicData.flatMap(({ topicId, partitionData }) => partitionData.map(({ index, records }) => ({ topic: broker.image.topicById(topicId)?.name ?? '', partition: index, batch: records?.[0] })))
  const fresh = all.filter(({ topic, partition, batch }) => {
    const led = broker.replicas.partition(topic, partition)
    return batch !== undefined && led?.isLeader === true && !led.log.transactions.isOpen(batch.producerId)
  })
  const batch = fresh[0]?.batch
  if (batch === undefined) then(undefined)
  else addToTransaction(broker, { transactionalId, producerId: batch.producerId, producerEpoch: batch.producerEpoch }, fresh, (error) => { then(error === 'NONE' ? undefined : error) })
}

function append(broker: BrokerServer, envelope: RequestEnvelope<'Produce'>, context: RequestContext, refused: ErrorName | undefined): void {
  const request = envelope.body
  const outcomes: Outcome[] = []
  for (const { topicId, partitionData } of request.topicData) {
    for (const { index, records } of partitionData) outcomes.push(refused === undefined ? appendPartition(broker, request.acks, topicId, index, records ?? []) : refusedOutcome(topicId, index, refused))
  }
  if (request.acks === 0) {
    throttle(broker, envelope, context)
    afterWriting(broker, context, () => { answerNothing(broker, request, outcomes, context) })
    return
  }
  const waits = outcomes.flatMap(({ wait }) => (wait === undefined ? [] : [wait]))
  const answer = (): void => { context.answer(responseOf(broker, outcomes, throttle(broker, envelope, context))) }
  afterWriting(broker, context, () => {
    if (request.acks !== acksAll || waits.length === 0) answer()
    else new DelayedProduce(broker.process, request.timeoutMs, waits, answer)
  })
}

/** Goes on when the page cache has taken what was appended: with too many dirty pages the handler waits for the disk. */
function afterWriting({ process, replicas }: BrokerServer, context: RequestContext, goOn: () => void): void {
  const stallMicros = replicas.writeStallMicros
  if (stallMicros === 0) {
    goOn()
    return
  }
  context.occupy('handler', stallMicros)
  process.after(stallMicros, goOn)
}

/** How long the producer has to wait for its quotas, in milliseconds (KafkaApis.handleProduceRequest). */
function throttle({ quotas }: BrokerServer, { body, clientId }: RequestEnvelope<'Produce'>, context: RequestContext): number {
  if (!quotas.isUsed) return 0
  const bandwidthMs = quotas.throttleMs('producer_byte_rate', clientId, requestBytes('Produce', body, clientId))
  const throttleMs = Math.max(bandwidthMs, body.acks === 0 ? 0 : quotas.requestThrottleMs(clientId, context.serviceMicros))
  context.throttle(throttleMs)
  return throttleMs
}

function appendPartition(broker: BrokerServer, acks: number, topicId: string, index: number, batches: readonly RecordBatch[]): Outcome {
  const topic = broker.image.topicById(topicId)
  const outcome = (error: ErrorName, details: Partial<Outcome> = {}): Outcome => ({
    topicId, index, error, baseOffset: -1, partition: undefined, errorMessage: null, recordErrors: [], wait: undefined, ...details,
  })
  if (acks !== 0 && acks !== 1 && acks !== acksAll) return outcome('INVALID_REQUIRED_ACKS')
  if (topic === undefined) return outcome('UNKNOWN_TOPIC_ID')
  const partition = broker.replicas.partition(topic.name, index)
  if (partition === undefined) return outcome(topic.partitions[index] === undefined ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'NOT_LEADER_OR_FOLLOWER')
  if (!partition.isLeader) return outcome('NOT_LEADER_OR_FOLLOWER', { partition })
  if (acks === acksAll && partition.isr.length < partition.effectiveMinIsr) return outcome('NOT_ENOUGH_REPLICAS', { partition })
  let firstOffset = -1
  let requiredOffset = partition.log.logEndOffset
  for (const batch of batches) {
    const withoutKey = partition.log.config.isCompacted ? keyErrors(batch, (record) => broker.lane.streams.keyOf(record), partition.name) : []
    if (withoutKey.length > 0) return outcome('INVALID_RECORD', { partition, errorMessage: recordErrorsMessage(withoutKey), recordErrors: onWire(withoutKey) })
    try {
      const result = partition.appendAsLeader(batch)
      if (firstOffset < 0) firstOffset = result.baseOffset
      requiredOffset = result.lastOffset + 1
    } catch (error) {
      return outcome(...refusal(broker, partition, batch, error))
    }
  }
  const wait: ProduceWait = { partition, requiredOffset, leaderEpoch: partition.leaderEpoch, outcome: undefined }
  return outcome('NONE', { baseOffset: firstOffset, partition, wait })
}

function refusedOutcome(topicId: string, index: number, error: ErrorName): Outcome {
  return { topicId, index, error, baseOffset: -1, partition: undefined, errorMessage: null, recordErrors: [], wait: undefined }
}

function refusal(broker: BrokerServer, partition: Partition, batch: RecordBatch, error: unknown): [ErrorName, Partial<Outcome>] {
  if (error instanceof DiskError) {
    broker.replicas.onDiskError(error)
    return ['KAFKA_STORAGE_ERROR', { partition }]
  }
  if (!(error instanceof KafkaException)) throw error
  const { name } = errorOfException(error)
  if (name !== 'INVALID_TIMESTAMP') return [name, { partition }]
  const errors = timestampErrors(batch, { config: partition.log.config, topicPartition: partition.name, nowMs: broker.nowMs() })
  return [name, { partition, errorMessage: error.message, recordErrors: onWire(errors) }]
}

function onWire(errors: readonly RecordError[]): Outcome['recordErrors'] {
  return errors.map(({ batchIndex, message }) => ({ batchIndex, batchIndexErrorMessage: message }))
}

/** acks=0: no answer; after an error the connection is closed, which is all the producer will notice. */
function answerNothing(broker: BrokerServer, request: ProduceRequest, outcomes: readonly Outcome[], context: RequestContext): void {
  const failed = outcomes.filter(({ error }) => error !== 'NONE')
  for (const { topicId, index, error } of failed) {
    const data = request.topicData.find((topic) => topic.topicId === topicId)?.partitionData.find((partition) => partition.index === index)
    for (const run of runsOfBatches(data?.records ?? [])) {
      broker.lane.ledger.copyEnded(run, { fate: 'lost', place: broker.name, cause: `refused with ${error}; with acks=0 nobody is told` })
    }
  }
  if (failed.length === 0) {
    context.finish()
    return
  }
  const texts = failed.map(({ topicId, index, error }) => `${broker.image.topicById(topicId)?.name ?? topicId}-${index} -> ${error}`)
  broker.process.log(broker.name, 'INFO', `Closing connection due to error during produce request with correlation id on client id with ack=0\nTopic and partition to exceptions: ${texts.join(', ')}`)
  context.close()
}

function responseOf(broker: BrokerServer, outcomes: readonly Outcome[], throttleTimeMs: number): { responses: { topicId: string; partitionResponses: PartitionProduceResponse[] }[]; throttleTimeMs: number } {
  const responses: { topicId: string; partitionResponses: PartitionProduceResponse[] }[] = []
  const leaders = new Set<number>()
  for (const outcome of outcomes) {
    let topic = responses.find(({ topicId }) => topicId === outcome.topicId)
    if (topic === undefined) responses.push((topic = { topicId: outcome.topicId, partitionResponses: [] }))
    topic.partitionResponses.push(partitionResponse(broker, outcome, leaders))
  }
  return { responses, throttleTimeMs, ...nodeEndpoints(broker.image, leaders) }
}

function partitionResponse(broker: BrokerServer, outcome: Outcome, leaders: Set<number>): PartitionProduceResponse {
  const { index, partition } = outcome
  const error = outcome.error === 'NONE' ? (outcome.wait?.outcome ?? 'NONE') : outcome.error
  const state = broker.image.topicById(outcome.topicId)?.partitions[index]
  const hint = error === 'NOT_LEADER_OR_FOLLOWER' && state !== undefined ? { currentLeader: { leaderId: state.leader, leaderEpoch: state.leaderEpoch } } : {}
  if (state !== undefined && 'currentLeader' in hint) leaders.add(state.leader)
  return {
    index,
    errorCode: errorCode(error),
    baseOffset: error === 'NONE' ? outcome.baseOffset : -1,
    logAppendTimeMs: error === 'NONE' && partition?.log.config.isLogAppendTime === true ? broker.nowMs() : -1,
    logStartOffset: error === 'NONE' ? (partition?.log.logStartOffset ?? -1) : -1,
    recordErrors: outcome.recordErrors,
    errorMessage: outcome.errorMessage,
    ...hint,
  }
}
