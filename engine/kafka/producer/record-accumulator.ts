import type { RecordRun } from '../../ledger/record-run.ts'
import type { ClientMetadata } from '../client/client-metadata.ts'
import type { ExponentialBackoff } from '../client/exponential-backoff.ts'
import { allocatedBatchBytes } from '../record/batch-room.ts'
import { offsetDeltaWidthEnd, recordSize, type RecordShape } from '../record/record-size.ts'
import type { BufferPool } from './buffer-pool.ts'
import type { IdempotentState } from './idempotent-state.ts'
import { BuiltInPartitioner, type StickyPartition, type TopicPartitions } from './partitioner/built-in-partitioner.ts'
import { PartitionQueue } from './partition-queue.ts'
import { ProducerBatch, type SendCallback } from './producer-batch.ts'
import type { ProducerConfig } from './producer-config.ts'
import type { RandomStream } from '../../sim/random-stream.ts'

/** Records of one shape and timestamp for one topic; `partition` undefined leaves the choice to the accumulator. */
export interface AppendRequest {
  readonly topic: string
  readonly partition: number | undefined
  readonly run: RecordRun
  readonly shape: RecordShape
  readonly timestampMs: number
  readonly callback: SendCallback
}

/** What an append did: so many records taken; `needsBytes` when the next one needs a new batch's memory. */
export interface AppendResult {
  readonly taken: number
  readonly needsBytes: number
  /** The sender should look now. */
  readonly wakesSender: boolean
}

/** What the accumulator is made from. */
export interface AccumulatorOptions {
  readonly config: ProducerConfig
  readonly pool: BufferPool
  readonly metadata: ClientMetadata
  readonly retryBackoff: ExponentialBackoff
  readonly random: RandomStream
  readonly nowMicros: () => number
  readonly idempotent: IdempotentState | undefined
}

interface TopicQueues {
  readonly queues: Map<number, PartitionQueue>
  readonly partitioner: BuiltInPartitioner
}

/** The producer's buffer: batches by partition, waiting to be sent (Kafka's RecordAccumulator). */
export class RecordAccumulator {
  readonly #options: AccumulatorOptions
  readonly #topics = new Map<string, TopicQueues>()
  /** Every batch that was made and is not done, in the queues and in flight. */
  readonly #incomplete = new Set<ProducerBatch>()
  isClosed = false
  flushesInProgress = 0

  constructor(options: AccumulatorOptions) {
    this.#options = options
  }

  /** All batches whose fate is open. */
  get incomplete(): ReadonlySet<ProducerBatch> {
    return this.#incomplete
  }

  get options(): AccumulatorOptions {
    return this.#options
  }

  /** Whether any batch waits in a queue. */
  get hasUndrained(): boolean {
    for (const queue of this.queues()) if (queue.batches.length > 0) return true
    return false
  }

