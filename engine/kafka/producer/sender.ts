import { NO_OFFSET } from '../record/record-batch.ts'
import { errorByCode, errorByName, type ProtocolError } from '../protocol/errors.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'
import type { PartitionProduceResponse, ProduceResponse } from '../protocol/produce.ts'
import type { RequestOutcome } from '../client/node-connection.ts'
import type { NetworkClient } from '../client/network-client.ts'
import { WakeTimer } from '../client/wake-timer.ts'
import { BatchCompressor } from './batch-compressor.ts'
import { Drain } from './drain.ts'
import type { IdempotentState } from './idempotent-state.ts'
import type { ProducerBatch } from './producer-batch.ts'
import type { ProducerBooks } from './producer-books.ts'
import type { ProducerConfig } from './producer-config.ts'
import { endpointsOf, leaderHints, produceRequest, responseFor } from './produce-request.ts'
import { checkReady } from './ready-check.ts'
import type { TransactionManager } from './transaction-manager.ts'
import type { RecordAccumulator } from './record-accumulator.ts'
import { recordFailures, type RecordFailures } from './record-failures.ts'
import { splitBatch } from './split-batch.ts'

/** What the sender works with. */
export interface SenderOptions {
  readonly config: ProducerConfig
  readonly client: NetworkClient
  readonly accumulator: RecordAccumulator
  readonly idempotent: IdempotentState | undefined
  readonly books: ProducerBooks
  /** Of a transactional producer. */
  readonly transactions: TransactionManager | undefined
  /** After every look: close and flush see whether they are done. */
  readonly onRun: () => void
}

interface BatchAnswer {
  readonly error: ProtocolError
  readonly message: string
  /** What the broker said of single records (KIP-467). */
  readonly recordErrors: PartitionProduceResponse['recordErrors']
  readonly baseOffset: number
  readonly logStartOffset: number
}

/** Sends what the accumulator has ready, and deals with answers, errors, retries and time-outs (Kafka's Sender). */
export class Sender {
  readonly #options: SenderOptions
  readonly #timer: WakeTimer
  readonly #drain: Drain
  readonly #compressor: BatchCompressor
  readonly #inFlight = new Map<string, ProducerBatch[]>()
  #isAskingForId = false

  constructor(options: SenderOptions) {
    this.#options = options
    this.#timer = new WakeTimer(options.client.context.process, () => { this.#run() })
    this.#drain = new Drain(options.accumulator)
    this.#compressor = new BatchCompressor(options.config.codec, options.client.context.lane.streams)
  }

  /** Looks again at once. */
  wake(): void {
    this.#timer.within(0)
  }

  /** Stops for good. */
  stop(): void {
    this.#timer.stop()
  }

