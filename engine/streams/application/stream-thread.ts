import type { ClientContext } from '../../kafka/client/client-context.ts'
import { KafkaConsumer } from '../../kafka/consumer/kafka-consumer.ts'
import type { GroupIdentity } from '../../kafka/consumer/offset-requests.ts'
import { partitionName, type TopicPartition } from '../../kafka/consumer/topic-partition.ts'
import type { PollResult } from '../../kafka/consumer/poll-result.ts'
import type { GroupProgress } from '../../kafka/coordinator/group-progress.ts'
import type { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import type { Destination } from '../../ledger/lane-ledger.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import type { SubTopology } from '../topology/sub-topologies.ts'
import type { Topology } from '../topology/topology.ts'
import { StreamsException } from '../streams-exception.ts'
import { isEndOfTask, TaskCorruptedException, type TaskMigratedException } from '../task-migrated-exception.ts'
import type { InternalTopics } from './internal-topics.ts'
import { commitOfOffsetsFailed, isTimeout } from './producer-failures.ts'
import type { StreamRecords } from './stream-records.ts'
import { StreamsProducer } from './streams-producer.ts'
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
const rebalanceInProgress = 'org.apache.kafka.common.errors.RebalanceInProgressException'

type CommitEnd = (failure: Error | undefined, isDone: boolean) => void

/**
 * One thread: it polls, takes what it got through its tasks, and commits each commit.interval.ms: caches, what it has sent,
 * then offsets (StreamThread). A crash between the two makes it process again: at least once.
 */
export class StreamThread {
  readonly #options: StreamThreadOptions
  readonly #consumer: KafkaConsumer
  readonly #producer: StreamsProducer
  readonly #tasks: TaskSet
  #lastCommitMicros: number
  #onStopped: (() => void) | undefined
  /** Who it was when it joined last (groupMetadata): a heartbeat may have taken that from the consumer since, and its commits must hear of it. */
  #member: GroupIdentity | undefined
  #isPolling = false
  /** Number of the commit under way; one that the loss of the tasks has overtaken is no matter any more. */
  #commits = 0
  #isCommitting = false
  /** Until when commits that time out are tried again. */
  #timeoutDeadlineMs: number | undefined
  /** Records of the open transaction. */
  readonly #processed: number[] = []

  /** @throws KafkaException what the clients' constructors throw */
  constructor(options: StreamThreadOptions) {
    const { context, settings, bootstrapServers, progress } = options
    this.#options = options
    const bootstrap = { 'bootstrap.servers': bootstrapServers }
    const part = (kind: string): ClientContext => ({ ...context, name: `${context.name}/${kind}`, clientId: `${context.clientId}-${kind}` })
    const transactional: Readonly<Record<string, string>> = settings.guarantee === 'exactly_once_v2' ? { 'transactional.id': `${settings.applicationId}-${context.clientId}` } : {}
    this.#producer = new StreamsProducer({
      context: part('producer'), properties: { ...bootstrap, ...settings.producer, ...transactional },
      isExactlyOnce: this.#isExactlyOnce, onFatal: options.onError,
    })
    const properties = { ...bootstrap, ...settings.consumer, 'group.id': settings.applicationId, 'enable.auto.commit': 'false' }
    this.#consumer = new KafkaConsumer({ context: part('consumer'), properties, progress })
    this.#tasks = new TaskSet({
      ...options, consumer: this.#consumer, producer: this.#producer,
      restoreContext: part('restore-consumer'),
      restoreProperties: { ...bootstrap, ...settings.consumer, 'enable.auto.commit': 'false' },
      onRestored: () => { options.onState(this.#tasks.isRestoring ? 'REBALANCING' : 'RUNNING') },
    })
    this.#lastCommitMicros = context.lane.simulation.nowMicros
    context.lane.ledger.addHolder({ place: context.name, destinations: () => [options.destination.index], walk: (visit) => { this.#walk(visit) } })
  }

  /** Fences earlier instances of this one if it is transactional, and joins the group. */
  start(): void {
    this.#producer.whenReady(() => { this.#join() })
    this.#producer.initialize()
  }

  /** Joins the group and works until it is stopped. */
  #join(): void {
    const { subTopologies, internalTopics } = this.#options
    const topics = [...new Set(subTopologies.flatMap((one) => one.topics.map((topic) => internalTopics.fullName(topic))))]
    this.#consumer.subscribe(topics, {
      onPartitionsAssigned: () => {
        this.#member = this.#consumer.identity
        this.#options.onState('REBALANCING')
        this.#tasks.assigned(this.#consumer.assignment)
        this.#options.onState(this.#tasks.isRestoring ? 'REBALANCING' : 'RUNNING')
      },
      onPartitionsRevoked: () => { this.#tasks.suspend() },
      onPartitionsLost: () => { this.#lostAll() },
      beforeRejoin: (done) => { this.#commit(() => { done() }) },
    })
    if (!this.#isPolling) this.#poll()
  }

  /** Others have the tasks: what is not committed is theirs to do again (TaskManager.handleLostAll). */
  #lostAll(): void {
    this.#tasks.closeAll()
    this.#processed.length = 0
    this.#commits += 1
    this.#isCommitting = false
    this.#producer.renew()
  }

  /** What ends the tasks does not end the thread: it leaves the group, and joins it as a new member (StreamThread.handleTaskMigrated). */
  #startAnew(error: TaskMigratedException | TaskCorruptedException): void {
    const { context, onState } = this.#options
    const what = error instanceof TaskCorruptedException
      ? 'Detected the states of tasks are corrupted. Will close the task as dirty and re-create and bootstrap from scratch.'
      : 'Detected that the thread is being fenced. This implies that this thread missed a rebalance and dropped out of the consumer group. Will close out all assigned tasks and rejoin the consumer group.'
    context.process.log(context.name, 'WARN', `${what} ${error.javaClass}: ${error.message}`)
    onState('REBALANCING')
    this.#lostAll()
    this.#consumer.unsubscribe()
    this.#producer.whenReady(() => { this.#join() })
  }

  #failed(error: unknown): void {
    if (!(error instanceof Error)) throw error
    if (isEndOfTask(error)) this.#startAnew(error)
    else this.#options.onError(error)
  }

  /** Commits, leaves and calls back. */
  stop(done: () => void): void {
    this.#onStopped = done
  }

  /** The process has died: nothing is held any more. */
  died(): void {
    this.#tasks.closeAll()
    this.#producer.abandon()
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
    this.#isPolling = true
    this.#consumer.poll(pollMs, (result) => {
      this.#isPolling = false
      // Within the poll, tasks may have been lost, and with them the producer.
      this.#producer.whenReady(() => { if (!this.#isPolling) this.#polled(result) })
    })
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
    const { context, settings, destination } = this.#options
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
      this.#failed(error)
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
    this.#commits += 1
    const number = this.#commits
    this.#lastCommitMicros = context.lane.simulation.nowMicros
    const end = (failure: unknown, isDone: boolean): void => {
      if (number !== this.#commits) return
      this.#isCommitting = false
      if (failure === undefined) then(isDone)
      else this.#failed(failure)
    }
    try {
      this.#tasks.flush()
    } catch (error) {
      end(error, false)
      return
    }
    this.#producer.flush(() => {
      if (number !== this.#commits) return
      const { failure } = this.#producer
      if (failure !== undefined) end(failure, false)
      else if (this.#isExactlyOnce) this.#commitTransaction(end)
      else this.#commitOffsets(end)
    })
  }

  get #isExactlyOnce(): boolean {
    return this.#options.settings.guarantee === 'exactly_once_v2'
  }

  /** Results, changelogs and offsets hold together, or not at all (StreamsProducer.commitTransaction). */
  #commitTransaction(end: CommitEnd): void {
    const { context, destination, settings } = this.#options
    const offsets = this.#tasks.uncommitted
    if (offsets.length === 0 && !this.#producer.isInTransaction) {
      end(undefined, true)
      return
    }
    const group = { generationId: -1, memberId: '', groupInstanceId: null, ...this.#member, groupId: settings.applicationId }
    this.#producer.commitTransaction(offsets.map((offset) => ({ ...offset, leaderEpoch: -1, metadata: '' })), group, (error) => {
      if (error === undefined) {
        this.#tasks.committed()
        for (const record of this.#processed.splice(0)) context.lane.ledger.delivered(destination, { first: record, count: 1 }, context.name)
      }
      end(error, true)
    })
  }

  #commitOffsets(end: CommitEnd): void {
    const offsets = this.#tasks.uncommitted
    if (offsets.length === 0) {
      end(undefined, true)
      return
    }
    this.#consumer.commitSync(offsets.map((offset) => ({ ...offset, leaderEpoch: -1, metadata: '' })), (error) => {
      if (error === undefined) {
        this.#timeoutDeadlineMs = undefined
        this.#tasks.committed()
        end(undefined, true)
      } else if (isTimeout(error) || error.className === rebalanceInProgress) end(this.#beyondTimeout(error, offsets), false)
      else end(commitOfOffsetsFailed(error), false)
    })
  }

  /** A commit that timed out is tried again with the next, for task.timeout.ms (Task.maybeInitTaskTimeoutOrThrow). */
  #beyondTimeout(error: KafkaException, offsets: readonly TopicPartition[]): StreamsException | undefined {
    const { context, settings: { taskTimeoutMs } } = this.#options
    const { nowMs } = context.lane
    context.process.log(context.name, 'WARN', `${error.className}: ${error.message} (${offsets.map(partitionName).join(', ')})`)
    if (!isTimeout(error)) return undefined
    this.#timeoutDeadlineMs ??= nowMs + taskTimeoutMs
    if (nowMs <= this.#timeoutDeadlineMs) return undefined
    return new StreamsException(`Tasks did not make progress within ${String(nowMs - this.#timeoutDeadlineMs + taskTimeoutMs)} ms. Adjust \`task.timeout.ms\` if needed.`, error)
  }

  #close(done: () => void): void {
    this.#commit(() => {
      this.#consumer.close(() => { this.#producer.close(done) })
    })
  }

  #walk(visit: (run: RecordRun) => void): void {
    this.#tasks.walk(visit)
  }
}
