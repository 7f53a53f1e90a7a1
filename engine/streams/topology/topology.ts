import type { ProcessorSupplier } from '../processor/processor.ts'
import type { Serde } from '../serde/serde.ts'
import type { StoreSpec } from '../state/store-spec.ts'
import { topologyException } from '../streams-exception.ts'

/** Serdes of a topic’s keys and values. */
export interface TopicSerdes {
  readonly keySerde: Serde
  readonly valueSerde: Serde
}

/** A node that reads topics. */
export interface SourceNode extends TopicSerdes {
  readonly kind: 'source'
  readonly name: string
  readonly topics: readonly string[]
  readonly isGlobal: boolean
  /** Whether what is read are changes of a table, old and new row together (ChangedDeserializer). */
  readonly readsChanges?: boolean
}

/** A node that works. */
export interface ProcessorNode {
  readonly kind: 'processor'
  readonly name: string
  readonly parents: readonly string[]
  readonly supplier: ProcessorSupplier
  readonly stores: string[]
}

/** A node that writes a topic. */
export interface SinkNode extends TopicSerdes {
  readonly kind: 'sink'
  readonly name: string
  readonly parents: readonly string[]
  readonly topic: string
  /** Whether what is written are changes of a table, old and new row together (ChangedSerializer). */
  readonly writesChanges: boolean
}

/** Any node. */
export type TopologyNode = SourceNode | ProcessorNode | SinkNode

/** A topic that the application makes for itself, without the prefix of its id. */
export interface InternalTopic {
  readonly name: string
  /** Partitions asked for (Repartitioned.numberOfPartitions); as many as the source's when undefined. */
  readonly partitions: number | undefined
}

/**
 * The nodes and stores of an application (InternalTopologyBuilder): what is read, worked on, kept and written. Tasks are
 * made from it.
 */
export class Topology {
  readonly nodes: TopologyNode[] = []
  readonly stores: StoreSpec[] = []
  readonly internalTopics: InternalTopic[] = []
  readonly #names = new Set<string>()

  /** @throws StreamsException (TopologyException) when the name is taken */
  add(node: TopologyNode): void {
    if (this.#names.has(node.name)) throw topologyException(`Processor ${node.name} is already added.`)
    this.#names.add(node.name)
    this.nodes.push(node)
  }

  /** Adds a store and connects it with nodes. @throws StreamsException (TopologyException) when another store has its name */
  addStore(spec: StoreSpec, nodes: readonly string[]): void {
    if (this.stores.some(({ name }) => name === spec.name)) throw topologyException(`A different StateStore has already been added with the name ${spec.name}`)
    this.stores.push(spec)
    for (const node of nodes) this.connect(node, spec.name)
  }

  /** Lets a node use a store. */
  connect(nodeName: string, store: string): void {
    const node = this.nodes.find(({ name }) => name === nodeName)
    if (node?.kind === 'processor' && !node.stores.includes(store)) node.stores.push(store)
  }

  /** Whether the application makes a topic of that name (without its id) itself. */
  isInternal(topic: string): boolean {
    return this.internalTopics.some(({ name }) => name === topic)
  }
}
