import type { FlumeLane } from '../../flume/agent/flume-lane.ts'
import { KafkaCluster } from '../../kafka/cluster/kafka-cluster.ts'
import { defaultClusterTiming, nodesOf } from '../../kafka/cluster/cluster-options.ts'
import { GroupProgress } from '../../kafka/coordinator/group-progress.ts'
import { groupCoordinator } from '../../kafka/coordinator/group-coordinator.ts'
import type { KafkaNode } from '../../kafka/cluster/kafka-node.ts'
import type { Host } from '../../sim/host.ts'
import type { ProcessHandle } from '../api/fault-types.ts'
import type { KafkaClient } from '../api/kafka-client-types.ts'
import type { ClusterHandle, ConsumerHandle, ProducerHandle } from '../api/lane-types.ts'
import type { Load } from '../api/load-types.ts'
import { describe, OptionError, OptionReader } from '../check-options.ts'
import { shortName } from '../lane/handles.ts'
import type { LaneScope } from '../lane/lane-scope.ts'
import { ClientApplication, type ClientGround } from './client/client-application.ts'
import { kafkaClient } from './client/kafka-client.ts'
import { quotaText, readClientQuota } from './client-quota.ts'
import { ClusterOperator } from './cluster-operator.ts'
import { clusterVerbs } from './cluster-verbs.ts'
import { ConsumerBuilder } from './consumer-builder.ts'
import { kafkaProperties } from './kafka-properties.ts'
import { placedNodes } from './placed-nodes.ts'
import { StreamsDeclarations } from '../streams/declare-streams.ts'
import { ProducingApplication } from './producing-application.ts'
import { TopicDebts } from './topic-debts.ts'

/** Declares a Kafka cluster with its topics and its clients. */
export class ClusterBuilder {
  readonly handle: ClusterHandle
  readonly #scope: LaneScope
  readonly #cluster: KafkaCluster
  readonly #handles = new Map<number, ProcessHandle>()
  readonly #topics = new Set<string>()
  readonly #progress: GroupProgress
  readonly #debts: TopicDebts
  readonly #streams = new StreamsDeclarations(() => this.ground)
  #isReady = false
  #producers = 0
  #consumers = 0
  #clients = 0

