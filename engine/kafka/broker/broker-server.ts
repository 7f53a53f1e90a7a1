import type { Lane } from '../../ledger/lane.ts'
import type { Host } from '../../sim/host.ts'
import type { Process } from '../../sim/process.ts'
import type { RandomStream } from '../../sim/random-stream.ts'
import { ControllerChannel } from '../cluster/controller-channel.ts'
import type { NodeStorage } from '../cluster/node-storage.ts'
import { RequestPort } from '../cluster/request-port.ts'
import { ClusterImage } from '../metadata/cluster-image.ts'
import type { MetadataBatch } from '../metadata/metadata-record.ts'
import type { NodeSettings } from '../metadata/node-settings.ts'
import type { QuorumListener } from '../controller/raft/quorum-types.ts'
import { type AnyRequest, BROKER_PORT } from '../protocol/envelope.ts'
import type { ErrorName } from '../protocol/errors.ts'
import type { ApiName } from '../protocol/messages.ts'
import type { RecordBatch } from '../record/record-batch.ts'
import { AlterPartitionManager } from './alter-partition-manager.ts'
import { BrokerLifecycle, type BrokerState } from './broker-lifecycle.ts'
import { BrokerMetadataPublisher } from './broker-metadata-publisher.ts'
import { ClientQuotas } from './client-quotas.ts'
import { DelayedProduce, type ProduceWait } from './delayed-produce.ts'
import { handleRequest } from './kafka-apis.ts'
import { errorOfException } from '../metadata/error-of-exception.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'
import { TransactionCoordinator } from '../transaction/transaction-coordinator.ts'
import { BrokerPeers } from './broker-peers.ts'
import { ProducerIds } from './producer-ids.ts'
import { startLogCleaner } from './log-cleaning.ts'
import { ReplicaManager } from './replica-manager.ts'
import { replicaSelector, type ReplicaSelector } from './replica-selector.ts'
import type { Truncation } from './replica-fetchers.ts'
import { RequestPath } from './request-path.ts'
import type { BrokerServices, RequestHandlers, RequestHandlersFactory } from './request-handlers.ts'

/** What a broker is made from. */
export interface BrokerServerOptions {
  readonly nodeId: number
  readonly name: string
  readonly clusterId: string
  readonly lane: Lane
  readonly process: Process
  readonly random: RandomStream
  readonly settings: NodeSettings
  readonly storage: NodeStorage
  readonly hostOf: (nodeId: number) => Host
  readonly activeController: () => number | null
  /**
   * The share of the heartbeat interval after which the first heartbeat of a running broker follows: 1, or less for
   * brokers of a cluster that runs when the simulation begins, so that their heartbeats are not in step.
   */
  readonly firstHeartbeatShare: number
  /** From the controller's word that the broker has caught up to its being ready: loading of logs, in microseconds. */
  readonly startupMicros: number
  /** How long a request takes from the socket to its effect, in whole microseconds. */
  readonly serviceMicros: () => number
  /** The part of it that is a network thread's, in microseconds. */
  readonly networkThreadMicros: number
  /** From a committed change of the metadata to its effect on this broker's replicas, in microseconds. */
  readonly publishDelayMicros: () => number
  readonly handlers: readonly RequestHandlersFactory[]
  readonly onTruncated: (truncation: Truncation) => void
}

/** One life of a broker (BrokerServer): made when its process starts, and gone with it. */
export class BrokerServer implements QuorumListener, BrokerServices {
  readonly nodeId: number
  readonly name: string
  readonly clusterId: string
  readonly lane: Lane
  readonly process: Process
  readonly settings: NodeSettings
  readonly random: RandomStream
  /** What this broker has applied of the metadata. */
  readonly image = new ClusterImage()
  readonly replicas: ReplicaManager
  readonly lifecycle: BrokerLifecycle
  readonly producerIds: ProducerIds
  readonly peers: BrokerPeers
  readonly quotas: ClientQuotas
  /** Where consumers are sent to read; undefined: to the leader. */
  readonly selector: ReplicaSelector | undefined
  /** The way of forwarded requests. */
  readonly forwarding: ControllerChannel
  readonly #options: BrokerServerOptions
  readonly #handlers: readonly RequestHandlers[]
  readonly #creating = new Set<string>()
  readonly #publisher: BrokerMetadataPublisher
  #port: RequestPort | undefined

