import type { Lane } from '../../ledger/lane.ts'
import type { Host } from '../../sim/host.ts'
import type { RequestHandlersFactory } from '../broker/request-handlers.ts'
import type { ControllerEvent } from '../controller/controller-events.ts'
import type { QuorumController } from '../controller/quorum-controller.ts'
import type { LogFiles } from '../log/log-files.ts'
import type { PartitionLog } from '../log/partition-log.ts'
import type { ClusterImage, TopicImage } from '../metadata/cluster-image.ts'
import type { PartitionState } from '../metadata/metadata-record.ts'
import { readNodeSettings } from '../metadata/node-settings.ts'
import type { AlterClientQuotasRequestEntryData } from '../protocol/alter-client-quotas.ts'
import { BROKER_PORT } from '../protocol/envelope.ts'
import type { CreateTopicsRequestCreatableTopic, CreateTopicsResponse } from '../protocol/create-topics.ts'
import { ClusterPicture } from './cluster-picture.ts'
import { defaultClusterTiming, type KafkaClusterOptions, type NodeSpec, nodesOf, type TopicSpec } from './cluster-options.ts'
import { KafkaNode } from './kafka-node.ts'
import { TopicHolders } from './topic-holders.ts'

/** Address of a broker's client listener. */
export interface BrokerAddress {
  readonly nodeId: number
  readonly host: Host
  readonly port: number
}

/** A follower's truncation, as its log would say it. */
export interface TruncationNote {
  readonly timeMicros: number
  readonly nodeId: number
  readonly topic: string
  readonly partitionId: number
  readonly offset: number
  readonly completed: boolean
}

/** What a controller looks for when a topic of the scenario is created: every broker of the cluster is unfenced. */
const provisionPeriodMicros = 10_000

/**
 * A Kafka 4.3 cluster in KRaft mode on one lane: nodes on hosts of their own, with brokers that talk to clients and to each
 * other, and controllers. Topics of the scenario are created as soon as all brokers are unfenced.
 */
export class KafkaCluster {
  readonly lane: Lane
  readonly topicReaders: TopicHolders
  /** What the active controllers decided, in order. */
  readonly controllerEvents: ControllerEvent[] = []
  readonly truncations: TruncationNote[] = []
  readonly #options: KafkaClusterOptions
  readonly #nodes = new Map<number, KafkaNode>()
  readonly #hosts = new Map<number, Host>()
  readonly #voters: readonly number[]
  readonly #handlers: RequestHandlersFactory[] = []
  readonly #topics: TopicSpec[] = []
  readonly #picture: ClusterPicture
  readonly #readyListeners: (() => void)[] = []
  readonly #quotas: { readonly entry: AlterClientQuotasRequestEntryData; readonly done: (problem: string | undefined) => void }[] = []
  #provisioned = 0
  #isStarted = false
  #isProvisioning = false

  /** @throws KafkaException ConfigException for a bad property */
  constructor(lane: Lane, options: KafkaClusterOptions = {}) {
    this.lane = lane
    this.#options = options
    this.topicReaders = new TopicHolders(lane, () => this.nodes.map(({ storage }) => storage))
    this.#picture = new ClusterPicture(lane, this.topicReaders)
    const specs = nodesOf(options)
    this.#voters = specs.filter(({ roles }) => roles.includes('controller')).map(({ id }) => id)
    for (const spec of specs) this.#addNode(spec)
  }

