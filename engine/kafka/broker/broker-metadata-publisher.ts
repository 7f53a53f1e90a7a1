import type { Process } from '../../sim/process.ts'
import type { ClusterImage } from '../metadata/cluster-image.ts'
import type { MetadataBatch, MetadataRecord } from '../metadata/metadata-record.ts'
import type { ReplicaManager } from './replica-manager.ts'

/** What the publisher works on. */
export interface PublisherOptions {
  readonly process: Process
  readonly image: ClusterImage
  readonly replicas: ReplicaManager
  /** From a committed change to its effect, in microseconds. */
  readonly delayMicros: () => number
}

/** Applies committed metadata to the broker's image and replicas, in order (BrokerMetadataPublisher). */
export class BrokerMetadataPublisher {
  readonly #options: PublisherOptions
  readonly #queue: (() => void)[] = []
  #lastPublishMicros = 0
  #isPublishing = false

  constructor(options: PublisherOptions) {
    this.#options = options
  }

  /** The broker has caught up: opens the replicas of all topics, and keeps them up to date from now on. */
  begin(): void {
    const { image, replicas } = this.#options
    this.#isPublishing = true
    for (const topic of image.topics) replicas.applyTopic(topic)
  }

  /** A batch of the metadata log is committed. */
  onCommit(batch: MetadataBatch): void {
    const { process, delayMicros } = this.#options
    const { nowMicros } = process.simulation
    const isWeighty = batch.payload.some(({ type }) => type !== 'NoOpRecord')
    const delay = isWeighty && this.#isPublishing ? delayMicros() : 0
    this.#lastPublishMicros = Math.max(this.#lastPublishMicros, nowMicros + delay)
    this.#queue.push(() => { this.#publish(batch) })
    if (this.#lastPublishMicros === nowMicros && this.#queue.length === 1) this.#queue.shift()?.()
    else process.after(this.#lastPublishMicros - nowMicros, () => { this.#queue.shift()?.() })
  }

  #publish(batch: MetadataBatch): void {
    const { image, replicas } = this.#options
    const changed = new Set<string>()
    let offset = batch.baseOffset
    for (const record of batch.payload) {
      if (record.type === 'RemoveTopicRecord' && this.#isPublishing) this.#removeTopic(record.topicId)
      image.apply(record, offset++)
      this.#note(record, changed)
    }
    if (!this.#isPublishing) return
    for (const name of changed) {
      const topic = image.topic(name)
      if (topic !== undefined) replicas.applyTopic(topic)
    }
  }

  #removeTopic(topicId: string): void {
    const topic = this.#options.image.topicById(topicId)
    if (topic !== undefined) this.#options.replicas.removeTopic(topic.name)
  }

  #note(record: MetadataRecord, changed: Set<string>): void {
    if (record.type === 'PartitionRecord' || record.type === 'PartitionChangeRecord') {
      const topic = this.#options.image.topicById(record.topicId)
      if (topic !== undefined) changed.add(topic.name)
    } else if (record.type === 'ConfigRecord' && record.resourceType === 'TOPIC') this.#options.replicas.onConfigChange(record.resourceName)
  }
}
