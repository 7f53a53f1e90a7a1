import type { RecordRun } from '../../ledger/record-run.ts'
import type { StormException } from '../storm-exception.ts'
import type { Spout, SpoutOutputCollector, TaskContext } from '../topology/component.ts'
import type { StormValue } from '../tuple/storm-value.ts'
import { setFirstPositions } from './first-positions.ts'
import type { KafkaSpoutConfig } from './kafka-spout-config.ts'
import { OffsetManager } from './offset-manager.ts'
import { messageKey, RetryService, type SpoutMessageId } from './retry-service.ts'
import { spoutPartitionName, type PolledRun, type SpoutConsumer, type SpoutOffset, type SpoutPartition } from './spout-consumer.ts'
import { SpoutTimer } from './spout-timer.ts'
import { WaitingRecords, type PolledRecord } from './waiting-records.ts'

/** What a Kafka spout is made from. */
export interface KafkaSpoutOptions {
  readonly config: KafkaSpoutConfig
  readonly consumer: () => SpoutConsumer
  /** Time of its timers and retries, in microseconds. */
  readonly nowMicros: () => number
  /** The partitions of its topics at this moment. */
  readonly partitions: () => readonly SpoutPartition[]
  /** The values of a record's tuple. */
  readonly translate: (record: PolledRecord) => readonly StormValue[]
  /** The name of the topology, which commits carry as metadata. */
  readonly topologyId: string
  /** Max retries are reached: the offset counts as acked, though nobody has processed it. */
  readonly onMaxRetryReached?: (record: PolledRecord, numFails: number) => void
  readonly log?: (level: 'INFO' | 'ERROR', message: string) => void
}

/** Source: KafkaSpout.TIMER_DELAY_MS. */
const timerDelayMs = 500

/** A spout that reads topics. One record is emitted a call; which offsets are committed, and when, is its guarantee. Source: org.apache.storm.kafka.spout.KafkaSpout. */
export class KafkaSpout implements Spout {
  readonly #options: KafkaSpoutOptions
  readonly #retries: RetryService
  readonly #waiting = new WaitingRecords()
  readonly #offsetManagers = new Map<string, OffsetManager>()
  /** Emitted tuples without an answer, by key. */
  readonly #emitted = new Map<string, PolledRecord>()
  readonly #isAtLeastOnce: boolean
  #consumer: SpoutConsumer | undefined
  #collector: SpoutOutputCollector | undefined
  #context: TaskContext | undefined
  #commitTimer: SpoutTimer | undefined
  #refreshTimer: SpoutTimer | undefined
  #isReady = false
  #failedToActivate: StormException | undefined

  constructor(options: KafkaSpoutOptions) {
    this.#options = options
    this.#retries = new RetryService(options.config.retry, options.nowMicros)
    this.#isAtLeastOnce = options.config.processingGuarantee === 'AT_LEAST_ONCE'
  }

  open(collector: SpoutOutputCollector, context: TaskContext): void {
    const { config, nowMicros } = this.#options
    this.#collector = collector
    this.#context = context
    if (config.processingGuarantee !== 'AT_MOST_ONCE') this.#commitTimer = new SpoutTimer(timerDelayMs, config.offsetCommitPeriodMs, nowMicros)
    this.#refreshTimer = new SpoutTimer(timerDelayMs, config.partitionRefreshPeriodMs, nowMicros)
  }

