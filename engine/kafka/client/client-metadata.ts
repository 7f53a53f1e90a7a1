import { errorByCode, type ErrorName } from '../protocol/errors.ts'
import type { MetadataResponse, MetadataResponsePartition, MetadataResponseTopic } from '../protocol/metadata.ts'
import type { Uuid } from '../protocol/wire-size.ts'
import type { BrokerAddress } from './broker-address.ts'
import type { ExponentialBackoff } from './exponential-backoff.ts'

/** A broker as metadata names it. Bootstrap addresses have the negative ids -1, -2, … until the first answer. */
export interface ClientNode extends BrokerAddress {
  readonly id: number
  /** null for none; absent for bootstrap addresses. */
  readonly rack?: string | null
}

/** What the client knows of one partition. */
export interface KnownPartition {
  readonly topic: string
  readonly partition: number
  /** Node id; -1 when there is no leader. */
  readonly leader: number
  readonly leaderEpoch: number
  /** Node ids, the preferred leader first. */
  readonly replicas: readonly number[]
  readonly offlineReplicas: readonly number[]
}

/** What the client knows of one topic. */
export interface KnownTopic {
  readonly topicId: Uuid
  readonly partitions: readonly KnownPartition[]
}

/** A leader that a Produce or Fetch response named (KIP-951). */
export interface LeaderHint {
  readonly topic: string
  readonly partition: number
  readonly leaderId: number
  readonly leaderEpoch: number
}

/** Times of metadata, in milliseconds as configured. */
export interface MetadataAges {
  /** metadata.max.age.ms */
  readonly maxAgeMs: number
}

/**
 * A client's view of the cluster and when it has to be asked for again (Kafka's Metadata): on request after errors, with
 * back-off, and at the latest after metadata.max.age.ms. A partition's leader epoch never goes backwards.
 */
export class ClientMetadata {
  readonly #backoff: ExponentialBackoff
  /** metadata.max.age.ms in microseconds. */
  readonly maxAgeMicros: number
  readonly #topics = new Map<string, KnownTopic>()
  readonly #topicErrors = new Map<string, ErrorName>()
  readonly #listeners = new Set<() => void>()
  readonly #coordinators = new Map<number, ClientNode>()
  #nodes: readonly ClientNode[]
  readonly #bootstrap: readonly ClientNode[]
  #wanted = new Set<string>()
  #isUpdateRequested = true
  #lastRefreshMicros = Number.NEGATIVE_INFINITY
  #lastSuccessMicros = Number.NEGATIVE_INFINITY
  #attempts = 0
  #equivalentResponses = 0
  #controllerId = -1
  #version = 0

  constructor(bootstrap: readonly BrokerAddress[], ages: MetadataAges, backoff: ExponentialBackoff) {
    this.#bootstrap = bootstrap.map((address, index) => ({ ...address, id: -1 - index }))
    this.#nodes = this.#bootstrap
    this.maxAgeMicros = ages.maxAgeMs * 1000
    this.#backoff = backoff
  }

  /** The brokers known now, or the bootstrap addresses before the first answer. */
  get nodes(): readonly ClientNode[] {
    return this.#nodes
  }

  /** Counts the answers taken in. */
  get version(): number {
    return this.#version
  }

  get controllerId(): number {
    return this.#controllerId
  }

