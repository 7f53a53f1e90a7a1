import type { ClientContext } from '../../kafka/client/client-context.ts'
import { KafkaConsumer } from '../../kafka/consumer/kafka-consumer.ts'
import { partitionName } from '../../kafka/consumer/topic-partition.ts'
import type { PollResult } from '../../kafka/consumer/poll-result.ts'
import type { GroupProgress } from '../../kafka/coordinator/group-progress.ts'
import { KafkaProducer } from '../../kafka/producer/kafka-producer.ts'
import type { Destination } from '../../ledger/lane-ledger.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import type { SubTopology } from '../topology/sub-topologies.ts'
import type { Topology } from '../topology/topology.ts'
import type { InternalTopics } from './internal-topics.ts'
import type { StreamRecords } from './stream-records.ts'
import type { StreamsSettings } from './streams-settings.ts'
import { TaskSet } from './task-set.ts'

/** What a stream thread is made of. */
export interface StreamThreadOptions {
  readonly context: ClientContext
  readonly settings: StreamsSettings
  readonly topology: Topology
  readonly subTopologies: readonly SubTopology[]
  readonly internalTopics: InternalTopics
  readonly records: StreamRecords
  readonly progress: GroupProgress
  readonly destination: Destination
  readonly bootstrapServers: string
  readonly onState: (state: 'RUNNING' | 'REBALANCING') => void
  /** The thread has died of an exception. */
  readonly onError: (error: Error) => void
}

const pollMs = 100
const errorPauseMicros = 200_000

/**
 * One thread: it polls, takes what it got through its tasks, and commits each commit.interval.ms: caches, what it has sent,
 * then offsets (StreamThread). A crash between the two makes it process again: at least once.
 */
export class StreamThread {
  readonly #options: StreamThreadOptions
  readonly #consumer: KafkaConsumer
  readonly #producer: KafkaProducer
  readonly #tasks: TaskSet
  #lastCommitMicros: number
  #onStopped: (() => void) | undefined
  #isCommitting = false
  #isInTransaction = false
  /** Records of the open transaction. */
  readonly #processed: number[] = []

  /** @throws KafkaException what the clients' constructors throw */
  constructor(options: StreamThreadOptions) {
    const { context, settings, bootstrapServers, progress } = options
    this.#options = options
    const bootstrap = { 'bootstrap.servers': bootstrapServers }
    const part = (kind: string): ClientContext => ({ ...context, name: `${context.name}/${kind}`, clientId: `${context.clientId}-${kind}` })
    const transactional: Readonly<Record<string, string>> = settings.guarantee === 'exactly_once_v2' ? { 'transactional.id': `${settings.applicationId}-${context.clientId}` } : {}
    this.#producer = new KafkaProducer({ context: part('producer'), properties: { ...bootstrap, ...settings.producer, ...transactional } })
    const properties = { ...bootstrap, ...settings.consumer, 'group.id': settings.applicationId, 'enable.auto.commit': 'false' }
    this.#consumer = new KafkaConsumer({ context: part('consumer'), properties, progress })
    this.#tasks = new TaskSet({
      ...options, consumer: this.#consumer, producer: this.#producer,
      restoreContext: part('restore-consumer'),
      restoreProperties: { ...bootstrap, ...settings.consumer, 'enable.auto.commit': 'false' },
      beforeSend: () => { this.#begin() },
      onRestored: () => { options.onState(this.#tasks.isRestoring ? 'REBALANCING' : 'RUNNING') },
    })
    this.#lastCommitMicros = context.lane.simulation.nowMicros
    context.lane.ledger.addHolder({ place: context.name, destinations: () => [options.destination.index], walk: (visit) => { this.#walk(visit) } })
  }

  /** Fences earlier instances of this one if it is transactional, and begins. */
  start(): void {
    if (!this.#isExactlyOnce) {
      this.#join()
      return
    }
    this.#producer.transactions.initTransactions((error) => {
      if (error === undefined) this.#join()
      else this.#options.onError(error)
    })
  }

  /** Joins the group and works until it is stopped. */
  #join(): void {
    const { subTopologies, internalTopics } = this.#options
    const topics = [...new Set(subTopologies.flatMap((one) => one.topics.map((topic) => internalTopics.fullName(topic))))]
    this.#consumer.subscribe(topics, {
      onPartitionsAssigned: () => {
        this.#options.onState('REBALANCING')
        this.#tasks.assigned(this.#consumer.assignment)
        this.#options.onState(this.#tasks.isRestoring ? 'REBALANCING' : 'RUNNING')
      },
      onPartitionsRevoked: () => { this.#tasks.suspend() },
      onPartitionsLost: () => {
        this.#tasks.closeAll()
        this.#processed.length = 0
      },
      beforeRejoin: (done) => { this.#commit(() => { done() }) },
    })
    this.#poll()
  }

  /** Commits, leaves and calls back. */
  stop(done: () => void): void {
    this.#onStopped = done
  }

  /** The process has died: nothing is held any more. */
  died(): void {
    this.#tasks.closeAll()
  }

  /** Records dropped by the tasks that it has. */
  get dropped(): number {
    return this.#tasks.dropped
  }

  #poll(): void {
    if (this.#onStopped !== undefined) {
      this.#close(this.#onStopped)
      return
    }
    this.#consumer.poll(pollMs, (result) => { this.#polled(result) })
  }

