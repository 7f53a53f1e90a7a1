import type { FlumeLane } from '../../flume/agent/flume-lane.ts'
import { KafkaCluster } from '../../kafka/cluster/kafka-cluster.ts'
import { defaultClusterTiming, nodesOf } from '../../kafka/cluster/cluster-options.ts'
import { GroupProgress } from '../../kafka/coordinator/group-progress.ts'
import { groupCoordinator } from '../../kafka/coordinator/group-coordinator.ts'
import type { KafkaNode } from '../../kafka/cluster/kafka-node.ts'
import type { Host } from '../../sim/host.ts'
import type { ProcessHandle } from '../api/fault-types.ts'
import type { ClusterHandle, ConsumerHandle, KafkaClient, ProducerHandle } from '../api/lane-types.ts'
import type { Load } from '../api/load-types.ts'
import { describe, OptionError, OptionReader } from '../check-options.ts'
import { shortName } from '../lane/handles.ts'
import type { DeclaredStore, LaneScope } from '../lane/lane-scope.ts'
import { ClientApplication } from './client/client-application.ts'
import { kafkaClient } from './client/kafka-client.ts'
import { ConsumingApplication } from './consuming-application.ts'
import { kafkaProperties } from './kafka-properties.ts'
import { placedNodes } from './placed-nodes.ts'
import { ProducingApplication } from './producing-application.ts'

/** Declares a Kafka cluster with its topics and its clients. */
export class ClusterBuilder {
  readonly handle: ClusterHandle
  readonly #scope: LaneScope
  readonly #cluster: KafkaCluster
  readonly #handles = new Map<number, ProcessHandle>()
  readonly #topics = new Set<string>()
  readonly #progress: GroupProgress
  readonly #flume: FlumeLane
  readonly #destinations = new Map<string, Set<number>>()
  readonly #loads: { readonly topic: string; readonly stream: number }[] = []
  #producers = 0
  #consumers = 0
  #clients = 0