  constructor(options: BrokerServerOptions) {
    this.#options = options
    const { activeController, hostOf, lane, nodeId, process, settings, storage } = options
    this.nodeId = nodeId
    this.name = options.name
    this.clusterId = options.clusterId
    this.lane = lane
    this.process = process
    this.settings = settings
    this.random = options.random
    const channelTo = (clientId: string, retryTimeoutMs?: number): ControllerChannel =>
      new ControllerChannel({ process, network: lane.network, clientId, activeController, hostOf, ...(retryTimeoutMs === undefined ? {} : { retryTimeoutMs }) })
    this.forwarding = channelTo(`broker-${nodeId}-forwarding`)
    const brokerEpoch = (): number => this.lifecycle.brokerEpoch
    const previous = storage.cleanShutdown.read()
    storage.cleanShutdown.clear()
    const stateTrack = process.simulation.recorder.track(this.name, 'BrokerState', 'text')
    this.lifecycle = new BrokerLifecycle({
      nodeId,
      name: this.name,
      hostName: process.host.name,
      rack: settings.rack,
      process,
      channel: channelTo(`broker-${nodeId}-heartbeat`, settings.brokerSessionTimeoutMs / 2),
      heartbeatIntervalMs: settings.brokerHeartbeatIntervalMs,
      firstHeartbeatShare: options.firstHeartbeatShare,
      incarnationId: `${nodeId}.${process.incarnation}`,
      previousBrokerEpoch: previous?.brokerEpoch,
      metadataOffset: () => this.image.offset,
      onCaughtUp: () => { this.#onCaughtUp() },
      onState: (state: BrokerState) => { process.simulation.recorder.setText(stateTrack, state) },
    })
    this.quotas = new ClientQuotas(this.image.clientQuotas, { samples: settings.quotaWindowSamples, windowMs: settings.quotaWindowMs }, () => this.nowMs())
    this.selector = replicaSelector(settings.replicaSelectorClass)
    this.peers = new BrokerPeers({ process, network: lane.network, hostOf, clientId: `broker-${nodeId}-txn` })
    this.producerIds = new ProducerIds({ channel: this.forwarding, nodeId, brokerEpoch })
    const message = previous === undefined
      ? `Recovering logs, since no clean shutdown file was found`
      : `Skipping recovery of the logs, since a clean shutdown file was found`
    process.log(this.name, 'INFO', message)
    this.replicas = this.#makeReplicas(new AlterPartitionManager({ process, channel: channelTo(`broker-${nodeId}-alter-partition`), nodeId, brokerEpoch }))
    this.#publisher = new BrokerMetadataPublisher({ process, image: this.image, replicas: this.replicas, delayMicros: options.publishDelayMicros })
    this.#handlers = [...options.handlers.map((make) => make(this)), new TransactionCoordinator(this)]
  }

  nowMs(): number {
    return this.lane.nowMs
  }

  /** Registers with the controller and begins to work when it has caught up. */
  start(): void {
    this.lifecycle.start()
  }

  /** Requests that were read and have had no effect yet. */
  get requestsInService(): Iterable<AnyRequest> {
    return this.#port?.inService ?? []
  }

  /** Whoever was plugged in to answer an API. */
  handlersOf(api: ApiName): RequestHandlers | undefined {
    return this.#handlers.find(({ apis }) => apis.includes(api))
  }

  /** SIGTERM: hands leaderships over, stops, flushes, and leaves the clean shutdown file; then calls back. */
  shutDown(done: () => void): void {
    const stop = (): void => {
      this.#port?.close()
      this.replicas.fetchers.close()
      this.replicas.flushAll(() => {
        this.replicas.checkpointHighWatermarks()
        const { cleanShutdown } = this.#options.storage
        if (!this.#options.storage.disk.isLost) cleanShutdown.write({ brokerEpoch: this.lifecycle.brokerEpoch })
        cleanShutdown.sync(this.process, done)
      })
    }
    if (this.settings.isControlledShutdownEnabled) this.lifecycle.beginControlledShutdown(stop)
    else stop()
  }

  /** The process has ended. */
  onEnd(): void {
    for (const handlers of this.#handlers) handlers.onEnd?.()
  }

  onCommit(batch: MetadataBatch): void {
    this.#publisher.onCommit(batch)
  }

  onLeader(): void {
    // Whether this node's controller is active does not concern its broker.
  }

  onResigned(): void {
    // See onLeader.
  }

  /** Has a topic created because a client asked for its metadata (AutoTopicCreationManager). */
  autoCreate(name: string): void {
    this.createTopic({ name, partitions: -1, replicationFactor: -1, configs: {} })
  }

  createTopic(topic: { readonly name: string; readonly partitions: number; readonly replicationFactor: number; readonly configs: Readonly<Record<string, string>> }): void {
    if (this.#creating.has(topic.name)) return
    this.#creating.add(topic.name)
    const configs = Object.entries(topic.configs).map(([name, value]) => ({ name, value }))
    const request = { name: topic.name, numPartitions: topic.partitions, replicationFactor: topic.replicationFactor, assignments: [], configs }
    this.forwarding.send('CreateTopics', { topics: [request], timeoutMs: 30_000, validateOnly: false }, () => { this.#creating.delete(topic.name) })
  }

  append(at: { readonly topic: string; readonly partitionId: number }, batch: RecordBatch, timeoutMs: number, done: (error: ErrorName, baseOffset: number) => void): void {
    const partition = this.replicas.partition(at.topic, at.partitionId)
    if (partition?.isLeader !== true) {
      done('NOT_LEADER_OR_FOLLOWER', -1)
      return
    }
    if (partition.isr.length < partition.effectiveMinIsr) {
      done('NOT_ENOUGH_REPLICAS', -1)
      return
    }
    try {
      const { baseOffset, lastOffset } = partition.appendAsLeader(batch, false)
      const wait: ProduceWait = { partition, requiredOffset: lastOffset + 1, leaderEpoch: partition.leaderEpoch, outcome: undefined }
      new DelayedProduce(this.process, timeoutMs, [wait], () => { done(wait.outcome ?? 'NONE', baseOffset) })
    } catch (error) {
      if (error instanceof KafkaException) done(errorOfException(error).name, -1)
      else {
        this.replicas.onDiskError(error)
        done('KAFKA_STORAGE_ERROR', -1)
      }
    }
  }

  markerWritten(topic: string, partitionId: number, producerId: number, isCommit: boolean): void {
    for (const handlers of this.#handlers) handlers.onMarker?.(topic, partitionId, producerId, isCommit)
  }

  read(topic: string, partitionId: number, fromOffset: number): readonly RecordBatch[] {
    return this.replicas.partition(topic, partitionId)?.log.read(fromOffset, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY).batches ?? []
  }

  leaderEpochOf(topic: string, partitionId: number): number | undefined {
    const partition = this.replicas.partition(topic, partitionId)
    return partition?.isLeader === true ? partition.leaderEpoch : undefined
  }

  #makeReplicas(alterPartitions: AlterPartitionManager): ReplicaManager {
    const { hostOf, lane, nodeId, onTruncated, process, settings, storage } = this.#options
    return new ReplicaManager({
      nodeId,
      name: this.name,
      process,
      settings,
      storage,
      image: this.image,
      ledger: lane.ledger,
      nowMs: () => this.nowMs(),
      alterPartitions,
      fetcher: {
        nodeId,
        name: this.name,
        network: lane.network,
        image: this.image,
        brokerEpoch: () => this.lifecycle.brokerEpoch,
        hostOf,
        writeStallMicros: () => this.replicas.writeStallMicros,
        onReplicated: (partition, batches) => { this.replicas.onFollowerProgress(partition, batches) },
        onTruncated: (truncation) => {
          this.replicas.onFollowerProgress(truncation.partition, [])
          onTruncated(truncation)
        },
      },
      onRole: (partition) => {
        for (const handlers of this.#handlers) {
          if (partition.isLeader) handlers.onLeading?.(partition.topic, partition.partitionId, partition.leaderEpoch)
          else handlers.onFollowing?.(partition.topic, partition.partitionId)
        }
      },
    })
  }

  /** The controller says that the broker knows all metadata up to its registration: open logs, then the port. */
  #onCaughtUp(): void {
    this.process.after(this.#options.startupMicros, () => {
      this.#publisher.begin()
      this.replicas.start()
      startLogCleaner(this)
      this.#port = this.#openPort()
      this.lifecycle.setReadyToUnfence()
    })
  }

  #openPort(): RequestPort {
    const { networkThreadMicros, serviceMicros } = this.#options
    const { ioThreads, networkThreads, queuedMaxRequests } = this.settings
    const { recorder } = this.process.simulation
    const queueTrack = recorder.track(this.name, 'RequestQueueSize')
    return new RequestPort({
      network: this.lane.network,
      process: this.process,
      port: BROKER_PORT,
      handle: (request, context) => { handleRequest(this, request, context) },
      serviceMicros,
      path: new RequestPath({ networkThreads, ioThreads, queuedMaxRequests, networkMicros: networkThreadMicros }),
      onQueued: (waiting) => { recorder.set(queueTrack, waiting) },
    })
  }
}