  get #now(): number {
    return this.#options.client.context.lane.simulation.nowMicros
  }

  #run(): void {
    const { client, idempotent } = this.#options
    client.poll()
    idempotent?.resolveSequences()
    idempotent?.bumpEpochIfNeeded()
    if (idempotent?.hasProducerId === false && !idempotent.isTransactional) this.#askForId(idempotent)
    this.#timer.within(Math.min(this.#sendProducerData(), client.selectMicros))
    client.maybeUpdateMetadata()
    this.#options.onRun()
  }

  /** One pass (Sender.sendProducerData). @returns microseconds until the next one is due by itself */
  #sendProducerData(): number {
    const { accumulator, client } = this.#options
    const check = checkReady(accumulator)
    if (check.topicsWithoutLeader.size > 0) {
      for (const topic of check.topicsWithoutLeader) client.metadata.want(topic)
      client.metadata.requestUpdate()
    }
    let wait = check.nextCheckMicros
    const requests: { readonly node: number; readonly batches: readonly ProducerBatch[] }[] = []
    for (const node of check.readyNodes) {
      if (!client.ready(node)) {
        wait = Math.min(wait, client.microsToRetry(node))
        continue
      }
      const batches = this.#drain.forNode(node)
      if (batches.length === 0) continue
      requests.push({ node, batches })
      wait = 0
    }
    for (const { batches } of requests) for (const batch of batches) this.#track(batch)
    this.#expireBatches()
    for (const request of requests) this.#send(request.node, request.batches)
    return Math.min(wait, this.#microsToExpiry())
  }

  #track(batch: ProducerBatch): void {
    const { config, accumulator } = this.#options
    const list = this.#inFlight.get(batch.topicPartition) ?? []
    list.push(batch)
    this.#inFlight.set(batch.topicPartition, list)
    if (config.maxInFlight !== 1) return
    const queue = accumulator.queue(batch.origin.topic, batch.origin.partition)
    if (queue !== undefined) queue.isMuted = true
  }

  #send(node: number, batches: readonly ProducerBatch[]): void {
    const { config, client, books } = this.#options
    const open = batches.filter((batch) => !batch.isDone)
    if (open.length === 0) return
    for (const batch of open) books.sent(batch, node)
    client.send(node, {
      api: 'Produce',
      body: produceRequest(open, config, { metadata: client.metadata, compressor: this.#compressor }),
      expectsResponse: config.acks !== 0,
      onComplete: (outcome) => { this.#answered(node, open, outcome) },
    })
  }

  #answered(node: number, batches: readonly ProducerBatch[], outcome: RequestOutcome<'Produce'>): void {
    const { client } = this.#options
    if (outcome.kind === 'response') {
      const hints = leaderHints(outcome.body, client.metadata)
      for (const batch of batches) this.#complete(batch, this.#answerOf(batch, outcome.body))
      if (hints.length > 0) client.metadata.updateLeaders(hints, endpointsOf(outcome.body))
    } else {
      for (const batch of batches) this.#complete(batch, answerWithoutResponse(outcome.kind, node))
    }
    this.wake()
  }

  #answerOf(batch: ProducerBatch, response: ProduceResponse): BatchAnswer {
    const topicId = this.#options.client.metadata.topic(batch.origin.topic)?.topicId ?? ''
    const entry = responseFor(response, topicId, batch.origin.partition) ?? onlyEntry(response)
    if (entry === undefined) return answerWithoutResponse('disconnected', -1)
    const error = errorByCode(entry.errorCode)
    return {
      error,
      message: entry.errorMessage ?? error.message,
      recordErrors: entry.recordErrors,
      baseOffset: entry.baseOffset,
      logStartOffset: entry.logStartOffset,
    }
  }

  /** Deals with the answer for one batch (Sender.completeBatch). */
  #complete(batch: ProducerBatch, answer: BatchAnswer): void {
    const { config, accumulator, client } = this.#options
    if (answer.error.name === 'MESSAGE_TOO_LARGE' && batch.recordCount > 1 && !batch.isDone) this.#split(batch)
    else if (answer.error.name === 'NONE' || answer.error.name === 'DUPLICATE_SEQUENCE_NUMBER') this.#succeed(batch, answer)
    else {
      if (this.#canRetry(batch, answer)) this.#retry(batch, answer)
      else this.#fail(batch, exceptionOf(answer), batch.attempts < config.retries, recordFailures(answer))
      if (answer.error.invalidMetadata) client.metadata.requestUpdate()
    }
    if (config.maxInFlight !== 1) return
    const queue = accumulator.queue(batch.origin.topic, batch.origin.partition)
    if (queue !== undefined) queue.isMuted = false
  }

  #canRetry(batch: ProducerBatch, answer: BatchAnswer): boolean {
    const { config, idempotent } = this.#options
    if (this.#hasReachedDeliveryTimeout(batch) || batch.attempts >= config.retries || batch.isDone) return false
    return idempotent === undefined ? answer.error.retriable : idempotent.canRetry(batch, answer)
  }

  #retry(batch: ProducerBatch, answer: BatchAnswer): void {
    const { accumulator, books, client } = this.#options
    client.context.process.log(client.context.name, 'WARN', `Got error produce response on topic-partition ${batch.topicPartition}, `
      + `retrying (${String(this.#options.config.retries - batch.attempts - 1)} attempts left). Error: ${answer.error.name}`)
    this.#untrack(batch)
    books.refused(batch, answer.message)
    accumulator.reenqueue(batch)
  }

  #succeed(batch: ProducerBatch, answer: BatchAnswer): void {
    const { idempotent, accumulator } = this.#options
    this.#untrack(batch)
    if (!batch.isDone) {
      idempotent?.completed(batch, answer.baseOffset)
      batch.complete(answer.error.name === 'NONE' ? answer.baseOffset : NO_OFFSET)
    }
    accumulator.release(batch)
  }

  #fail(batch: ProducerBatch, error: KafkaException, mayAdjustSequence: boolean, ofRecords?: RecordFailures): void {
    const { idempotent, accumulator } = this.#options
    this.#untrack(batch)
    if (!batch.isDone) {
      idempotent?.failed(batch, error, mayAdjustSequence)
      this.#options.transactions?.batchFailed(error)
      batch.fail(ofRecords ?? error)
    }
    accumulator.release(batch)
  }

  #split(batch: ProducerBatch): void {
    const { accumulator, idempotent, client, config } = this.#options
    client.context.process.log(client.context.name, 'WARN',
      `Got error produce response in correlation id for topic-partition ${batch.topicPartition}, splitting and retrying. Error: MESSAGE_TOO_LARGE`)
    this.#untrack(batch)
    idempotent?.removeInFlight(batch)
    const parts = splitBatch(batch, config.batchSize, client.context.lane.streams)
    for (const part of parts) if (part.hasSequence) idempotent?.addInFlight(part)
    accumulator.reenqueueParts(parts)
    accumulator.release(batch)
  }

  #untrack(batch: ProducerBatch): void {
    const list = this.#inFlight.get(batch.topicPartition)
    const index = list?.indexOf(batch) ?? -1
    if (index >= 0) list?.splice(index, 1)
  }

  #hasReachedDeliveryTimeout(batch: ProducerBatch): boolean {
    return this.#now - batch.origin.createdMicros >= this.#options.config.deliveryTimeoutMs * 1000
  }

  /** Gives up batches older than delivery.timeout.ms: first those in flight, then those in queues. */
  #expireBatches(): void {
    const expired: ProducerBatch[] = []
    for (const queue of this.#options.accumulator.queues()) {
      while (queue.first !== undefined && this.#hasReachedDeliveryTimeout(queue.first)) {
        queue.first.closeForAppends()
        expired.push(queue.first)
        queue.batches.shift()
      }
    }
    for (const list of this.#inFlight.values()) expired.push(...list.filter((batch) => this.#hasReachedDeliveryTimeout(batch)))
    for (const batch of expired) this.#expire(batch)
  }

  #expire(batch: ProducerBatch): void {
    const ageMs = Math.floor((this.#now - batch.origin.createdMicros) / 1000)
    const message = `Expiring ${String(batch.recordCount)} record(s) for ${batch.topicPartition}:${String(ageMs)} ms has passed since batch creation. `
      + 'The request has not been sent, or no server response has been received yet.'
    this.#fail(batch, new KafkaException('org.apache.kafka.common.errors.TimeoutException', message), false)
    if (batch.inRetry && batch.hasSequence) this.#options.idempotent?.markUnresolved(batch)
  }

  #microsToExpiry(): number {
    let oldest = Number.POSITIVE_INFINITY
    for (const queue of this.#options.accumulator.queues()) oldest = Math.min(oldest, queue.first?.origin.createdMicros ?? oldest)
    for (const list of this.#inFlight.values()) oldest = Math.min(oldest, list[0]?.origin.createdMicros ?? oldest)
    return Math.max(0, oldest + this.#options.config.deliveryTimeoutMs * 1000 - this.#now)
  }

  /** InitProducerId goes to any broker (TransactionManager.bumpIdempotentEpochAndResetIdIfNeeded). */
  #askForId(idempotent: IdempotentState): void {
    const { client } = this.#options
    if (this.#isAskingForId) return
    const node = client.leastLoadedNode()
    if (node === undefined || !client.ready(node.id)) return
    this.#isAskingForId = true
    client.send(node.id, {
      api: 'InitProducerId',
      body: { transactionalId: null, transactionTimeoutMs: 0x7fffffff, producerId: -1, producerEpoch: -1 },
      onComplete: (outcome) => {
        const isGiven = outcome.kind === 'response' && outcome.body.errorCode === 0
        client.context.process.after(isGiven ? 0 : client.retryBackoff.micros(0), () => {
          this.#isAskingForId = false
          if (isGiven) idempotent.setProducer({ producerId: outcome.body.producerId, epoch: outcome.body.producerEpoch })
          this.wake()
        })
      },
    })
  }
}

function exceptionOf(answer: BatchAnswer): KafkaException {
  return new KafkaException(answer.error.exception ?? 'org.apache.kafka.common.KafkaException', answer.message)
}

function answerWithoutResponse(kind: 'sent' | 'disconnected' | 'timed out', node: number): BatchAnswer {
  const rest = { recordErrors: [], baseOffset: NO_OFFSET, logStartOffset: -1 }
  if (kind === 'sent') return { error: errorByName('NONE'), message: '', ...rest }
  return kind === 'timed out'
    ? { error: errorByName('REQUEST_TIMED_OUT'), message: `Disconnected from node ${String(node)} due to timeout`, ...rest }
    : { error: errorByName('NETWORK_EXCEPTION'), message: `Disconnected from node ${String(node)}`, ...rest }
}

/** The topic may have got a new id since the request went out: a response with one entry still belongs to its one batch. */
function onlyEntry(response: ProduceResponse): PartitionProduceResponse | undefined {
  const [topic, ...others] = response.responses
  return others.length === 0 && topic?.partitionResponses.length === 1 ? topic.partitionResponses[0] : undefined
}
