import type { Lane } from '../../ledger/lane.ts'
import type { DiskError } from '../../sim/disk.ts'
import type { Host } from '../../sim/host.ts'
import type { Process, Program } from '../../sim/process.ts'
import { BrokerServer } from '../broker/broker-server.ts'
import type { Truncation } from '../broker/replica-fetchers.ts'
import type { RequestContext, RequestHandlersFactory } from '../broker/request-handlers.ts'
import type { ControllerEventSink } from '../controller/controller-events.ts'
import { QuorumController } from '../controller/quorum-controller.ts'
import { RaftClient } from '../controller/raft/raft-client.ts'
import { METADATA_TOPIC, type QuorumListener, type QuorumRole } from '../controller/raft/quorum-types.ts'
import { defaultLogConfig, unlimited } from '../log/log-config.ts'
import { PartitionLog } from '../log/partition-log.ts'
import type { ClusterImage } from '../metadata/cluster-image.ts'
import type { MetadataRecord } from '../metadata/metadata-record.ts'
import type { NodeSettings } from '../metadata/node-settings.ts'
import { type AnyRequest, CONTROLLER_PORT } from '../protocol/envelope.ts'
import type { ClusterTiming, NodeSpec } from './cluster-options.ts'
import { NodeStorage } from './node-storage.ts'
import { RequestPort } from './request-port.ts'

/** What a node needs of its cluster. */
export interface NodeContext {
  readonly lane: Lane
  readonly clusterId: string
  readonly voters: readonly number[]
  readonly timing: ClusterTiming
  readonly hostOf: (nodeId: number) => Host
  readonly handlers: () => readonly RequestHandlersFactory[]
  readonly onControllerEvent: ControllerEventSink
  readonly onImage: (image: ClusterImage, record: MetadataRecord) => void
  readonly onQuorum: (nodeId: number, role: QuorumRole, epoch: number, leaderId: number | null) => void
  readonly onTruncated: (nodeId: number, truncation: Truncation) => void
}

/** A Kafka process: a broker, a controller, or both, with what its disk keeps between its lives. */
export class KafkaNode implements Program {
  readonly id: number
  readonly spec: NodeSpec
  readonly host: Host
  readonly process: Process
  readonly storage: NodeStorage
  readonly settings: NodeSettings
  readonly #context: NodeContext
  #broker: BrokerServer | undefined
  #controller: QuorumController | undefined
  #raft: RaftClient | undefined