  /** All nodes in the order of their definition. */
  get nodes(): readonly KafkaNode[] {
    return [...this.#nodes.values()]
  }

  /** Nodes that are brokers. */
  get brokers(): readonly KafkaNode[] {
    return this.nodes.filter(({ spec }) => spec.roles.includes('broker'))
  }

  /** Where clients find the cluster (bootstrap.servers). */
  get bootstrap(): readonly BrokerAddress[] {
    return this.brokers.map(({ id, host }) => ({ nodeId: id, host, port: BROKER_PORT }))
  }

  /** The value of bootstrap.servers that names all brokers. */
  get bootstrapServers(): string {
    return this.bootstrap.map(({ host, port }) => `${host.name}:${port}`).join(',')
  }

  /** A node. @throws RangeError when the cluster has none of that id */
  node(id: number): KafkaNode {
    const node = this.#nodes.get(id)
    if (node === undefined) throw new RangeError(`the cluster has no node ${id}; it has ${[...this.#nodes.keys()].join(', ')}`)
    return node
  }

  /** The machine of a node. */
  hostOf(id: number): Host {
    return this.node(id).host
  }

  /** Plugs a part into every broker that starts from now on, such as the group coordinator. */
  addRequestHandlers(factory: RequestHandlersFactory): void {
    this.#handlers.push(factory)
  }

  /** A topic that is created as soon as all brokers are up. */
  createTopic(topic: TopicSpec): void {
    this.#topics.push(topic)
    if (this.#isStarted) this.#provision()
  }

  /**
   * Sets or removes quotas, as kafka-configs.sh --alter does; before the start, as soon as all brokers are up.
   * @param done gets the controller's words where it refused
   */
  alterClientQuotas(entry: AlterClientQuotasRequestEntryData, done: (problem: string | undefined) => void = () => undefined): void {
    this.#quotas.push({ entry, done })
    if (this.#isStarted) this.#provision()
  }

  /** Starts all nodes. */
  start(): void {
    this.#isStarted = true
    for (const { process } of this.nodes) process.start('cluster started')
    this.#provision()
  }

  /** Adds a broker, as formatting and starting a new node does. */
  addNode(spec: NodeSpec): KafkaNode {
    const node = this.#addNode(spec)
    node.process.start('node added')
    return node
  }

  /** Calls back once when all topics exist and every ISR is full. */
  onReady(listener: () => void): void {
    this.#readyListeners.push(listener)
    if (this.#isStarted) this.#provision()
  }

  /** The active controller, if there is one. */
  get activeController(): QuorumController | undefined {
    return this.nodes.map(({ controller }) => controller).find((controller) => controller?.isActive === true)
  }

  /** The metadata as the active controller has decided it; the last one known when there is none. */
  get image(): ClusterImage | undefined {
    return this.activeController?.image ?? this.#picture.image
  }

  /** Who leads a partition: the active controller's word; undefined for none. */
  leaderOf(topic: string, partitionId: number): KafkaNode | undefined {
    const leader = this.partition(topic, partitionId)?.leader ?? -1
    return leader < 0 ? undefined : this.#nodes.get(leader)
  }

  isrOf(topic: string, partitionId: number): readonly number[] {
    return this.partition(topic, partitionId)?.isr ?? []
  }

  /** All that the controller knows of a partition. */
  partition(topic: string, partitionId: number): PartitionState | undefined {
    return this.image?.partition(topic, partitionId)
  }

  /** A replica's log as its broker has it open; undefined while the broker is down. */
  logOf(nodeId: number, topic: string, partitionId: number): PartitionLog | undefined {
    return this.node(nodeId).broker?.replicas.partition(topic, partitionId)?.log
  }

  /** A replica's files on its disk, whether its broker runs or not. */
  filesOf(nodeId: number, topic: string, partitionId: number): LogFiles | undefined {
    return this.node(nodeId).storage.find(topic, partitionId)
  }

  /** How many brokers are unfenced. */
  get unfencedBrokers(): number {
    return this.image?.brokers.filter(({ fenced }) => !fenced).length ?? 0
  }

  /** Whether every running broker is unfenced in its present life, and every partition has a leader and all replicas in its ISR. */
  get isIsrFull(): boolean {
    const { image } = this
    if (image === undefined) return false
    for (const { id, broker, process } of this.brokers) {
      if (!process.isAlive) continue
      const registration = image.broker(id)
      if (broker === undefined || registration?.epoch !== broker.lifecycle.brokerEpoch || !image.isActive(id)) return false
    }
    for (const { state } of image.partitions()) {
      if (state.leader < 0 || state.isr.length < state.replicas.length) return false
    }
    return true
  }

  /** Topics of the scenario that the controller refused, with its words. */
  readonly refusedTopics: { readonly name: string; readonly message: string }[] = []

  #addNode(spec: NodeSpec): KafkaNode {
    const { lane } = this
    const kind = spec.roles.includes('broker') ? 'broker' : 'controller'
    const host = lane.host(spec.host ?? `${kind}-${spec.id}`, this.#options.disk)
    this.#hosts.set(spec.id, host)
    const properties = new Map([...Object.entries(this.#options.properties ?? {}), ...Object.entries(spec.properties ?? {})])
    const settings = readNodeSettings(spec.id, spec.roles.join(','), properties, ({ level, message }) => {
      lane.simulation.recorder.log(`${host.name}/kafka`, level, message)
    })
    const node = new KafkaNode(spec, host, settings, {
      lane,
      clusterId: `${lane.name}-cluster`,
      voters: this.#voters,
      timing: { ...defaultClusterTiming, ...this.#options.timing },
      hostOf: (id) => this.#hostOf(id),
      handlers: () => this.#handlers,
      onControllerEvent: (event) => { this.controllerEvents.push(event) },
      onImage: (image, record) => { this.#picture.onRecord(image, record, (id) => this.#nodes.get(id)) },
      onQuorum: (nodeId, role, epoch, leaderId) => { this.#picture.onQuorum(this.node(nodeId), role, epoch, leaderId) },
      onTruncated: (nodeId, { partition, offset, completed }) => {
        this.truncations.push({ timeMicros: lane.simulation.nowMicros, nodeId, topic: partition.topic, partitionId: partition.partitionId, offset, completed })
      },
    })
    this.#nodes.set(spec.id, node)
    this.#picture.addNode(node)
    return node
  }

  #hostOf(id: number): Host {
    const host = this.#hosts.get(id)
    if (host === undefined) throw new RangeError(`the cluster has no node ${id}`)
    return host
  }

  /** Creates the scenario's topics as an administrator would, when all brokers are there; then waits for full ISRs. */
  #provision(): void {
    const owner = this.nodes[0]?.host
    if (owner === undefined || this.#isProvisioning) return
    this.#isProvisioning = true
    const look = (): void => {
      const controller = this.activeController
      const isUp = controller !== undefined && this.brokers.every(({ id }) => controller.image.isActive(id))
      const next = this.#topics[this.#provisioned]
      if (isUp) for (const { entry, done } of this.#quotas.splice(0)) this.#setQuota(controller, entry, done)
      if (isUp && next !== undefined) {
        this.#provisioned++
        this.#create(controller, next)
      }
      if (isUp && next === undefined && this.isIsrFull && this.#areReplicasOpen()) {
        this.#isProvisioning = false
        for (const listener of this.#readyListeners.splice(0)) listener()
      } else this.lane.simulation.after(provisionPeriodMicros, owner, look)
    }
    look()
  }

  #setQuota(controller: QuorumController, entry: AlterClientQuotasRequestEntryData, done: (problem: string | undefined) => void): void {
    controller.handle({ kind: 'request', api: 'AlterClientQuotas', correlationId: 0, clientId: 'scenario', body: { entries: [entry], validateOnly: false }, carriedRuns: [] }, (response) => {
      const results = response !== undefined && 'entries' in response ? response.entries : []
      done(results[0]?.errorMessage ?? undefined)
    })
  }

  #areReplicasOpen(): boolean {
    const topics: readonly TopicImage[] = this.image?.topics ?? []
    return topics.every(({ name, partitions }) => partitions.every(({ leader, partitionEpoch }, index) => this.#nodes.get(leader)?.broker?.replicas.partition(name, index)?.partitionEpoch === partitionEpoch))
  }

  #create(controller: QuorumController, spec: TopicSpec): void {
    const topic: CreateTopicsRequestCreatableTopic = {
      name: spec.name,
      numPartitions: spec.assignment === undefined ? (spec.partitions ?? -1) : -1,
      replicationFactor: spec.assignment === undefined ? (spec.replicationFactor ?? -1) : -1,
      assignments: (spec.assignment ?? []).map((brokerIds, partitionIndex) => ({ partitionIndex, brokerIds })),
      configs: Object.entries(spec.configs ?? {}).map(([name, value]) => ({ name, value })),
    }
    const body = { topics: [topic], timeoutMs: 30_000, validateOnly: false }
    controller.handle({ kind: 'request', api: 'CreateTopics', correlationId: 0, clientId: 'scenario', body, carriedRuns: [] }, (response) => {
      const results = response !== undefined && 'topics' in response ? (response as CreateTopicsResponse).topics : []
      for (const { name, errorMessage } of results) {
        if (errorMessage !== null) this.refusedTopics.push({ name, message: errorMessage })
      }
    })
  }
}
