import { KafkaConsumer } from '../../kafka/consumer/kafka-consumer.ts'
import type { ConsumedRun } from '../../kafka/consumer/consumed-run.ts'
import type { PollResult } from '../../kafka/consumer/poll-result.ts'
import { partitionName, type TopicPartition } from '../../kafka/consumer/topic-partition.ts'
import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import { connectException } from '../data/connect-exceptions.ts'
import { convertRecords, type RecordConversion } from './convert-records.ts'
import { DeadLetterQueue } from './dead-letter-queue.ts'
import type { PartitionOffset, PutResult, SinkConnectorTask, SinkRecords } from './sink-connector.ts'
import { caughtException, clientProperties, millisOf, taskName, traceOf, type ConnectTask, type TaskContext } from './task-context.ts'
import { taskConverters } from './task-converters.ts'
import { transformationChain } from './transformation-chain.ts'

/** A poll returns at the latest then, so that pauses, stops and commits are seen. */
const pollMsMax = 1000
/** From a RetriableException to the next attempt (SinkTaskContext.timeout, as connectors commonly set it). */
const retryMicros = 5_000_000
const RETRIABLE = 'org.apache.kafka.connect.errors.RetriableException'

/**
 * A sink's task (WorkerSinkTask): a consumer of the group `connect-<name>` that hands each poll's records to the connector,
 * and commits every offset.flush.interval.ms what the connector says is safe. At least once.
 */
export class SinkTask implements ConnectTask {
  readonly #context: TaskContext
  readonly #name: string
  readonly #consumer: KafkaConsumer
  readonly #connector: SinkConnectorTask
  readonly #conversion: RecordConversion
  readonly #deadLetters: DeadLetterQueue | undefined
  readonly #incarnation: number
  readonly #offsets = new Map<string, PartitionOffset>()
  readonly #committed = new Map<string, number>()
  readonly #opening = new Set<string>()
  #inHand: readonly ConsumedRun[] = []
  #nextCommitMicros: number
  #wantsPause = false
  #isPaused = false
  #onStopped: (() => void) | undefined
  #isOver = false

