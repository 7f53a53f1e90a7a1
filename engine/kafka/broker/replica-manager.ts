import type { Process } from '../../sim/process.ts'
import { DiskError } from '../../sim/disk.ts'
import { microsPerMilli } from '../../sim/time.ts'
import type { LaneLedger } from '../../ledger/lane-ledger.ts'
import type { NodeStorage } from '../cluster/node-storage.ts'
import { PartitionLog } from '../log/partition-log.ts'
import type { ClusterImage, TopicImage } from '../metadata/cluster-image.ts'
import type { PartitionState } from '../metadata/metadata-record.ts'
import type { NodeSettings } from '../metadata/node-settings.ts'
import { readTopicSettings, type TopicSettings } from '../metadata/topic-settings.ts'
import { runsOfBatches } from '../protocol/envelope.ts'
import type { RecordBatch } from '../record/record-batch.ts'
import type { AlterPartitionManager } from './alter-partition-manager.ts'
import { Partition, type PartitionContext } from './partition.ts'
import { ReplicaFetchers, type FetcherOptions } from './replica-fetchers.ts'
import { ReplicaTracks } from './replica-tracks.ts'

/** What a replica manager is made from. */
export interface ReplicaManagerOptions {
  readonly nodeId: number
  readonly name: string
  readonly process: Process
  readonly settings: NodeSettings
  readonly storage: NodeStorage
  readonly image: ClusterImage
  readonly ledger: LaneLedger
  readonly nowMs: () => number
  readonly alterPartitions: AlterPartitionManager
  readonly fetcher: Omit<FetcherOptions, 'settings' | 'process' | 'onDiskError'>
  /** Leadership of a partition changed hands here. */
  readonly onRole: (partition: Partition) => void
}

/** A broker's replicas: their logs, roles, fetchers and periodic tasks (ReplicaManager, LogManager). */
export class ReplicaManager {
  readonly #options: ReplicaManagerOptions
  readonly #partitions = new Map<string, Partition>()
  /** The same by topic and number: looked up with every request. */
  readonly #byTopic = new Map<string, Map<number, Partition>>()
  readonly #settings = new Map<string, TopicSettings>()
  readonly #context: PartitionContext
  readonly #tracks: ReplicaTracks
  readonly #checkpointed: ReadonlyMap<string, number>
  readonly fetchers: ReplicaFetchers

