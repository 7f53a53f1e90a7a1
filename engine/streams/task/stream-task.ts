import type { ProcessorContext, RecordContext, StreamRecord } from '../processor/processor.ts'
import { deserializeChange, serializeChange } from '../serde/changed-value.ts'
import type { ByteString } from '../serde/byte-string.ts'
import type { LoggedChange, StateStore, StoreHost } from '../state/state-store.ts'
import type { StoreSpec } from '../state/store-spec.ts'
import { StreamsException } from '../streams-exception.ts'
import { isEndOfTask } from '../task-migrated-exception.ts'
import type { SinkNode, SourceNode, TopologyNode } from '../topology/topology.ts'
import { deserializationFailed, FailedProcessing, processingFailed, skipsBadRecords, skipsFailures } from './exception-handlers.ts'
import { makeStore } from './make-store.ts'

/** A record as topics have it. */
export interface TopicRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly timestamp: number
  readonly key: ByteString | null
  readonly value: ByteString | null
}

/** A record that a task writes. */
export interface OutputRecord {
  /** Without the application's id where the topic is its own. */
  readonly topic: string
  readonly key: ByteString | null
  readonly value: ByteString | null
  readonly timestamp: number
}

/** What a task is made of, and whom it talks to. */
export interface StreamTaskOptions {
  readonly id: string
  readonly nodes: readonly TopologyNode[]
  readonly stores: readonly StoreSpec[]
  /** Stores that all tasks of the instance share. */
  readonly globalStores: ReadonlyMap<string, StateStore>
  readonly setting: (name: string) => string | undefined
  readonly nowMs: () => number
  readonly send: (record: OutputRecord) => void
  readonly log: (store: string, change: LoggedChange) => void
  /** Says that bytes wait in the record cache, more or fewer. @returns bytes over what it may hold */
  readonly cached: (bytes: number) => number
}

const noRecord: RecordContext = { topic: '', partition: -1, offset: -1, timestamp: -1 }

/** The nodes and stores of a sub-topology for one partition of each of its topics (StreamTask). */
export class StreamTask implements StoreHost {
  readonly stores = new Map<string, StateStore>()
  readonly #options: StreamTaskOptions
  readonly #steps = new Map<string, (record: StreamRecord) => void>()
  readonly #childrenOf = new Map<string, string[]>()
  readonly #sourceOf = new Map<string, SourceNode>()
  #context = noRecord
  #dropped = 0

  constructor(options: StreamTaskOptions) {
    this.#options = options
    for (const node of options.nodes) {
      if (node.kind === 'source') for (const topic of node.topics) this.#sourceOf.set(topic, node)
      else for (const parent of node.parents) this.#childrenOf.set(parent, [...(this.#childrenOf.get(parent) ?? []), node.name])
    }
    for (const name of storesInOrder(options.nodes)) {
      const spec = options.stores.find((store) => store.name === name)
      if (spec !== undefined) this.stores.set(name, makeStore(spec, this))
    }
    for (const node of options.nodes) {
      if (node.kind === 'sink') this.#steps.set(node.name, (record) => { this.#send(node, record) })
      if (node.kind === 'processor') this.#steps.set(node.name, node.supplier(this.#contextOf(node.name)))
    }
  }

  get id(): string {
    return this.#options.id
  }

  /** Records that were dropped: `dropped-records-total`. */
  get dropped(): number {
    return this.#dropped
  }

  get recordContext(): RecordContext {
    return this.#context
  }

  /** Takes one record through the nodes. @throws StreamsException when a handler says that the application is to fail */
  process(record: TopicRecord): void {
    const source = this.#sourceOf.get(record.topic)
    if (source === undefined) throw new StreamsException(`${record.topic} is no source of task ${this.id}`)
    this.within(record, () => {
      const values = this.#deserialized(source, record)
      if (values === undefined) return
      try {
        for (const child of this.#childrenOf.get(source.name) ?? []) this.#run(child, { ...values, timestamp: record.timestamp })
      } catch (error) {
        throw error instanceof FailedProcessing ? processingFailed(error, this.id, record) : error
      }
    })
  }

  /** Hands everything that waits in the caches to the changelogs and downstream, before a commit. */
  flush(): void {
    for (const store of this.stores.values()) store.flush()
  }

  within(context: RecordContext, action: () => void): void {
    const before = this.#context
    this.#context = context
    try {
      action()
    } finally {
      this.#context = before
    }
  }

  log(store: string, change: LoggedChange): void {
    if (this.#options.stores.find(({ name }) => name === store)?.isLogged === true) this.#options.log(store, change)
  }

  drop(): void {
    this.#dropped += 1
  }

  cached(bytes: number): number {
    return this.#options.cached(bytes)
  }

  #deserialized(source: SourceNode, { key, value }: TopicRecord): { readonly key: unknown; readonly value: unknown; readonly oldValue: unknown } | undefined {
    try {
      const readKey = key === null ? null : source.keySerde.deserialize(key)
      if (value !== null && source.readsChanges === true) return { key: readKey, ...deserializeChange(source.valueSerde, value) }
      return { key: readKey, value: value === null ? null : source.valueSerde.deserialize(value), oldValue: null }
    } catch (error) {
      if (!skipsBadRecords(this.#options.setting)) throw deserializationFailed(error)
      this.drop()
      return undefined
    }
  }

  #run(node: string, record: StreamRecord): void {
    try {
      this.#steps.get(node)?.(record)
    } catch (error) {
      // These end the task, and are no failure of its processing (ProcessorNode.process).
      if (error instanceof FailedProcessing || isEndOfTask(error)) throw error
      if (!skipsFailures(this.#options.setting)) throw new FailedProcessing(node, error)
      this.drop()
    }
  }

  #send(sink: SinkNode, record: StreamRecord): void {
    const key = record.key === null ? null : sink.keySerde.serialize(record.key)
    const value = sink.writesChanges ? serializeChange(sink.valueSerde, record) : record.value === null ? null : sink.valueSerde.serialize(record.value)
    this.#options.send({ topic: sink.topic, key, value, timestamp: record.timestamp })
  }

  #contextOf(node: string): ProcessorContext {
    const recordContext = (): RecordContext => this.#context
    return {
      forward: (record) => { for (const child of this.#childrenOf.get(node) ?? []) this.#run(child, record) },
      forwardTo: (child, record) => { this.#run(child, record) },
      store: (name) => this.#store(name),
      get recordContext() {
        return recordContext()
      },
      within: (context, action) => { this.within(context, action) },
      nowMs: this.#options.nowMs,
      drop: () => { this.drop() },
      setting: this.#options.setting,
    }
  }

  #store(name: string): StateStore {
    const store = this.stores.get(name) ?? this.#options.globalStores.get(name)
    if (store === undefined) throw new StreamsException(`task ${this.id} has no state store ${name}`)
    return store
  }
}

/** The stores in the order of the nodes that use them: what one hands on at a commit, those after it still take. */
function storesInOrder(nodes: readonly TopologyNode[]): ReadonlySet<string> {
  return new Set(nodes.flatMap((node) => (node.kind === 'processor' ? node.stores : [])))
}