  /** All queues, topic by topic. */
  *queues(): Generator<PartitionQueue> {
    for (const topic of this.#topics.values()) yield* topic.queues.values()
  }

  /** The queue of a partition, if it was ever used. */
  queue(topic: string, partition: number): PartitionQueue | undefined {
    return this.#topics.get(topic)?.queues.get(partition)
  }

  /** Topics with their queues and partitioner. */
  get topics(): ReadonlyMap<string, TopicQueues> {
    return this.#topics
  }

  /**
   * Appends records from the front of a run to open batches, until all are taken or a new batch is needed.
   * @param grantedBytes memory that the caller holds for a new batch; 0 when none
   */
  append(request: AppendRequest, grantedBytes: number): AppendResult {
    let taken = 0
    let granted = grantedBytes
    let wakesSender = false
    while (taken < request.run.count) {
      const sticky = request.partition === undefined ? this.#stickyPartition(request.topic) : undefined
      const queue = this.#queue(request.topic, request.partition ?? sticky?.partition ?? 0)
      const rest = { first: request.run.first + taken, count: request.run.count - taken }
      const appended = this.#appendToLast(queue, request, rest, sticky)
      if (queue.batches.length > 1 || queue.last?.isFull === true) wakesSender = true
      taken += appended
      if (appended > 0) continue
      const bytes = allocatedBatchBytes(this.#options.config.batchSize, request.shape)
      if (granted === 0 && !this.#options.pool.tryAllocate(bytes)) return { taken, needsBytes: bytes, wakesSender }
      granted = 0
      taken += this.#appendNew(queue, request, { run: rest, bytes, sticky })
      wakesSender = true
    }
    if (granted > 0) this.#options.pool.deallocate(granted)
    return { taken, needsBytes: 0, wakesSender }
  }

  /** Puts a batch back after a retriable error. */
  reenqueue(batch: ProducerBatch): void {
    batch.reenqueued(this.#options.nowMicros())
    this.#queue(batch.origin.topic, batch.origin.partition).putBack(batch)
  }

  /** Puts the parts of a batch that was too large where it was; the last part first, so that they come in order. */
  reenqueueParts(parts: readonly ProducerBatch[]): void {
    for (const part of [...parts].reverse()) {
      this.#incomplete.add(part)
      this.#queue(part.origin.topic, part.origin.partition).putBack(part)
    }
  }

  /** A batch is done: forgets it and frees its memory once. */
  release(batch: ProducerBatch): void {
    this.#incomplete.delete(batch)
    if (batch.isMemoryFreed || batch.origin.isSplit) return
    batch.isMemoryFreed = true
    this.#options.pool.deallocate(batch.origin.allocatedBytes)
  }

  /** Takes every batch out of its queue (close without waiting). */
  clearQueues(): void {
    for (const queue of this.queues()) queue.batches.length = 0
  }

  #appendToLast(queue: PartitionQueue, request: AppendRequest, run: RecordRun, sticky: StickyPartition | undefined): number {
    const { last } = queue
    if (last === undefined || last.isFull) return 0
    const count = this.#countBeforeSwitch(last, request, run, sticky)
    const before = last.sizeInBytes
    const taken = last.append({ first: run.first, count }, request.shape, request.timestampMs, request.callback)
    if (taken > 0) this.#countSticky(queue, request.topic, sticky, last.sizeInBytes - before)
    return taken
  }

  #appendNew(queue: PartitionQueue, request: AppendRequest, fresh: { readonly run: RecordRun; readonly bytes: number; readonly sticky: StickyPartition | undefined }): number {
    queue.last?.closeForAppends()
    const batch = new ProducerBatch({
      topic: queue.topic,
      partition: queue.partition,
      createdMicros: this.#options.nowMicros(),
      allocatedBytes: fresh.bytes,
      isSplit: false,
    })
    queue.batches.push(batch)
    this.#incomplete.add(batch)
    batch.append({ first: fresh.run.first, count: 1 }, request.shape, request.timestampMs, request.callback)
    this.#countSticky(queue, request.topic, fresh.sticky, batch.sizeInBytes)
    return 1
  }

  /** How many records go in before the sticky partitioner must look again: 2 × batch.size is its hard limit. */
  #countBeforeSwitch(batch: ProducerBatch, request: AppendRequest, run: RecordRun, sticky: StickyPartition | undefined): number {
    if (sticky === undefined) return run.count
    const bytesLeft = 2 * Math.max(1, this.#options.config.batchSize) - sticky.producedBytes
    const position = batch.recordCount
    const bytesEach = recordSize(request.shape, position, request.timestampMs - batch.timestampMs)
    return Math.max(1, Math.min(run.count, Math.ceil(bytesLeft / bytesEach), offsetDeltaWidthEnd(position) - position))
  }

  #countSticky(queue: PartitionQueue, topic: string, sticky: StickyPartition | undefined, bytes: number): void {
    if (sticky === undefined) return
    const queues = this.#topic(topic)
    queues.partitioner.appended(bytes, this.#partitionsOf(topic), queue.areAllFull)
  }

  /** The partition for records without one; looks first whether the current one has had enough (partitionChanged). */
  #stickyPartition(topic: string): StickyPartition {
    const { partitioner } = this.#topic(topic)
    const partitions = this.#partitionsOf(topic)
    const current = partitioner.current(partitions)
    if (this.#queue(topic, current.partition).areAllFull) partitioner.appended(0, partitions, true)
    return partitioner.current(partitions)
  }

  #partitionsOf(topic: string): TopicPartitions {
    const partitions = this.#options.metadata.topic(topic)?.partitions ?? []
    return { partitionCount: partitions.length, available: partitions.filter((entry) => entry.leader >= 0).map((entry) => entry.partition) }
  }

  #topic(name: string): TopicQueues {
    let topic = this.#topics.get(name)
    if (topic === undefined) {
      topic = { queues: new Map(), partitioner: new BuiltInPartitioner(Math.max(1, this.#options.config.batchSize), this.#options.random) }
      this.#topics.set(name, topic)
    }
    return topic
  }

  #queue(topic: string, partition: number): PartitionQueue {
    const { queues } = this.#topic(topic)
    let queue = queues.get(partition)
    if (queue === undefined) {
      queue = new PartitionQueue(topic, partition)
      queues.set(partition, queue)
    }
    return queue
  }
}