  constructor(options: ReplicaManagerOptions) {
    this.#options = options
    const { nodeId, settings, image, ledger, process, storage } = options
    this.#tracks = new ReplicaTracks(process.simulation.recorder, ledger, options.name)
    this.#checkpointed = storage.highWatermarks.read() ?? new Map<string, number>()
    this.fetchers = new ReplicaFetchers({ ...options.fetcher, settings, process, onDiskError: (error) => { this.onDiskError(error) } })
    this.#context = {
      nodeId,
      lagTimeMaxMs: settings.replicaLagTimeMaxMs,
      nowMs: options.nowMs,
      image,
      minIsrOf: (topic) => this.topicSettings(topic).minInsyncReplicas,
      proposeIsr: (partition, isr, recovery) => { options.alterPartitions.submit(partition, isr, recovery) },
      onHighWatermark: (partition, before, after) => { this.#tracks.highWatermarkPassed(partition, before, after) },
      onAppended: (partition, batch) => { this.#tracks.appended(partition, batch) },
    }
  }

  /** How long who has just appended has to wait for the disk, in microseconds. */
  get writeStallMicros(): number {
    const { disk } = this.#options.storage
    return disk.isLost ? 0 : disk.writeStallMicros
  }

  /** Takes the disk's time for reading what is not in memory. @returns how long it takes, in microseconds */
  readFromDisk(bytes: number): number {
    return this.#options.storage.disk.read(bytes)
  }

  get partitions(): readonly Partition[] {
    return [...this.#partitions.values()]
  }

  /** The replica on this broker; undefined when it has none. */
  partition(topic: string, partitionId: number): Partition | undefined {
    return this.#byTopic.get(topic)?.get(partitionId)
  }

  /** A topic's settings as this broker knows them. */
  topicSettings(topic: string): TopicSettings {
    let settings = this.#settings.get(topic)
    if (settings === undefined) {
      settings = readTopicSettings(this.#options.image.configs('TOPIC', topic), this.#options.settings.parsed)
      this.#settings.set(topic, settings)
    }
    return settings
  }

  /** Begins the periodic tasks: ISR shrink, high watermark checkpoint, retention, expiry of producers. */
  start(): void {
    const { settings } = this.#options
    this.#every(settings.replicaLagTimeMaxMs / 2, () => { for (const partition of this.partitions) partition.shrinkIsr() })
    this.#every(settings.highWatermarkCheckpointIntervalMs, () => { this.checkpointHighWatermarks() })
    this.#every(settings.retentionCheckIntervalMs, () => { this.#deleteOldSegments() })
    this.#every(600_000, () => { for (const { log } of this.partitions) log.producers.expire(this.#options.nowMs(), settings.producerIdExpirationMs) })
  }

  /** A topic's configuration changed. */
  onConfigChange(topic: string): void {
    this.#settings.delete(topic)
    for (const partition of this.partitions) if (partition.topic === topic) partition.log.config = this.topicSettings(topic).log
  }

  /** Takes over what the metadata log says of a topic's partitions. */
  applyTopic(topic: TopicImage): void {
    for (const [partitionId, state] of topic.partitions.entries()) this.#applyPartition(topic, partitionId, state)
  }

  /** A topic is gone: its replicas' files are deleted. */
  removeTopic(name: string): void {
    for (const partition of this.partitions) {
      if (partition.topic !== name) continue
      this.#remove(partition)
      for (const segment of [...partition.log.files.segments]) this.#tracks.removed(partition, partition.log.files.removeSegment(segment), 'expired', 'topic deleted')
      this.#options.storage.remove(name, partition.partitionId)
      partition.stop()
    }
  }

  /** Writes the high watermarks of all replicas to their checkpoint file. */
  checkpointHighWatermarks(): void {
    const { storage, process } = this.#options
    if (storage.disk.isLost) return
    storage.highWatermarks.write(new Map(this.partitions.map((partition) => [partition.name, partition.log.highWatermark])))
    storage.highWatermarks.sync(process, () => undefined)
  }

  /** Flushes all logs, as an orderly shutdown does. */
  flushAll(done: () => void): void {
    let waiting = this.#partitions.size
    if (waiting === 0) done()
    for (const { log } of this.partitions) {
      log.flush(() => {
        if (--waiting === 0) done()
      })
    }
  }

  /** An error of the only log directory halts the broker (LogDirFailureHandler). */
  onDiskError(error: unknown): void {
    if (!(error instanceof DiskError)) throw error
    const { process, name } = this.#options
    if (!process.isAlive) return
    process.log(name, 'ERROR', `Error while writing to the log directory: ${error.message}`)
    process.log(name, 'ERROR', 'Shutdown broker because all log dirs have failed')
    process.simulation.after(0, process, () => { process.exit() })
  }

  #applyPartition(topic: TopicImage, partitionId: number, state: PartitionState): void {
    const { nodeId } = this.#options
    let partition = this.partition(topic.name, partitionId)
    if (!state.replicas.includes(nodeId)) {
      if (partition !== undefined) this.#drop(partition)
      return
    }
    partition ??= this.#create(topic, partitionId)
    if (partition === undefined || partition.applyState(state) === 'unchanged') return
    if (partition.isLeader || partition.leaderId < 0) this.fetchers.remove(partition)
    else this.fetchers.add(partition)
    partition.completeProduces()
    partition.completeFetches()
    this.#tracks.refresh(partition)
    this.#options.onRole(partition)
  }

  #create(topic: TopicImage, partitionId: number): Partition | undefined {
    const { storage, process, nowMs } = this.#options
    const name = `${topic.name}-${partitionId}`
    try {
      const files = storage.open(topic.name, partitionId)
      const log: PartitionLog = new PartitionLog({
        files,
        topicPartition: name,
        config: this.topicSettings(topic.name).log,
        process,
        nowMs,
        onRemoved: (batches, fate, cause) => { this.#tracks.removedFrom(name, log.logStartOffset, batches, fate, cause) },
      })
      log.updateHighWatermark(this.#checkpointed.get(name) ?? 0)
      const partition = new Partition({ topic: topic.name, topicId: topic.topicId, partitionId, log, context: this.#context })
      this.#add(partition)
      this.#tracks.refresh(partition)
      return partition
    } catch (error) {
      this.onDiskError(error)
      return undefined
    }
  }

  /** The replica moved elsewhere (a reassignment): its files go. */
  #drop(partition: Partition): void {
    this.#remove(partition)
    for (const segment of [...partition.log.files.segments]) {
      this.#tracks.removed(partition, partition.log.files.removeSegment(segment), 'expired', 'replica moved to another broker')
    }
    this.#options.storage.remove(partition.topic, partition.partitionId)
    partition.stop()
  }

  #add(partition: Partition): void {
    this.#partitions.set(partition.name, partition)
    const ofTopic = this.#byTopic.get(partition.topic) ?? new Map<number, Partition>()
    this.#byTopic.set(partition.topic, ofTopic.set(partition.partitionId, partition))
  }

  #remove(partition: Partition): void {
    this.fetchers.remove(partition)
    this.#partitions.delete(partition.name)
    this.#byTopic.get(partition.topic)?.delete(partition.partitionId)
  }

  #deleteOldSegments(): void {
    for (const partition of this.partitions) if (partition.log.deleteOldSegments() > 0) this.#tracks.refresh(partition)
  }

  #every(periodMs: number, action: () => void): void {
    this.#options.process.after(Math.round(periodMs * microsPerMilli), () => {
      action()
      this.#every(periodMs, action)
    })
  }

  /** A follower appended or truncated: its tracks, and who waits for it. */
  onFollowerProgress(partition: Partition, batches: readonly RecordBatch[]): void {
    this.#tracks.replicated(partition, runsOfBatches(batches))
    partition.completeFetches()
  }
}