  /** @throws KafkaException for a configuration that its parts refuse */
  constructor(context: TaskContext, connector: SinkConnectorTask, topics: readonly string[]) {
    this.#context = context
    this.#connector = connector
    this.#name = taskName(context)
    this.#incarnation = context.process.incarnation
    this.#conversion = this.#conversionOf()
    const { lane, process, properties, progress, connector: name, number } = context
    const deadLetterTopic = (properties.get('errors.deadletterqueue.topic.name') ?? '').trim()
    this.#deadLetters = deadLetterTopic === '' ? undefined : new DeadLetterQueue(context, deadLetterTopic)
    const clientId = `connector-consumer-${name}-${String(number)}`
    this.#consumer = new KafkaConsumer({
      context: { lane, process, name: `${this.#name}/consumer`, clientId },
      properties: clientProperties(context, 'consumer', { 'client.id': clientId, 'group.id': `connect-${name}`, 'enable.auto.commit': 'false', 'auto.offset.reset': 'earliest' }),
      ...(progress === undefined ? {} : { progress }),
    })
    this.#consumer.subscribe(topics, {
      onPartitionsAssigned: (added) => { this.#open(added) },
      onPartitionsRevoked: (revoked) => { this.#close(revoked) },
    })
    this.#nextCommitMicros = lane.simulation.nowMicros + this.#commitMicros()
    lane.ledger.addHolder({ place: this.#name, destinations: () => context.destinations().map(({ index }) => index), walk: (visit) => { this.#walk(visit) } })
    this.#iterate()
  }

  pause(): void { this.#wantsPause = true }

  resume(): void { this.#wantsPause = false }

  stop(done: () => void): void {
    if (this.#isOver) done()
    else this.#onStopped = done
  }

  #conversionOf(): RecordConversion {
    const { lane, worker, properties } = this.#context
    const valueClass = properties.get('value.converter') ?? worker.get('value.converter') ?? ''
    return {
      streams: lane.streams,
      converters: taskConverters(worker, properties),
      transform: transformationChain(properties),
      isPlain: valueClass.endsWith('.StringConverter') && (properties.get('transforms') ?? '') === '',
      isTolerant: properties.get('errors.tolerance') === 'all',
      onFiltered: ({ run }) => { this.#ended(run, 'filtered', 'a transformation dropped it') },
      onSkipped: (record, error) => { this.#skip(record, error) },
    }
  }

  #isDead(): boolean {
    const { process } = this.#context
    return this.#isOver || process.incarnation !== this.#incarnation || !process.isAlive
  }

  #commitMicros(): number {
    return millisOf(this.#context.worker, 'offset.flush.interval.ms', 60_000) * 1000
  }

  #iterate(): void {
    if (this.#isDead()) return
    const { simulation } = this.#context.lane
    if (this.#onStopped !== undefined) {
      this.#end(this.#onStopped)
      return
    }
    if (this.#wantsPause !== this.#isPaused) this.#switchPause()
    if (simulation.nowMicros >= this.#nextCommitMicros) this.#commit()
    const waitMs = Math.ceil((this.#nextCommitMicros - simulation.nowMicros) / 1000)
    this.#consumer.poll(Math.min(pollMsMax, Math.max(0, waitMs)), (result) => { this.#polled(result) })
  }

  #switchPause(): void {
    this.#isPaused = this.#wantsPause
    for (const partition of this.#consumer.assignment) this.#hold(partition)
    this.#context.onState(this.#isPaused ? 'PAUSED' : 'RUNNING')
  }

  #hold(partition: TopicPartition): void {
    if (this.#isPaused || this.#opening.has(partitionName(partition))) this.#consumer.pause(partition)
    else this.#consumer.resume(partition)
  }

  #polled({ records, error }: PollResult): void {
    if (this.#isDead()) return
    if (error !== undefined) {
      this.#fail(connectException('Exiting WorkerSinkTask due to unrecoverable exception.', error))
      return
    }
    this.#inHand = records
    const batch = caughtException(() => convertRecords(records, this.#conversion))
    if (batch instanceof KafkaException) this.#fail(batch)
    else this.#deliver(records, batch)
  }

  #deliver(polled: readonly ConsumedRun[], batch: readonly SinkRecords[]): void {
    this.#connector.put(batch, (result) => {
      if (this.#isDead()) return
      if (result !== undefined) {
        this.#refused(result, polled, batch)
        return
      }
      for (const { topic, partition, offset, run } of polled) this.#offsets.set(partitionName({ topic, partition }), { topic, partition, offset: offset + run.count })
      this.#inHand = []
      this.#iterate()
    })
  }

  /** After a RetriableException the same records are given again, or read again from where the connector says. */
  #refused({ error, rewindTo }: PutResult, polled: readonly ConsumedRun[], batch: readonly SinkRecords[]): void {
    if (error.className !== RETRIABLE) {
      this.#fail(connectException('Exiting WorkerSinkTask due to unrecoverable exception.', error))
      return
    }
    const { process } = this.#context
    process.log(this.#name, 'ERROR', `RetriableException from SinkTask: ${error.message}`)
    if (rewindTo === undefined) {
      process.after(retryMicros, () => { this.#deliver(polled, batch) })
      return
    }
    this.#inHand = []
    for (const offset of rewindTo) {
      this.#offsets.set(partitionName(offset), offset)
      if (this.#consumer.assignment.some((one) => partitionName(one) === partitionName(offset))) this.#consumer.seek(offset, offset.offset)
    }
    process.after(retryMicros, () => { this.#iterate() })
  }

  #open(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) {
      this.#opening.add(partitionName(partition))
      this.#consumer.pause(partition)
    }
    this.#connector.open(partitions, (offsets) => {
      if (this.#isDead()) return
      const isMine = (partition: TopicPartition) => this.#consumer.assignment.some((one) => partitionName(one) === partitionName(partition))
      for (const offset of offsets) if (isMine(offset)) this.#consumer.seek(offset, offset.offset)
      for (const partition of partitions) {
        this.#opening.delete(partitionName(partition))
        if (isMine(partition)) this.#hold(partition)
      }
    })
  }

  #close(partitions: readonly TopicPartition[]): void {
    this.#commit()
    this.#connector.close(partitions)
    for (const partition of partitions) this.#offsets.delete(partitionName(partition))
  }

  /** Commits what is new and safe, without waiting. */
  #commit(): void {
    this.#nextCommitMicros = this.#context.lane.simulation.nowMicros + this.#commitMicros()
    const offsets = this.#uncommitted()
    if (offsets.length > 0) this.#consumer.commitAsync(offsets.map((offset) => ({ ...offset, leaderEpoch: -1, metadata: '' })), (error) => { this.#onCommit(offsets, error) })
  }

  #uncommitted(): readonly PartitionOffset[] {
    return this.#connector.preCommit([...this.#offsets.values()]).filter((offset) => this.#committed.get(partitionName(offset)) !== offset.offset)
  }

  #onCommit(offsets: readonly PartitionOffset[], error: KafkaException | undefined): void {
    if (error === undefined) for (const offset of offsets) this.#committed.set(partitionName(offset), offset.offset)
    else this.#context.process.log(this.#name, 'ERROR', `Commit of offsets threw an unexpected exception: ${error.className}: ${error.message}`)
  }

  #end(done: () => void): void {
    this.#isOver = true
    const offsets = this.#uncommitted()
    const close = () => {
      this.#connector.close(this.#consumer.assignment)
      this.#consumer.close(() => {
        if (this.#deadLetters === undefined) done()
        else this.#deadLetters.close(done)
      })
    }
    if (offsets.length === 0) close()
    else this.#consumer.commitSync(offsets.map((offset) => ({ ...offset, leaderEpoch: -1, metadata: '' })), close)
  }

  #fail(error: KafkaException): void {
    const { process, connector, number, onState } = this.#context
    process.log(this.#name, 'ERROR', `WorkerSinkTask{id=${connector}-${String(number)}} Task threw an uncaught and unrecoverable exception. Task is being killed and will not recover until manually restarted`)
    this.#inHand = []
    onState('FAILED', traceOf(error))
    this.#end(this.#onStopped ?? (() => undefined))
  }

  #skip({ run }: SinkRecords, error: KafkaException): void {
    const deadLetters = this.#deadLetters
    if (this.#context.properties.get('errors.log.enable') === 'true') this.#context.process.log(this.#name, 'ERROR', `Error encountered in task ${this.#context.connector}-${String(this.#context.number)}: ${error.className}: ${error.message}`)
    deadLetters?.report(run)
    this.#ended(run, 'dropped', deadLetters === undefined ? `${error.message.trim()} (errors.tolerance = all)` : `sent to the dead letter queue ${deadLetters.topic}`)
  }

  #ended(run: RecordRun, fate: 'filtered' | 'dropped', cause: string): void {
    const destinations = this.#context.destinations().map(({ index }) => index)
    this.#context.lane.ledger.copyEnded(run, { fate, place: this.#name, cause, destinations, isStored: true })
  }

  #walk(visit: (run: RecordRun) => void): void {
    if (!this.#isDead()) for (const { run } of this.#inHand) visit(run)
  }
}
