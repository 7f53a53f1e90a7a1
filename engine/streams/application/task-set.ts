import type { ClientContext } from '../../kafka/client/client-context.ts'
import type { ConsumedRun } from '../../kafka/consumer/consumed-run.ts'
import type { KafkaConsumer } from '../../kafka/consumer/kafka-consumer.ts'
import { partitionName, type TopicPartition } from '../../kafka/consumer/topic-partition.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import type { LoggedChange } from '../state/state-store.ts'
import { StreamTask, type OutputRecord } from '../task/stream-task.ts'
import type { SubTopology } from '../topology/sub-topologies.ts'
import type { Topology } from '../topology/topology.ts'
import { ActiveTask } from './active-task.ts'
import type { InternalTopics } from './internal-topics.ts'
import { Restorer } from './restorer.ts'
import type { StreamRecords } from './stream-records.ts'
import type { StreamsProducer } from './streams-producer.ts'
import type { StreamsSettings } from './streams-settings.ts'

/** What the tasks of a thread work with. */
export interface TaskSetOptions {
  readonly context: ClientContext
  readonly settings: StreamsSettings
  readonly topology: Topology
  readonly subTopologies: readonly SubTopology[]
  readonly internalTopics: InternalTopics
  readonly records: StreamRecords
  readonly consumer: KafkaConsumer
  readonly producer: StreamsProducer
  readonly restoreContext: ClientContext
  readonly restoreProperties: Readonly<Record<string, string>>
  readonly onRestored: () => void
}

interface Target {
  readonly topic: string
  readonly partition: number | undefined
}

/** The tasks that a thread has (TaskManager): made when partitions come, restored from changelogs, kept over a rebalance that brings them back. */
export class TaskSet {
  readonly #options: TaskSetOptions
  readonly #tasks = new Map<string, ActiveTask>()
  readonly #restorer: Restorer
  #cachedBytes = 0
  #droppedByClosed = 0

  constructor(options: TaskSetOptions) {
    this.#options = options
    this.#restorer = new Restorer(options.restoreContext, options.restoreProperties, options.records)
  }

