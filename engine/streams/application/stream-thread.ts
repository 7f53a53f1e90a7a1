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

  /** @throws KafkaException what the clients' constructors throw */
  constructor(options: StreamThreadOptions) {
    const { context, settings, bootstrapServers, progress } = options
    this.#options = options
    const bootstrap = { 'bootstrap.servers': bootstrapServers }
    const part = (kind: string): ClientContext => ({ ...context, name: `${context.name}/${kind}`, clientId: `${context.clientId}-${kind}` })
    this.#producer = new KafkaProducer({ context: part('producer'), properties: { ...bootstrap, ...settings.producer } })
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

  /** Joins the group and works until it is stopped. */
  start(): void {
    const { subTopologies, internalTopics } = this.#options
    const topics = [...new Set(subTopologies.flatMap((one) => one.topics.map((topic) => internalTopics.fullName(topic))))]
    this.#consumer.subscribe(topics, {
      onPartitionsAssigned: () => {
        this.#options.onState('REBALANCING')
        this.#tasks.assigned(this.#consumer.assignment)
        this.#options.onState(this.#tasks.isRestoring ? 'REBALANCING' : 'RUNNING')
      },
      onPartitionsRevoked: () => { this.#tasks.suspend() },
      onPartitionsLost: () => { this.#tasks.closeAll() },
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
        context.lane.ledger.delivered(destination, { first: record, count: 1 }, context.name)
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