  activate(): void {
    this.#consumer = this.#options.consumer()
    this.#refresh((error) => {
      this.#isReady = true
      this.#failedToActivate = error
    })
  }

  nextTuple(done: (error?: StormException) => void): void {
    const consumer = this.#consumer
    if (consumer === undefined || !this.#isReady) {
      done()
      return
    }
    const go = (error?: StormException): void => {
      if (error !== undefined) done(error)
      else this.#commitIfDue(consumer, (failed) => {
        if (failed !== undefined) done(failed)
        else this.#pollIfEmpty(consumer, done)
      })
    }
    if (this.#failedToActivate !== undefined) done(this.#failedToActivate)
    else if (this.#refreshTimer?.isExpiredResetOnTrue() === true) this.#refresh(go)
    else go()
  }

  ack(messageId: unknown): void {
    const id = messageId as SpoutMessageId
    if (!this.#isAtLeastOnce || !this.#emitted.delete(messageKey(id))) return
    this.#offsetManagers.get(spoutPartitionName(id))?.acked(id.offset)
  }

  fail(messageId: unknown): void {
    const id = messageId as SpoutMessageId
    const record = this.#emitted.get(messageKey(id))
    if (!this.#isAtLeastOnce || record === undefined) return
    id.numFails++
    if (this.#retries.schedule(id)) this.#emitted.delete(messageKey(id))
    else {
      this.#options.onMaxRetryReached?.(record, id.numFails)
      this.ack(id)
    }
  }

  close(done: () => void): void {
    const consumer = this.#consumer
    this.#isReady = false
    if (consumer === undefined) done()
    else this.#commitAcked(consumer, () => { consumer.close(done) })
  }

  walk(visit: (run: RecordRun) => void): void {
    this.#waiting.walk(visit)
  }

  /** Takes its share of the partitions, if that has changed: every n-th of all. Source: RoundRobinManualPartitioner and TopicAssigner. */
  #refresh(done: (error?: StormException) => void): void {
    const consumer = this.#consumer
    const { taskIndex = 0, taskCount = 1 } = this.#context ?? {}
    const own = this.#options.partitions().filter((_, index) => index % taskCount === taskIndex)
    if (consumer === undefined || own.map(spoutPartitionName).join() === consumer.assignment.map(spoutPartitionName).join()) {
      done()
      return
    }
    const before = new Set(consumer.assignment.map(spoutPartitionName))
    const assign = (error?: StormException): void => {
      if (error !== undefined) {
        done(error)
        return
      }
      consumer.assign(own)
      this.#forgetOthers(own)
      this.#initialize(consumer, own.filter((partition) => !before.has(spoutPartitionName(partition))), done)
    }
    if (this.#isAtLeastOnce && before.size > 0) this.#commitAcked(consumer, assign)
    else assign()
  }

  #forgetOthers(own: readonly SpoutPartition[]): void {
    const names = new Set(own.map(spoutPartitionName))
    for (const name of this.#offsetManagers.keys()) if (!names.has(name)) this.#offsetManagers.delete(name)
    for (const [key, record] of this.#emitted) if (!names.has(spoutPartitionName(record))) this.#emitted.delete(key)
    this.#retries.retainAll(own)
    this.#waiting.retain(own)
  }

  #initialize(consumer: SpoutConsumer, partitions: readonly SpoutPartition[], done: (error?: StormException) => void): void {
    const { config, topologyId } = this.#options
    setFirstPositions({ consumer, partitions, strategy: config.firstPollOffsetStrategy, topologyId }, (partition, offset) => {
      if (this.#isAtLeastOnce) this.#offsetManagers.set(spoutPartitionName(partition), new OffsetManager(partition, offset))
    }, done)
  }

  get #metadata(): string {
    return `{"topologyId":"${this.#options.topologyId}","taskId":${this.#context?.task ?? 0},"threadName":"${this.#context?.component ?? ''}"}`
  }

  #commitIfDue(consumer: SpoutConsumer, then: (error?: StormException) => void): void {
    if (this.#commitTimer?.isExpiredResetOnTrue() !== true) then()
    else if (this.#isAtLeastOnce) this.#commitAcked(consumer, then)
    else {
      consumer.commitAsync(this.#fetched(consumer))
      then()
    }
  }

  /** Positions of what it has polled. */
  #fetched(consumer: SpoutConsumer): readonly SpoutOffset[] {
    return consumer.assignment.flatMap(({ topic, partition }) => {
      const offset = consumer.position({ topic, partition })
      return offset === undefined ? [] : [{ topic, partition, offset, metadata: this.#metadata }]
    })
  }

  #commitAcked(consumer: SpoutConsumer, then: (error?: StormException) => void): void {
    const offsets = consumer.assignment.flatMap(({ topic, partition }): readonly SpoutOffset[] => {
      const offset = this.#offsetManagers.get(spoutPartitionName({ topic, partition }))?.nextCommitOffset()
      return offset === undefined ? [] : [{ topic, partition, offset, metadata: this.#metadata }]
    })
    if (offsets.length === 0) {
      then()
      return
    }
    consumer.commitSync(offsets, (error) => {
      if (error === undefined) for (const offset of offsets) this.#committed(consumer, offset)
      then(error)
    })
  }

  /** After many acks of what came later than a failed tuple the position may lie below what is committed. */
  #committed(consumer: SpoutConsumer, at: SpoutOffset): void {
    const position = consumer.position(at)
    if (position !== undefined && position < at.offset) consumer.seek(at, at.offset)
    this.#waiting.dropBelow(at, at.offset)
    this.#offsetManagers.get(spoutPartitionName(at))?.committed(at.offset)
  }

  #pollIfEmpty(consumer: SpoutConsumer, done: (error?: StormException) => void): void {
    const retriable = this.#isAtLeastOnce ? this.#retries.earliestRetriable() : new Map<string, SpoutMessageId>()
    const pollable = this.#waiting.isEmpty ? consumer.assignment.filter((partition) => this.#isPollable(partition, retriable)) : []
    if (pollable.length === 0) {
      this.#emitNext()
      done()
      return
    }
    for (const partition of pollable) {
      const earliest = retriable.get(spoutPartitionName(partition))
      if (earliest !== undefined) consumer.seek(partition, earliest.offset)
    }
    consumer.poll(pollable, this.#options.config.pollTimeoutMs, ({ records, error }) => {
      if (error?.isRetriable === false) {
        done(error.exception)
        return
      }
      if (error !== undefined) this.#options.log?.('ERROR', `Failed to poll from kafka. ${error.exception.className}: ${error.exception.message}`)
      else {
        this.#ackVanished(retriable, records)
        this.#waiting.set(records)
      }
      const emit = (failed?: StormException): void => {
        if (failed === undefined) this.#emitNext()
        done(failed)
      }
      if (error === undefined && this.#options.config.processingGuarantee === 'AT_MOST_ONCE') consumer.commitSync(this.#fetched(consumer), emit)
      else emit()
    })
  }

  /** What was asked for again and does not come is in the log no more (compaction, retention): nobody will process it, and it counts as acked. */
  #ackVanished(retriable: ReadonlyMap<string, SpoutMessageId>, records: readonly PolledRun[]): void {
    for (const [name, { topic, partition, offset: sought }] of retriable) {
      const first = records.find((run) => spoutPartitionName(run) === name)
      for (let offset = sought; first !== undefined && offset < first.offset; offset++) {
        const id = this.#retries.messageId({ topic, partition, offset })
        if (!this.#retries.isScheduled(id)) continue
        this.#retries.remove(id)
        this.#offsetManagers.get(name)?.acked(offset)
      }
    }
  }

  /** Beyond maxUncommittedOffsets a partition is polled only for what must be emitted again within the limit. */
  #isPollable(partition: SpoutPartition, retriable: ReadonlyMap<string, SpoutMessageId>): boolean {
    const name = spoutPartitionName(partition)
    const offsets = this.#offsetManagers.get(name)
    const { maxUncommittedOffsets } = this.#options.config
    if (!this.#isAtLeastOnce || offsets === undefined || offsets.uncommitted < maxUncommittedOffsets) return true
    const earliest = retriable.get(name)
    return earliest !== undefined && earliest.offset <= offsets.nthUncommitted(maxUncommittedOffsets)
  }

  #emitNext(): void {
    for (let record = this.#waiting.next(); record !== undefined; record = this.#waiting.next()) if (this.#emitOrRetry(record)) return
  }

  /** Whether the record was emitted: it is not when it has been acked, waits for its answer, or has to wait for its retry. */
  #emitOrRetry(record: PolledRecord): boolean {
    const id = this.#retries.messageId(record)
    const key = messageKey(id)
    const offsets = this.#offsetManagers.get(spoutPartitionName(record))
    if (offsets?.isAcked(record.offset) === true || this.#emitted.has(key)) return false
    const isScheduled = this.#retries.isScheduled(id)
    if (isScheduled && !this.#retries.isReady(id)) return false
    const runs = [{ first: record.record, count: 1 }]
    if (this.#isAtLeastOnce) {
      this.#emitted.set(key, record)
      offsets?.emitted(record.offset)
      this.#retries.remove(id)
    }
    const isTracked = this.#isAtLeastOnce || this.#options.config.tupleTrackingEnforced
    this.#collector?.emit(this.#options.translate(record), isTracked ? { messageId: id, runs } : { runs })
    return true
  }
}