  #polled({ records, error }: PollResult): void {
    const { context } = this.#options
    if (error !== undefined) {
      context.process.log(context.name, 'ERROR', `${error.className}: ${error.message}`)
      context.process.after(errorPauseMicros, () => { this.#poll() })
      return
    }
    for (const part of records) this.#tasks.add(part)
    this.#process()
  }

  /** Takes what waits through the tasks; with work that takes time, one record after the other. */
  #process(): void {
    const { context, settings, onError, destination } = this.#options
    try {
      for (;;) {
        const record = this.#tasks.processNext()
        if (record === undefined) break
        // What a transaction has read is done when it commits; a crash before undoes it.
        if (this.#isExactlyOnce) this.#processed.push(record)
        else context.lane.ledger.delivered(destination, { first: record, count: 1 }, context.name)
        if (settings.processingMicros === 0) continue
        context.process.after(settings.processingMicros, () => { this.#process() })
        return
      }
    } catch (error) {
      if (!(error instanceof Error)) throw error
      onError(error)
      return
    }
    if (context.lane.simulation.nowMicros - this.#lastCommitMicros < settings.commitIntervalMs * 1000) this.#poll()
    else this.#commit(() => { this.#poll() })
  }

  /** Hands the caches on, waits until all that was sent is stored, and commits offsets (TaskManager.commit). */
  #commit(then: (isDone: boolean) => void): void {
    const { context } = this.#options
    if (this.#isCommitting) {
      then(false)
      return
    }
    this.#isCommitting = true
    this.#lastCommitMicros = context.lane.simulation.nowMicros
    const end = (isDone: boolean): void => {
      this.#isCommitting = false
      then(isDone)
    }
    try {
      this.#tasks.flush()
    } catch (error) {
      this.#isCommitting = false
      if (!(error instanceof Error)) throw error
      this.#options.onError(error)
      return
    }
    if (this.#isExactlyOnce) this.#commitTransaction(end)
    else this.#commitOffsets(end)
  }

  get #isExactlyOnce(): boolean {
    return this.#options.settings.guarantee === 'exactly_once_v2'
  }

  /** A transaction is open as soon as something is sent or read. */
  #begin(): void {
    if (!this.#isExactlyOnce || this.#isInTransaction) return
    this.#isInTransaction = true
    this.#producer.transactions.beginTransaction()
  }

  /** Results, changelogs and offsets hold together, or not at all (StreamsProducer.commitTransaction). */
  #commitTransaction(end: (isDone: boolean) => void): void {
    const { context, destination } = this.#options
    const offsets = this.#tasks.uncommitted
    const { identity } = this.#consumer
    const fail = (error: Error): void => {
      this.#isCommitting = false
      this.#options.onError(error)
    }
    if (offsets.length === 0 && !this.#isInTransaction) {
      end(true)
      return
    }
    try {
      this.#begin()
      const { transactions } = this.#producer
      const group = { generationId: -1, memberId: '', groupInstanceId: null, ...identity, groupId: this.#options.settings.applicationId }
      transactions.sendOffsetsToTransaction(offsets.map((offset) => ({ ...offset, leaderEpoch: -1, metadata: '' })), group, (error) => {
        if (error !== undefined) fail(error)
        else transactions.commitTransaction((refused) => {
          if (refused !== undefined) {
            fail(refused)
            return
          }
          this.#isInTransaction = false
          this.#tasks.committed()
          for (const record of this.#processed.splice(0)) context.lane.ledger.delivered(destination, { first: record, count: 1 }, context.name)
          end(true)
        })
      })
    } catch (error) {
      if (!(error instanceof Error)) throw error
      fail(error)
    }
  }

  #commitOffsets(end: (isDone: boolean) => void): void {
    const { context } = this.#options
    this.#producer.flush(() => {
      const failure = this.#tasks.sendFailure
      if (failure !== undefined) {
        this.#isCommitting = false
        this.#options.onError(failure)
        return
      }
      const offsets = this.#tasks.uncommitted
      if (offsets.length === 0) {
        end(true)
        return
      }
      this.#consumer.commitSync(offsets.map((offset) => ({ ...offset, leaderEpoch: -1, metadata: '' })), (error) => {
        if (error === undefined) this.#tasks.committed()
        else context.process.log(context.name, 'WARN', `${error.className}: ${error.message} (${offsets.map(partitionName).join(', ')})`)
        end(error === undefined)
      })
    })
  }

  #close(done: () => void): void {
    this.#commit(() => {
      this.#consumer.close(() => { this.#producer.close(undefined, done) })
    })
  }

  #walk(visit: (run: RecordRun) => void): void {
    this.#tasks.walk(visit)
  }
}