  /** Takes an assignment: what is there goes on, what is new is restored, what is gone is closed. */
  assigned(partitions: readonly TopicPartition[]): void {
    const wanted = new Map(partitions.map((partition) => [this.#idOf(partition), partition]))
    for (const [id, task] of this.#tasks) if (!wanted.has(id)) this.#close(id, task)
    for (const [id, partition] of wanted) {
      const known = this.#tasks.get(id)
      if (known === undefined) this.#create(id, partition)
      else if (!known.isRestored) this.#eachPartition(known, (one) => { this.#options.consumer.pause(one) })
    }
  }

  /** Partitions are given up: what was read and not processed will be read again; what could not be committed will be processed again. */
  suspend(): void {
    for (const [id, task] of this.#tasks) {
      task.clear()
      if (task.uncommitted.length > 0) this.#close(id, task)
    }
  }

  /** Ends all tasks, whatever they have. */
  closeAll(): void {
    for (const [id, task] of this.#tasks) this.#close(id, task)
  }

  /** Whether a task waits for its stores. */
  get isRestoring(): boolean {
    return [...this.#tasks.values()].some((task) => !task.isRestored)
  }

  get dropped(): number {
    let dropped = this.#droppedByClosed
    for (const { task } of this.#tasks.values()) dropped += task.dropped
    return dropped
  }

  /** Takes what was read. */
  add(part: ConsumedRun): void {
    this.#tasks.get(this.#idOf(part))?.add(part)
  }

  /** Processes one record of some task. @returns its number, or undefined when nothing waits */
  processNext(): number | undefined {
    for (const task of this.#tasks.values()) {
      const record = task.processNext()
      if (record !== undefined) return record
    }
    return undefined
  }

  /** Hands what waits in caches on. */
  flush(): void {
    for (const { task, isRestored } of this.#tasks.values()) if (isRestored) task.flush()
  }

  /** Offsets to commit. */
  get uncommitted(): readonly (TopicPartition & { readonly offset: number })[] {
    return [...this.#tasks.values()].flatMap((task) => task.uncommitted)
  }

  /** The offsets are committed. */
  committed(): void {
    for (const task of this.#tasks.values()) task.committed()
  }

  /** Records that wait to be processed. */
  walk(visit: (run: RecordRun) => void): void {
    for (const task of this.#tasks.values()) task.walk(visit)
  }

  #create(id: string, { partition }: TopicPartition): void {
    const { topology, settings, subTopologies, internalTopics, records, context } = this.#options
    const index = Number(id.slice(0, id.indexOf('_')))
    const part = subTopologies[index]
    if (part === undefined) return
    const task = new StreamTask({
      id, nodes: part.nodes, stores: topology.stores, globalStores: new Map(),
      setting: (name) => settings.all.get(name),
      nowMs: () => context.lane.nowMs,
      send: (record) => { this.#send(id, { topic: internalTopics.fullName(record.topic), partition: undefined }, record) },
      log: (store, change) => { this.#log(id, store, partition, change) },
      cached: (bytes) => {
        this.#cachedBytes += bytes
        return this.#cachedBytes - settings.cacheBytesMax
      },
    })
    const prefix = `${settings.applicationId}-`
    const localName = (topic: string): string => (topic.startsWith(prefix) && topology.isInternal(topic.slice(prefix.length)) ? topic.slice(prefix.length) : topic)
    const active = new ActiveTask(task, { subTopology: index, partition }, records, localName)
    this.#tasks.set(id, active)
    this.#restore(id, active, part)
  }

  #restore(id: string, active: ActiveTask, { loggedStores }: SubTopology): void {
    const { internalTopics, consumer, onRestored, context } = this.#options
    const changelogs = loggedStores.flatMap((name) => {
      const store = active.task.stores.get(name)
      return store === undefined ? [] : [{ topic: internalTopics.changelogOf(name), partition: active.partition, store }]
    })
    const restored = (count: number): void => {
      active.isRestored = true
      if (changelogs.length > 0) context.process.log(context.name, 'INFO', `task [${id}] Restored and ready to run (${String(count)} records of ${changelogs.map(partitionName).join(', ')})`)
      this.#eachPartition(active, (partition) => { consumer.resume(partition) })
      onRestored()
    }
    if (changelogs.length === 0) {
      active.isRestored = true
      return
    }
    this.#eachPartition(active, (partition) => { consumer.pause(partition) })
    this.#restorer.restore(changelogs, () => this.#tasks.get(id) === active, restored)
  }

  #eachPartition(active: ActiveTask, act: (partition: TopicPartition) => void): void {
    const id = `${String(active.subTopology)}_${String(active.partition)}`
    for (const partition of this.#options.consumer.assignment) if (this.#idOf(partition) === id) act(partition)
  }

  #close(id: string, { task }: ActiveTask): void {
    this.#tasks.delete(id)
    this.#droppedByClosed += task.dropped
    if (this.#tasks.size === 0) this.#cachedBytes = 0
  }

  #idOf({ topic, partition }: TopicPartition): string {
    const { subTopologies, internalTopics } = this.#options
    const part = subTopologies.find(({ topics }) => topics.some((name) => internalTopics.fullName(name) === topic))
    return `${String(part?.index ?? -1)}_${String(partition)}`
  }

  #log(id: string, store: string, partition: number, { key, value, timestamp }: LoggedChange): void {
    const target = { topic: this.#options.internalTopics.changelogOf(store), partition }
    this.#send(id, target, { topic: target.topic, key, value, timestamp: timestamp ?? this.#options.context.lane.nowMs })
  }

  #send(taskId: string, { topic, partition }: Target, { key, value, timestamp }: OutputRecord): void {
    const { records, producer, context } = this.#options
    const record = records.make(topic, { key, value, timestamp })
    context.lane.ledger.offered({ first: record, count: 1 }, context.name)
    producer.send({ taskId, topic, record, timestampMs: Math.max(timestamp, 0), ...(partition === undefined ? {} : { partition }) })
  }
}
