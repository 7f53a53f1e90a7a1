import type { Process } from '../../sim/process.ts'
import type { RandomStream } from '../../sim/random-stream.ts'
import { microsPerMilli } from '../../sim/time.ts'
import { ClusterImage, mergeChange } from '../metadata/cluster-image.ts'
import type { MetadataBatch, MetadataRecord } from '../metadata/metadata-record.ts'
import type { NodeSettings } from '../metadata/node-settings.ts'
import { readTopicSettings, type TopicSettings } from '../metadata/topic-settings.ts'
import type { AnyRequest } from '../protocol/envelope.ts'
import { errorCode } from '../protocol/errors.ts'
import type { ApiName, ResponseOf } from '../protocol/messages.ts'
import { handleAlterClientQuotas } from './alter-client-quotas.ts'
import { handleAlterPartition } from './alter-partition.ts'
import { handleBrokerHeartbeat, handleBrokerRegistration } from './broker-registrations.ts'
import { handleIncrementalAlterConfigs } from './alter-configs.ts'
import { type ControllerEvent, type ControllerEventSink } from './controller-events.ts'
import { handleCreatePartitions, handleCreateTopics, handleDeleteTopics } from './create-topics.ts'
import { HeartbeatManager } from './heartbeat-manager.ts'
import { fenceUpdates, preferredLeaderUpdates, uncleanElectionUpdates } from './partition-updates.ts'
import { partitionChangeText } from './partition-change-text.ts'
import { handleElectLeaders } from './elect-leaders.ts'
import { handleAlterReassignments, handleListReassignments } from './reassignments.ts'
import type { QuorumListener } from './raft/quorum-types.ts'
import type { RaftClient } from './raft/raft-client.ts'

/** What a controller is made from. */
export interface QuorumControllerOptions {
  readonly nodeId: number
  /** The component's name in the journal and in tracks. */
  readonly name: string
  readonly process: Process
  readonly random: RandomStream
  readonly settings: NodeSettings
  readonly nowMs: () => number
  readonly onEvent: ControllerEventSink
  /** The state of a partition, or of the whole image, as this controller, while active, has decided it. */
  readonly onImage: (image: ClusterImage, record: MetadataRecord) => void
}

interface Deferred {
  readonly offset: number
  readonly complete: () => void
  readonly fail: () => void
}

/** Answers a request; without a body the connection is closed: this node is not the active controller any more. */
export type RespondTo = (body: ResponseOf<ApiName> | undefined) => void

/** Producer ids that a broker gets at once (ProducerIdsBlock.PRODUCER_ID_BLOCK_SIZE). */
const producerIdBlockSize = 1000

/** A periodic task that has more to do runs again after so long (PeriodicTaskControlManager). */
const repeatedPassMs = 10

/**
 * A controller (QuorumController): while it leads the quorum it decides about brokers, partitions and topics, and writes
 * what it decides to the metadata log; otherwise it follows what the active one has decided.
 */
export class QuorumController implements QuorumListener {
  readonly options: QuorumControllerOptions
  readonly image = new ClusterImage()
  readonly heartbeats: HeartbeatManager
  readonly #topicSettings = new Map<string, TopicSettings>()
  #raft: RaftClient | undefined
  #deferred: Deferred[] = []
  #activeEpoch: number | undefined
  #hasWrittenSinceIdleCheck = false

  constructor(options: QuorumControllerOptions) {
    this.options = options
    this.heartbeats = new HeartbeatManager(options.settings.brokerSessionTimeoutMs)
  }

  /** The quorum that carries its records; set once before anything happens. */
  attach(raft: RaftClient): void {
    this.#raft = raft
  }

  get isActive(): boolean {
    return this.#activeEpoch !== undefined
  }