  /** Topics that the next request asks for. */
  get wantedTopics(): readonly string[] {
    return [...this.#wanted]
  }

  /** Whether somebody asked for an update that has not come yet. */
  get isUpdateRequested(): boolean {
    return this.#isUpdateRequested
  }

  /** Adds a topic to ask for; a new one asks at once. */
  want(topic: string): void {
    if (this.#wanted.has(topic)) return
    this.#wanted.add(topic)
    this.#requestUpdateForNewTopics()
  }

  /** Replaces the topics to ask for (a consumer's subscription). */
  wantOnly(topics: readonly string[]): void {
    const isNew = topics.some((topic) => !this.#wanted.has(topic))
    this.#wanted = new Set(topics)
    if (isNew) this.#requestUpdateForNewTopics()
  }

  /** Asks for an update as soon as the back-off allows. */
  requestUpdate(): void {
    this.#isUpdateRequested = true
  }

  /** Microseconds from `nowMicros` until a request may and should go out (Metadata.timeToNextUpdate). */
  microsToNextUpdate(nowMicros: number): number {
    const toExpire = this.#isUpdateRequested ? 0 : Math.max(this.#lastSuccessMicros + this.maxAgeMicros - nowMicros, 0)
    return Math.max(toExpire, this.#microsToAllowUpdate(nowMicros))
  }

  /** No answer came (disconnected, timed out, retriable error). */
  failedUpdate(nowMicros: number): void {
    this.#lastRefreshMicros = nowMicros
    this.#attempts++
    this.#equivalentResponses = 0
    this.#allowedFromMicros = undefined
  }

  /** Takes in an answer. */
  update(response: MetadataResponse, nowMicros: number): void {
    this.#lastRefreshMicros = nowMicros
    this.#lastSuccessMicros = nowMicros
    this.#attempts = 0
    this.#allowedFromMicros = undefined
    this.#isUpdateRequested = false
    this.#equivalentResponses++
    this.#version++
    this.#controllerId = response.controllerId
    if (response.brokers.length > 0) {
      this.#nodes = response.brokers.map((broker) => ({ id: broker.nodeId, host: broker.host, port: broker.port, rack: broker.rack }))
    }
    for (const topic of response.topics) this.#updateTopic(topic)
    this.#tellListeners()
  }

  /** Takes in leaders that came with an error response; older epochs are ignored (KIP-951). */
  updateLeaders(hints: readonly LeaderHint[], endpoints: readonly ClientNode[]): void {
    for (const node of endpoints) {
      if (!this.#nodes.some((known) => known.id === node.id)) this.#nodes = [...this.#nodes, node]
    }
    let isChanged = false
    for (const hint of hints) {
      const topic = this.#topics.get(hint.topic)
      const known = topic?.partitions[hint.partition]
      if (topic === undefined || known === undefined || hint.leaderEpoch <= known.leaderEpoch) continue
      if (!this.#nodes.some((node) => node.id === hint.leaderId)) continue
      const partitions = topic.partitions.map((partition) => partition === known
        ? { ...known, leader: hint.leaderId, leaderEpoch: hint.leaderEpoch } : partition)
      this.#topics.set(hint.topic, { ...topic, partitions })
      isChanged = true
    }
    if (isChanged) this.#tellListeners()
  }

  /** What is known of a topic; undefined when nothing is. */
  topic(name: string): KnownTopic | undefined {
    return this.#topics.get(name)
  }

  /** Name of the topic with an id. */
  topicNameOf(topicId: Uuid): string | undefined {
    for (const [name, topic] of this.#topics) if (topic.topicId === topicId) return name
    return undefined
  }

  /** What is known of a partition. */
  partition(topic: string, partition: number): KnownPartition | undefined {
    return this.#topics.get(topic)?.partitions[partition]
  }

  /** All known partitions that a node leads, in the order of metadata. */
  partitionsLedBy(node: number): readonly KnownPartition[] {
    const led: KnownPartition[] = []
    for (const topic of this.#topics.values()) {
      for (const partition of topic.partitions) if (partition.leader === node) led.push(partition)
    }
    return led
  }

  /** The error of the last answer for a topic. */
  topicError(topic: string): ErrorName | undefined {
    return this.#topicErrors.get(topic)
  }

  /**
   * Adds a broker as coordinator, under an id of its own, so that its requests do not wait behind a long fetch on the
   * same connection (AbstractCoordinator does the same).
   * @returns the id to send to
   */
  addCoordinator(node: ClientNode): number {
    const id = 0x7fffffff - node.id
    this.#coordinators.set(id, { ...node, id })
    return id
  }

  /** The node with an id. */
  node(id: number): ClientNode | undefined {
    return this.#coordinators.get(id) ?? this.#nodes.find((node) => node.id === id) ?? this.#bootstrap.find((node) => node.id === id)
  }

  /** Calls back after each change until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Drawn once for each wait: an update comes no earlier than this. */
  #allowedFromMicros: number | undefined

  /** Topics that were never asked for do not wait for the back-off (Metadata.requestUpdateForNewTopics). */
  #requestUpdateForNewTopics(): void {
    this.#lastRefreshMicros = Number.NEGATIVE_INFINITY
    this.#equivalentResponses = 0
    this.#allowedFromMicros = undefined
    this.requestUpdate()
  }

  #microsToAllowUpdate(nowMicros: number): number {
    if (this.#lastRefreshMicros === Number.NEGATIVE_INFINITY) return 0
    this.#allowedFromMicros ??= this.#lastRefreshMicros + Math.max(
      this.#backoff.micros(this.#attempts),
      this.#equivalentResponses > 0 ? this.#backoff.micros(this.#equivalentResponses - 1) : 0,
    )
    return Math.max(this.#allowedFromMicros - nowMicros, 0)
  }

  #updateTopic(topic: MetadataResponseTopic): void {
    const name = topic.name
    if (name === null) return
    const error = errorByCode(topic.errorCode)
    if (error.name === 'NONE') {
      this.#topicErrors.delete(name)
      this.#topics.set(name, { topicId: topic.topicId, partitions: this.#mergePartitions(name, topic) })
      return
    }
    this.#topicErrors.set(name, error.name)
    this.#topics.delete(name)
    if (error.invalidMetadata) this.requestUpdate()
  }

  #mergePartitions(name: string, topic: MetadataResponseTopic): readonly KnownPartition[] {
    const known = this.#topics.get(name)
    const isSameTopic = known?.topicId === topic.topicId
    const sorted = [...topic.partitions].sort((left, right) => left.partitionIndex - right.partitionIndex)
    return sorted.map((partition) => this.#newer(isSameTopic ? known.partitions[partition.partitionIndex] : undefined, name, partition))
  }

  #newer(known: KnownPartition | undefined, topic: string, partition: MetadataResponsePartition): KnownPartition {
    if (errorByCode(partition.errorCode).invalidMetadata) this.requestUpdate()
    if (known !== undefined && partition.leaderEpoch < known.leaderEpoch) return known
    if (known === undefined || partition.leaderEpoch > known.leaderEpoch) this.#equivalentResponses = 0
    return { topic, partition: partition.partitionIndex, leader: partition.leaderId, leaderEpoch: partition.leaderEpoch, replicas: partition.replicaNodes, offlineReplicas: partition.offlineReplicas }
  }

  #tellListeners(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}
