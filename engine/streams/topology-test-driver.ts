import type { ByteString } from './serde/byte-string.ts'
import type { StateStore } from './state/state-store.ts'
import { StreamsException } from './streams-exception.ts'
import { StreamTask, type OutputRecord, type TopicRecord } from './task/stream-task.ts'
import { globalNodes } from './topology/sub-topologies.ts'
import type { Topology, TopologyNode } from './topology/topology.ts'

/** How a topology is tried. */
export interface TopologyTestOptions {
  readonly applicationId: string
  readonly settings: ReadonlyMap<string, string>
  /** Wall-clock time at the beginning, in milliseconds since 1970. */
  readonly wallClockMs: number
}

/** A record that came out. */
export interface TestOutput {
  readonly key: ByteString | null
  readonly value: ByteString | null
  /** Milliseconds; null where the producer's clock would be taken. */
  readonly timestamp: number | null
}

/**
 * A whole topology without brokers, record by record, with a commit after each (TopologyTestDriver): all sub-topologies
 * are one task, and what is written to a topic that the topology reads is read at once.
 */
export class TopologyTestDriver {
  readonly #options: TopologyTestOptions
  readonly #topology: Topology
  readonly #task: StreamTask
  readonly #globalTask: StreamTask
  readonly #written = new Map<string, TestOutput[]>()
  readonly #queues = new Map<string, TopicRecord[]>()
  readonly #offsets = new Map<string, number>()
  #nowMs: number

  constructor(topology: Topology, options: TopologyTestOptions) {
    this.#options = options
    this.#topology = topology
    this.#nowMs = options.wallClockMs
    const globals = globalNodes(topology)
    this.#globalTask = this.#makeTask('global', globals, new Map())
    this.#task = this.#makeTask('0_0', topology.nodes.filter((node) => !globals.includes(node)), this.#globalTask.stores)
  }

  /** Pipes one record in. @throws StreamsException (IllegalArgumentException) for a negative timestamp, and what ends the application */
  pipe(record: Omit<TopicRecord, 'partition' | 'offset'>): void {
    if (record.timestamp < 0) {
      throw new StreamsException(`Invalid timestamp: ${String(record.timestamp)}. Timestamp should always be non-negative or null.`, undefined, 'java.lang.IllegalArgumentException')
    }
    this.#enqueue(record)
    this.#work()
  }

  /** Lets wall-clock time pass. */
  advance(ms: number): void {
    this.#nowMs += ms
    this.#commit()
    this.#work()
  }

  /** What has come out to a topic since the last time; a topic of the application's own by its full name. */
  drain(topic: string): readonly TestOutput[] {
    return this.#written.get(topic)?.splice(0) ?? []
  }

  /** All that the topics of the application's own have, by their full names in order. */
  internalTopics(): ReadonlyMap<string, readonly TestOutput[]> {
    const names = [...this.#written.keys()].filter((name) => this.#isInternal(name))
    return new Map(names.sort().map((name) => [name, this.#written.get(name) ?? []]))
  }

  /** All stores by name, global ones too. */
  stores(): ReadonlyMap<string, StateStore> {
    return new Map([...this.#task.stores, ...this.#globalTask.stores])
  }

  /** Records that were dropped. */
  get dropped(): number {
    return this.#task.dropped + this.#globalTask.dropped
  }

  #makeTask(id: string, nodes: readonly TopologyNode[], globalStores: ReadonlyMap<string, StateStore>): StreamTask {
    return new StreamTask({
      id,
      nodes,
      stores: this.#topology.stores,
      globalStores,
      setting: (name) => this.#options.settings.get(name),
      nowMs: () => this.#nowMs,
      send: (record) => { this.#send(record) },
      log: (store, { key, value, timestamp }) => { this.#write(`${this.#options.applicationId}-${store}-changelog`, { key, value, timestamp }) },
      // What the cache may hold plays no part: a commit follows each record.
      cached: () => 0,
    })
  }

  #send(record: OutputRecord): void {
    this.#write(this.#topology.isInternal(record.topic) ? `${this.#options.applicationId}-${record.topic}` : record.topic, record)
    if (this.#topology.nodes.some((node) => node.kind === 'source' && node.topics.includes(record.topic))) this.#enqueue(record)
  }

  #write(topic: string, { key, value, timestamp }: TestOutput): void {
    const written = this.#written.get(topic) ?? []
    written.push({ key, value, timestamp })
    this.#written.set(topic, written)
  }

  #enqueue({ topic, key, value, timestamp }: Omit<TopicRecord, 'partition' | 'offset'>): void {
    const offset = this.#offsets.get(topic) ?? 0
    this.#offsets.set(topic, offset + 1)
    const record = { topic, partition: 0, offset, timestamp, key, value }
    if (this.#topology.nodes.some((node) => node.kind === 'source' && node.isGlobal && node.topics.includes(topic))) this.#globalTask.process(record)
    else this.#queues.set(topic, [...(this.#queues.get(topic) ?? []), record])
  }

  /** The queue whose head has the smallest timestamp is next (PartitionGroup). */
  #work(): void {
    for (;;) {
      const heads = [...this.#queues.values()].flatMap((queue) => queue.slice(0, 1))
      const [first] = heads.sort((left, right) => left.timestamp - right.timestamp)
      if (first === undefined) return
      this.#queues.get(first.topic)?.shift()
      this.#task.process(first)
      this.#commit()
    }
  }

  #commit(): void {
    this.#task.flush()
  }

  #isInternal(topic: string): boolean {
    const prefix = `${this.#options.applicationId}-`
    if (!topic.startsWith(prefix)) return false
    const name = topic.slice(prefix.length)
    return this.#topology.isInternal(name) || (name.endsWith('-changelog') && this.#topology.stores.some((store) => `${store.name}-changelog` === name))
  }
}