  constructor(spec: NodeSpec, host: Host, settings: NodeSettings, context: NodeContext) {
    this.id = spec.id
    this.spec = spec
    this.host = host
    this.settings = settings
    this.#context = context
    this.process = host.process(this, { name: 'kafka', bootMicros: 0, teardownMicros: context.timing.teardownMicros })
    const { ledger } = context.lane
    ledger.addHolder({
      place: this.brokerName,
      walk: (visit) => { for (const { carriedRuns } of this.#broker?.requestsInService ?? []) for (const run of carriedRuns) visit(run) },
    })
    this.storage = new NodeStorage(host.mainDisk, `kafka-logs-${spec.id}`, (topic, partitionId) => (batches, cause) => {
      for (const batch of batches) {
        for (const run of batch.runs) ledger.copyEnded(run, { fate: 'lost', place: `${this.brokerName}/${topic}-${partitionId}`, cause })
      }
    })
  }

  /** The broker's name as a component. */
  get brokerName(): string {
    return `${this.process.name}/broker`
  }

  /** The controller's name as a component. */
  get controllerName(): string {
    return `${this.process.name}/controller`
  }

  /** This life's broker; undefined when the node is none or is down. */
  get broker(): BrokerServer | undefined {
    return this.#broker
  }

  /** This life's controller; undefined when the node is none or is down. */
  get controller(): QuorumController | undefined {
    return this.#controller
  }

  onStart(): void {
    const { timing } = this.#context
    const isFirst = this.process.incarnation === 1 && this.#context.lane.simulation.nowMicros === 0
    const jitterMicros = Math.round(this.#context.lane.simulation.random(this.process.name).nextBetween(0, timing.bootJitterMicros))
    this.process.after(isFirst ? timing.firstBootMicros : timing.bootMicros + jitterMicros, () => { this.#boot(isFirst) })
  }

  onTerminate(): void {
    const leave = (): void => {
      this.#raft?.shutdown()
      this.process.after(0, () => { this.process.exit() })
    }
    const { lane, timing } = this.#context
    const hookMicros = Math.round(lane.simulation.random(this.process.name).nextBetween(0, timing.shutdownHookMaxMicros))
    this.process.after(hookMicros, () => {
      if (this.#broker === undefined) leave()
      else this.#broker.shutDown(leave)
    })
  }

  onEnd(): void {
    for (const { carriedRuns } of this.#broker?.requestsInService ?? []) {
      for (const run of carriedRuns) {
        this.#context.lane.ledger.copyEnded(run, { fate: 'lost', place: this.brokerName, cause: 'the broker died before it had appended the request' })
      }
    }
    this.#broker?.onEnd()
    this.#broker = undefined
    this.#controller = undefined
    this.#raft = undefined
  }

  /** With its only log directory gone the process halts: LogDirFailureHandler for a topic's log, the fatal fault handler for the metadata log. */
  onDiskError(error: DiskError): void {
    this.process.log(this.process.name, 'ERROR', `Error while writing to the log directory: ${error.message}`)
    this.process.log(this.process.name, 'ERROR', 'Shutdown broker because all log dirs have failed')
    this.process.exit()
  }

  #boot(isFirst: boolean): void {
    const { spec, storage, process } = this
    if (storage.disk.isLost) {
      process.log(this.process.name, 'ERROR', 'No readable meta.properties files found: the log directory cannot be read')
      process.after(0, () => { process.exit() })
      return
    }
    storage.mount()
    const listeners: QuorumListener[] = []
    if (spec.roles.includes('controller')) listeners.push((this.#controller = this.#makeController()))
    const raftBox: { raft: RaftClient | undefined } = { raft: undefined }
    if (spec.roles.includes('broker')) listeners.push((this.#broker = this.#makeBroker(isFirst, () => raftBox.raft?.leaderId ?? null)))
    const raft = this.#makeRaft(listeners)
    raftBox.raft = raft
    this.#raft = raft
    this.#controller?.attach(raft)
    if (this.#controller !== undefined) {
      const handle = (request: AnyRequest, answer: RequestContext): void => { this.#onControllerRequest(request, answer) }
      new RequestPort({ network: this.#context.lane.network, process, port: CONTROLLER_PORT, handle, serviceMicros: () => 0 })
    }
    raft.start()
    this.#broker?.start()
  }

  #makeController(): QuorumController {
    const { lane, onControllerEvent, onImage } = this.#context
    return new QuorumController({
      nodeId: this.id,
      name: this.controllerName,
      process: this.process,
      random: lane.simulation.random(this.controllerName),
      settings: this.settings,
      nowMs: () => lane.nowMs,
      onEvent: onControllerEvent,
      onImage,
    })
  }

  #makeBroker(isFirst: boolean, activeController: () => number | null): BrokerServer {
    const { clusterId, handlers, hostOf, lane, onTruncated, timing } = this.#context
    const random = lane.simulation.random(this.brokerName)
    return new BrokerServer({
      nodeId: this.id,
      name: this.brokerName,
      clusterId,
      lane,
      process: this.process,
      random,
      settings: this.settings,
      storage: this.storage,
      hostOf,
      activeController,
      firstHeartbeatShare: isFirst ? random.nextFloat() : 1,
      startupMicros: isFirst ? timing.firstStartupMicros : timing.startupMicros,
      serviceMicros: () => Math.round(random.nextBetween(timing.requestMinMicros, timing.requestMaxMicros)),
      networkThreadMicros: timing.networkThreadMicros,
      publishDelayMicros: () => Math.round(random.nextBetween(timing.publishDelayMinMicros, timing.publishDelayMaxMicros)),
      handlers: handlers(),
      onTruncated: (truncation) => { onTruncated(this.id, truncation) },
    })
  }

  #makeRaft(listeners: readonly QuorumListener[]): RaftClient {
    const { hostOf, lane, onQuorum, voters } = this.#context
    const { process, settings, storage } = this
    const log = new PartitionLog({
      files: storage.metadata,
      topicPartition: `${METADATA_TOPIC}-0`,
      config: { ...defaultLogConfig, segmentMs: unlimited, retentionMs: -1 },
      process,
      nowMs: () => lane.nowMs,
      onRemoved: () => undefined,
    })
    return new RaftClient({
      nodeId: this.id,
      voters,
      hostOf,
      process,
      network: lane.network,
      random: lane.simulation.random(`${process.name}/raft`),
      settings,
      log,
      stateFile: storage.quorumState,
      nowMs: () => lane.nowMs,
      listeners,
      onState: (role, epoch, leaderId) => { onQuorum(this.id, role, epoch, leaderId) },
    })
  }

  #onControllerRequest(request: AnyRequest, context: RequestContext): void {
    const raft = this.#raft
    if (raft === undefined) {
      context.close()
      return
    }
    switch (request.api) {
      case 'Vote':
        raft.onVote(request.body, context.answer)
        break
      case 'BeginQuorumEpoch':
        raft.onBeginQuorumEpoch(request.body, context.answer)
        break
      case 'EndQuorumEpoch':
        raft.onEndQuorumEpoch(request.body, context.answer)
        break
      case 'Fetch':
        raft.onFetch(request.body, context.answer)
        break
      default: {
        const isHandled = this.#controller?.handle(request, (body) => {
          if (body === undefined) context.close()
          else context.answer(body)
        })
        if (isHandled !== true) context.close()
      }
    }
  }
}