  constructor(scope: LaneScope, flume: FlumeLane, options: unknown) {
    this.#scope = scope
    this.#flume = flume
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
    this.handle = Object.freeze({
      topic: (name: unknown, topicOptions: unknown) => this.#topic(name, topicOptions),
      producer: (producerOptions: unknown) => this.#producer(producerOptions),
      consumer: (consumerOptions: unknown) => this.#consumer(consumerOptions),
      client: (clientOptions: unknown) => this.#client(clientOptions),
      broker: (id: unknown) => this.#broker(id),
      leaderOf: (topic: unknown, partition: unknown) => this.#leaderOf(topic, partition),
      brokers: Object.freeze(cluster.brokers.map((node) => this.#nodeHandle(node))),
    })
    this.#progress = new GroupProgress(cluster)
    cluster.addRequestHandlers(groupCoordinator(this.#progress))
    flume.kafka.ground = { progress: this.#progress, addReader: (groupId, topic, destination) => { this.#addReader(groupId, topic, destination) } }
    scope.play.starters.starts.push(() => { cluster.start() })
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
    this.#cluster.createTopic({
      name, replicationFactor,
      partitions: reader.number('partitions', 1, { min: 1, max: 10_000, whole: true }),
      configs: kafkaProperties(this.#scope.play, 'topic', reader.others(['partitions', 'replicationFactor'])),
    })
    const { play, lane } = this.#scope
    play.copies.set(lane.name, Math.max(replicationFactor, play.copies.get(lane.name) ?? 1))
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
    this.#cluster.onReady(() => { application.process.start('the cluster is ready') })
    const handle: ProducerHandle = handles.process(lane, { host, name, process: () => application.process }, {
      sends: (load: Load, to: unknown) => {
        const target = new OptionReader('sends', to, ['topic', 'partition'])
        const topic = target.text('topic')
        const partition = target.has('partition') ? target.number('partition', 0, { min: 0, whole: true }) : undefined
        const played = play.load(load)
        this.#addStream(topic, played.stream.index)
        play.starters.worlds.push(() => { application.follow({ load: played, topic, partition }) })
        return handle
      },
    })
    return Object.freeze(handle)
  }

  #consumer(options: unknown): ConsumerHandle {
    const { play, handles, lane, storeOf } = this.#scope
    const reader = new OptionReader('consumer', options, ['groupId', 'on'], true)
    const groupId = reader.text('groupId', reader.has('group.id') ? reader.text('group.id') : undefined)
    const host = reader.has('on') ? handles.hostOf(reader.raw('on'), 'consumer', 'on') : lane.host('reader')
    this.#consumers++
    const name = reader.has('client.id') ? reader.text('client.id') : `consumer-${this.#consumers}`
    const given = new Map([['group.id', groupId], ...reader.others(['groupId', 'on'])])
    const properties = { 'bootstrap.servers': this.#bootstrapServers, ...kafkaProperties(play, 'consumer', given) }
    const application = new ConsumingApplication({ lane, progress: this.#progress, host, name, properties })
    let store: DeclaredStore | undefined
    play.starters.makers.push(() => {
      application.destination = lane.ledger.destination(store?.name ?? groupId)
      application.store = store?.recordStore()
      for (const topic of application.topics) this.#addConsumer(groupId, topic, application.destination.index)
    })
    this.#cluster.onReady(() => { application.process.start('the cluster is ready') })
    const handle: ConsumerHandle = handles.process(lane, { host, name, process: () => application.process }, {
      subscribes: (...topics: readonly string[]) => {
        application.topics.push(...topics.map((topic) => requireTopic(topic)))
        return handle
      },
      writes: (to: unknown) => {
        store = storeOf(to)
        return handle
      },
    })
    return Object.freeze(handle)
  }

  #client(options: unknown): KafkaClient & ProcessHandle {
    const reader = new OptionReader('client', options ?? {}, ['clientId', 'on'])
    this.#clients++
    const name = reader.text('clientId', `client-${this.#clients}`)
    const host = this.#clientHost(reader, 'client')
    const application = new ClientApplication({
      scope: this.#scope, cluster: this.#cluster, progress: this.#progress, bootstrapServers: this.#bootstrapServers,
      addReader: (groupId, topic, destination) => { this.#addConsumer(groupId, topic, destination) },
      addStream: (topic, stream) => { this.#addStream(topic, stream) },
    }, host, name)
    const { handles, lane } = this.#scope
    return Object.freeze(handles.process(lane, { host, name, process: () => application.process }, kafkaClient(application)))
  }

  #addStream(topic: string, stream: number): void {
    this.#loads.push({ topic, stream })
    for (const [key, destinations] of this.#destinations) if (key.endsWith(`\u0000${topic}`)) this.#scope.lane.ledger.owe(stream, [...destinations])
  }

  /** A reader that is no agent: what agents write to the topic ends there. */
  #addConsumer(groupId: string, topic: string, destination: number): void {
    this.#addReader(groupId, topic, destination)
    const { name } = this.#scope.lane.ledger.destinations[destination] ?? {}
    if (name !== undefined) this.#flume.routes.addTopicEnd(topic, name)
  }

  /** What is sent to a topic is owed to every destination that reads it; a group's members share one. */
  #addReader(groupId: string, topic: string, destination: number): void {
    const key = `${groupId}\u0000${topic}`
    const known = this.#destinations.get(key) ?? new Set()
    this.#destinations.set(key, known)
    if (known.has(destination)) return
    known.add(destination)
    this.#progress.addReader(groupId, topic, destination)
    for (const { topic: sentTo, stream } of this.#loads) if (sentTo === topic) this.#scope.lane.ledger.owe(stream, [destination])
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
    const { bootMicros, startupMicros, publishDelayMaxMicros } = defaultClusterTiming
    const list = (name: string, value: number): void => { modelParameters.set(name, { name: `Kafka node: ${name}`, value, unit: 'µs', source: 'a modelling choice, of the order measured on two cores' }) }
    list('start of the JVM', bootMicros)
    list('opening of its logs', startupMicros)
    list('longest time until committed metadata takes effect', publishDelayMaxMicros)
  }
}

function requireTopic(topic: unknown): string {
  if (typeof topic !== 'string' || topic === '') throw new OptionError(`subscribes takes names of topics, and got ${describe(topic)}.`)
  return topic
}