  /** Offset of the last record written so far. */
  get lastWrittenOffset(): number {
    return (this.#raft?.nextOffset ?? 0) - 1
  }

  /** A topic's settings as this controller knows them. */
  topicSettings(topic: string): TopicSettings {
    let settings = this.#topicSettings.get(topic)
    if (settings === undefined) {
      settings = readTopicSettings(this.image.configs('TOPIC', topic), this.options.settings.parsed)
      this.#topicSettings.set(topic, settings)
    }
    return settings
  }

  /** The min ISR that counts for a partition: never more than it has replicas. */
  minIsr(topic: string, replicas: number): number {
    return Math.min(this.topicSettings(topic).minInsyncReplicas, replicas)
  }

  /** Handles a request from a broker or a forwarded one from a client; false when it is not for controllers. */
  handle(request: AnyRequest, respond: RespondTo): boolean {
    switch (request.api) {
      case 'BrokerRegistration':
        if (this.#isHere(respond)) handleBrokerRegistration(this, request.body, respond)
        return true
      case 'BrokerHeartbeat':
        if (this.#isHere(respond)) handleBrokerHeartbeat(this, request.body, respond)
        return true
      case 'AlterPartition':
        if (this.#isHere(respond)) handleAlterPartition(this, request.body, respond)
        return true
      case 'CreateTopics':
        if (this.#isHere(respond)) handleCreateTopics(this, request.body, respond)
        return true
      case 'CreatePartitions':
        if (this.#isHere(respond)) handleCreatePartitions(this, request.body, respond)
        return true
      case 'DeleteTopics':
        if (this.#isHere(respond)) handleDeleteTopics(this, request.body, respond)
        return true
      case 'IncrementalAlterConfigs':
        if (this.#isHere(respond)) handleIncrementalAlterConfigs(this, request.body, respond)
        return true
      case 'AlterClientQuotas':
        if (this.#isHere(respond)) handleAlterClientQuotas(this, request.body, respond)
        return true
      case 'ElectLeaders':
        if (this.#isHere(respond)) handleElectLeaders(this, request.body, respond)
        return true
      case 'AlterPartitionReassignments':
        if (this.#isHere(respond)) handleAlterReassignments(this, request.body, respond)
        return true
      case 'ListPartitionReassignments':
        if (this.#isHere(respond)) handleListReassignments(this, request.body, respond)
        return true
      case 'AllocateProducerIds':
        if (this.#isHere(respond)) this.#allocateProducerIds(respond)
        return true
      default:
        return false
    }
  }

  /** Writes records and calls back when they, and everything before them, are committed; `fail` when the term ends first. */
  write(records: readonly MetadataRecord[], complete: () => void, fail: () => void): void {
    const raft = this.#raft
    if (raft === undefined || !this.isActive) {
      fail()
      return
    }
    if (records.length > 0) {
      this.#hasWrittenSinceIdleCheck = true
      let offset = raft.nextOffset
      raft.scheduleAppend(records)
      for (const record of records) this.#replay(record, offset++)
    }
    const offset = raft.nextOffset - 1
    if (offset < raft.highWatermark) complete()
    else this.#deferred.push({ offset, complete, fail })
  }

  /** Writes a line of the controller's log and tells whoever follows the controller. */
  tell(event: ControllerEvent, line: string): void {
    this.options.process.log(this.options.name, 'INFO', line)
    this.options.onEvent(event)
  }

  onCommit(batch: MetadataBatch): void {
    if (batch.lastOffset > this.image.offset) {
      let offset = batch.baseOffset
      for (const record of batch.payload) {
        if (offset > this.image.offset) this.#apply(record, offset)
        offset++
      }
    }
    while (this.#deferred.length > 0 && (this.#deferred[0]?.offset ?? 0) <= batch.lastOffset) this.#deferred.shift()?.complete()
  }

  onLeader(epoch: number): void {
    this.#activeEpoch = epoch
    const nowMs = this.options.nowMs()
    for (const broker of this.image.brokers) {
      this.heartbeats.register(broker.id, broker.fenced)
      if (!broker.fenced) this.heartbeats.contact(broker.id, broker.epoch, nowMs)
    }
    this.options.process.log(this.options.name, 'INFO', `Becoming the active controller at epoch ${epoch}, new epoch offset ${this.lastWrittenOffset}.`)
    const { settings } = this.options
    this.#every(epoch, Math.max(1, Math.floor(settings.brokerSessionTimeoutMs / 8)), () => { this.#fenceStaleBrokers(epoch) })
    this.#every(epoch, settings.metadataMaxIdleIntervalMs, () => { this.#writeNoOpIfIdle() })
    if (settings.isPreferredBalanceEnabled) {
      this.#every(epoch, settings.imbalanceCheckIntervalMs, () => { this.#writeQuietly(preferredLeaderUpdates(this)) })
    }
    this.#every(epoch, settings.uncleanElectionIntervalMs, () => { this.#writeQuietly(uncleanElectionUpdates(this)) })
  }

  onResigned(): void {
    this.#activeEpoch = undefined
    const failed = this.#deferred
    this.#deferred = []
    this.image.clear()
    this.#topicSettings.clear()
    this.#raft?.replayCommitted((record, offset) => { this.#apply(record, offset) })
    this.options.process.log(this.options.name, 'WARN', 'Renouncing the leadership due to a metadata log event.')
    for (const { fail } of failed) fail()
  }

  #isHere(respond: RespondTo): boolean {
    if (this.isActive) return true
    respond(undefined)
    return false
  }

  #every(epoch: number, periodMs: number, action: () => void): void {
    if (periodMs <= 0) return
    this.options.process.after(periodMs * microsPerMilli, () => {
      if (this.#activeEpoch !== epoch) return
      action()
      this.#every(epoch, periodMs, action)
    })
  }

  #writeQuietly(records: readonly MetadataRecord[]): void {
    if (records.length > 0) this.write(records, () => undefined, () => undefined)
  }

  #writeNoOpIfIdle(): void {
    if (!this.#hasWrittenSinceIdleCheck) this.#writeQuietly([{ type: 'NoOpRecord' }])
    this.#hasWrittenSinceIdleCheck = false
  }

  /** Fences one broker whose session has ended, and looks at once whether there is another. */
  #fenceStaleBrokers(epoch: number): void {
    const stale = this.heartbeats.takeExpired(this.options.nowMs())
    if (stale === undefined || this.#activeEpoch !== epoch) return
    this.options.process.after(repeatedPassMs * microsPerMilli, () => { this.#fenceStaleBrokers(epoch) })
    const { brokerId, brokerEpoch } = stale
    const broker = this.image.broker(brokerId)
    if (broker?.epoch !== brokerEpoch) return
    const text = `Fencing broker ${brokerId} at epoch ${brokerEpoch} because its session has timed out.`
    this.tell({ kind: 'broker', timeMicros: this.options.process.simulation.nowMicros, nodeId: this.options.nodeId, brokerId, what: 'fenced', text: `fenced (session timed out): broker ${brokerId}` }, text)
    this.heartbeats.fence(brokerId)
    this.#writeQuietly(fenceUpdates(this, brokerId))
  }

  #allocateProducerIds(respond: RespondTo): void {
    const start = this.image.nextProducerId
    const done = (): void => { respond({ throttleTimeMs: 0, errorCode: errorCode('NONE'), producerIdStart: start, producerIdLen: producerIdBlockSize }) }
    this.write([{ type: 'ProducerIdsRecord', nextProducerId: start + producerIdBlockSize }], done, () => { respond(undefined) })
  }

  /** Applies a record that this controller has just decided, and tells of it. */
  #replay(record: MetadataRecord, offset: number): void {
    if (record.type === 'PartitionChangeRecord') this.#tellOfChange(record)
    this.#apply(record, offset)
    this.options.onImage(this.image, record)
  }

  #apply(record: MetadataRecord, offset: number): void {
    this.image.apply(record, offset)
    if (record.type === 'RegisterBrokerRecord') {
      this.heartbeats.remove(record.brokerId)
      this.heartbeats.register(record.brokerId, true)
    } else if (record.type === 'BrokerRegistrationChangeRecord' && record.fenced !== undefined) {
      this.heartbeats.register(record.brokerId, record.fenced)
    } else if (record.type === 'ConfigRecord') this.#topicSettings.delete(record.resourceName)
    else if (record.type === 'RemoveTopicRecord') this.#topicSettings.clear()
  }

  #tellOfChange(record: Extract<MetadataRecord, { type: 'PartitionChangeRecord' }>): void {
    const topic = this.image.topicById(record.topicId)
    const before = topic?.partitions[record.partitionId]
    if (topic === undefined || before === undefined) return
    const after = mergeChange(before, record.change)
    const text = partitionChangeText(before, after, record.change, record.isUnclean)
    const { nodeId, process } = this.options
    const words = record.isUnclean ? 'UNCLEAN partition change' : 'partition change'
    const place = `${topic.name}-${record.partitionId}`
    this.tell(
      { kind: 'partition', timeMicros: process.simulation.nowMicros, nodeId, topic: topic.name, partitionId: record.partitionId, text },
      `${words} for ${place} with topic ID ${topic.topicId}: ${text.replace(/^UNCLEAN /, '')}`,
    )
  }
}