  constructor(scope: LaneScope, flume: FlumeLane, options: unknown) {
    this.#scope = scope
    const own = ['brokers', 'controllers', 'raid', 'rack', 'rackAware', 'nicBytesPerSecond']
    const reader = new OptionReader('cluster', options, own, true)
    const controllers = reader.raw('controllers')
    const nodes = nodesOf({
      brokers: reader.number('brokers', 3, { min: 1, max: 30, whole: true }),
      controllers: controllers === 'combined' ? controllers : reader.number('controllers', 1, { min: 1, max: 9, whole: true }),
    })
    const properties = kafkaProperties(scope.play, 'broker', reader.others(own))
    this.#cluster = new KafkaCluster(scope.lane, { nodes: placedNodes(scope, nodes, reader), properties })
    const cluster = this.#cluster
    scope.play.clusters.push(cluster)
    this.#progress = new GroupProgress(cluster)
    this.#debts = new TopicDebts(scope, flume, this.#progress)
    const nodeHandles = (): readonly ProcessHandle[] => Object.freeze(cluster.brokers.map((node) => this.#nodeHandle(node)))
    this.handle = Object.freeze({
      topic: (name: unknown, topicOptions: unknown) => this.#topic(name, topicOptions),
      producer: (producerOptions: unknown) => this.#producer(producerOptions),
      consumer: (consumerOptions: unknown) => this.#consumer(consumerOptions),
      client: (clientOptions: unknown) => this.#client(clientOptions),
      streams: (streamsOptions: unknown) => this.#streams.declare(streamsOptions),
      quota: (quotaOptions: unknown) => this.#quota(quotaOptions),
      broker: (id: unknown) => this.#broker(id),
      leaderOf: (topic: unknown, partition: unknown) => this.#leaderOf(topic, partition),
      get brokers() { return nodeHandles() },
      addBroker: (brokerOptions: unknown) => this.#addBroker(brokerOptions),
      ...clusterVerbs({ play: scope.play, cluster, progress: this.#progress, operator: new ClusterOperator(this.ground) }),
    })
    cluster.addRequestHandlers(groupCoordinator(this.#progress))
    flume.kafka.ground = { progress: this.#progress, addReader: (groupId, topic, destination) => { this.#debts.addReader(groupId, topic, destination) } }
    cluster.onReady(() => { this.#isReady = true })
    scope.play.starters.starts.push(() => {
      flume.kafka.declareReaders()
      cluster.start()
    })
    this.#listModelParameters()
  }

  #topic(name: unknown, options: unknown): ClusterHandle {
    if (typeof name !== 'string') throw new OptionError(`topic takes a name first, and got ${describe(name)}.`)
    if (this.#topics.has(name)) throw new OptionError(`Topic '${name}' already exists.`)
    const reader = new OptionReader('topic', options ?? {}, ['partitions', 'replicationFactor'], true)
    const replicationFactor = reader.number('replicationFactor', 1, { min: 1, whole: true })
    if (replicationFactor > this.#cluster.brokers.length) {
      throw new OptionError(`InvalidReplicationFactorException: Unable to replicate the partition ${replicationFactor} time(s): The target replication factor of ${replicationFactor} cannot be reached because only ${this.#cluster.brokers.length} broker(s) are registered.`, 'replicationFactor')
    }
    this.#topics.add(name)
    if (this.#scope.play.isBuilt) this.#scope.handles.edit(this.#scope.lane, `${this.#scope.lane.name}/cluster`, `topic ${name} is created`, () => undefined)
    this.#cluster.createTopic({
      name, replicationFactor,
      partitions: reader.number('partitions', 1, { min: 1, max: 10_000, whole: true }),
      configs: kafkaProperties(this.#scope.play, 'topic', reader.others(['partitions', 'replicationFactor'])),
    })
    const { play, lane } = this.#scope
    play.copies.set(lane.name, Math.max(replicationFactor, play.copies.get(lane.name) ?? 1))
    return this.handle
  }

  #quota(options: unknown): ClusterHandle {
    const entry = readClientQuota(options)
    const { handles, lane } = this.#scope
    const set = (): void => { this.#cluster.alterClientQuotas(entry) }
    if (this.#isReady) handles.edit(lane, this.#cluster.brokers[0]?.process.name ?? lane.name, quotaText(entry), set)
    else set()
    return this.handle
  }

  #producer(options: unknown): ProducerHandle {
    const { play, handles, lane } = this.#scope
    const reader = new OptionReader('producer', options ?? {}, ['on'], true)
    const host = this.#clientHost(reader, 'producer')
    this.#producers++
    const name = reader.has('client.id') ? reader.text('client.id') : `producer-${this.#producers}`
    const properties = { 'bootstrap.servers': this.#bootstrapServers, ...kafkaProperties(play, 'producer', reader.others(['on'])) }
    const application = new ProducingApplication({ lane, host, name, properties })
    this.#whenReady(() => { application.process.start('the cluster is ready') })
    const handle: ProducerHandle = handles.process(lane, { host, name, process: () => application.process }, {
      sends: (load: Load, to: unknown) => {
        const target = new OptionReader('sends', to, ['topic', 'partition'])
        const topic = target.text('topic')
        const partition = target.has('partition') ? target.number('partition', 0, { min: 0, whole: true }) : undefined
        const played = play.load(load)
        this.#debts.addStream(topic, played.stream.index)
        play.prepare('worlds', () => { application.follow({ load: played, topic, partition }) })
        return handle
      },
    })
    return Object.freeze(handle)
  }

  #consumer(options: unknown): ConsumerHandle {
    this.#consumers++
    const ground = {
      scope: this.#scope, progress: this.#progress, debts: this.#debts, bootstrapServers: () => this.#bootstrapServers,
      whenReady: (action: () => void) => { this.#whenReady(action) },
    }
    return new ConsumerBuilder(ground, options, this.#consumers).handle
  }

  #client(options: unknown): KafkaClient & ProcessHandle {
    const reader = new OptionReader('client', options ?? {}, ['clientId', 'on'])
    this.#clients++
    const name = reader.text('clientId', `client-${this.#clients}`)
    const host = this.#clientHost(reader, 'client')
    const application = new ClientApplication(this.ground, host, name)
    const { handles, lane } = this.#scope
    return Object.freeze(handles.process(lane, { host, name, process: () => application.process }, kafkaClient(application)))
  }

  /** What clients share; new brokers are among the bootstrap servers of clients that come after them. */
  get ground(): ClientGround {
    return {
      scope: this.#scope, cluster: this.#cluster, progress: this.#progress, bootstrapServers: this.#bootstrapServers,
      whenReady: (action) => { this.#whenReady(action) },
      addReader: (groupId, topic, destination) => { this.#debts.addConsumer(groupId, topic, destination) },
      addStream: (topic, stream) => { this.#debts.addStream(topic, stream) },
    }
  }

  /** Formats and starts a broker with the next free id. It gets no partitions of topics that are there. */
  #addBroker(options: unknown): ProcessHandle {
    const { play, handles, lane } = this.#scope
    const reader = new OptionReader('addBroker', options ?? {}, ['rack', 'raid', 'nicBytesPerSecond'])
    if (!play.isBuilt) throw new OptionError('addBroker has no moment: the run has not begun.', undefined, 'Say cluster({ brokers: 4 }), or do it at a moment: at(\'30s\', () => …).')
    const id = this.#cluster.brokers.reduce((most, node) => Math.max(most, node.id), 0) + 1
    if (this.#cluster.nodes.some((node) => node.id === id)) throw new OptionError(`addBroker: node id ${id} is taken.`)
    const [spec] = placedNodes(this.#scope, [{ id, roles: ['broker'] }], reader)
    if (spec === undefined) throw new OptionError('addBroker: no machine.')
    const added: ProcessHandle[] = []
    handles.edit(lane, `${lane.name}/cluster`, `broker ${id} is added`, () => { added.push(this.#nodeHandle(this.#cluster.addNode(spec))) })
    return added[0] ?? this.#broker(id)
  }

  /** Calls back when the cluster is ready; at once when it has been. */
  #whenReady(action: () => void): void {
    if (this.#isReady) action()
    else this.#cluster.onReady(action)
  }

  #clientHost(reader: OptionReader, kind: string): Host {
    return reader.has('on') ? this.#scope.handles.hostOf(reader.raw('on'), kind, 'on') : this.#scope.lane.host('application')
  }

  get #bootstrapServers(): string {
    return this.#cluster.bootstrap.map(({ host, port }) => `${shortName(this.#scope.lane, host.name)}:${port}`).join(',')
  }

  #leaderOf(topic: unknown, partition: unknown): ProcessHandle {
    const node = this.#cluster.leaderOf(String(topic), Number(partition ?? 0))
    if (node === undefined) throw new OptionError(`Partition ${String(topic)}-${Number(partition ?? 0)} has no leader at this moment.`)
    return this.#nodeHandle(node)
  }

  #broker(id: unknown): ProcessHandle {
    const node = this.#cluster.brokers.find((candidate) => candidate.id === id)
    if (node === undefined) throw new OptionError(`There is no broker ${describe(id)}.`, undefined, `Brokers: ${this.#cluster.brokers.map((one) => one.id).join(', ')}.`)
    return this.#nodeHandle(node)
  }

  #nodeHandle(node: KafkaNode): ProcessHandle {
    const known = this.#handles.get(node.id)
    if (known !== undefined) return known
    const { handles, lane } = this.#scope
    const name = node.process.name.slice(node.host.name.length + 1)
    const handle = Object.freeze(handles.process(lane, { host: node.host, name, process: () => node.process }, {}))
    this.#handles.set(node.id, handle)
    return handle
  }

  #listModelParameters(): void {
    const { modelParameters } = this.#scope.play
    const { bootMicros, startupMicros, publishDelayMaxMicros, requestMinMicros, requestMaxMicros, networkThreadMicros } = defaultClusterTiming
    const list = (name: string, value: number): void => { modelParameters.set(name, { name: `Kafka node: ${name}`, value, unit: 'µs', source: 'a modelling choice, of the order measured on two cores' }) }
    list('start of the JVM', bootMicros)
    list('opening of its logs', startupMicros)
    list('longest time until committed metadata takes effect', publishDelayMaxMicros)
    list('shortest work of its threads on a request', requestMinMicros)
    list('longest work of its threads on a request', requestMaxMicros)
    list('share of a network thread in that work', networkThreadMicros)
  }
}
