import { ClientQuotaImage } from './client-quota-image.ts'
import type {
  BrokerRegistrationChangeRecord,
  MetadataRecord,
  PartitionChange,
  PartitionChangeRecord,
  PartitionState,
  RegisterBrokerRecord,
} from './metadata-record.ts'

/** What the cluster knows of one broker. */
export interface BrokerRegistration {
  readonly id: number
  readonly epoch: number
  readonly incarnationId: string
  readonly host: string
  readonly port: number
  readonly rack: string | null
  readonly fenced: boolean
  readonly inControlledShutdown: boolean
}

/** A topic with its partitions by number. */
export interface TopicImage {
  readonly name: string
  readonly topicId: string
  readonly partitions: readonly PartitionState[]
}

/** One partition of a topic, as iterations give it. */
export interface PartitionAt {
  readonly topic: TopicImage
  readonly partitionId: number
  readonly state: PartitionState
}

/** The state after a change: a leader in the change raises the leader epoch, any change the partition epoch. */
export function mergeChange(state: PartitionState, change: PartitionChange): PartitionState {
  return {
    ...state,
    ...change,
    leaderEpoch: change.leader === undefined ? state.leaderEpoch : state.leaderEpoch + 1,
    partitionEpoch: state.partitionEpoch + 1,
  }
}

/** The cluster's metadata at one offset of the metadata log: what records up to it add up to (MetadataImage). */
export class ClusterImage {
  readonly #brokers = new Map<number, BrokerRegistration>()
  readonly #topics = new Map<string, TopicImage>()
  readonly #topicsById = new Map<string, TopicImage>()
  readonly #configs = new Map<string, Map<string, string>>()
  readonly clientQuotas = new ClientQuotaImage()
  /** Offset of the last record that was applied; −1 when none was. */
  offset = -1
  nextProducerId = 0

  /** Registered brokers in the order of their ids. */
  get brokers(): readonly BrokerRegistration[] {
    return [...this.#brokers.values()].sort((left, right) => left.id - right.id)
  }

  get topics(): readonly TopicImage[] {
    return [...this.#topics.values()]
  }

  broker(id: number): BrokerRegistration | undefined {
    return this.#brokers.get(id)
  }

  /** Whether a broker is registered, unfenced and not shutting down. */
  isActive(id: number): boolean {
    const broker = this.#brokers.get(id)
    return broker !== undefined && !broker.fenced && !broker.inControlledShutdown
  }

  topic(name: string): TopicImage | undefined {
    return this.#topics.get(name)
  }

  topicById(topicId: string): TopicImage | undefined {
    return this.#topicsById.get(topicId)
  }

  partition(topic: string, partitionId: number): PartitionState | undefined {
    return this.#topics.get(topic)?.partitions[partitionId]
  }

  /** Every partition of every topic. */
  *partitions(): Generator<PartitionAt> {
    for (const topic of this.#topics.values()) {
      for (const [partitionId, state] of topic.partitions.entries()) yield { topic, partitionId, state }
    }
  }

  /** The configuration that was set for a topic or broker. */
  configs(resourceType: 'TOPIC' | 'BROKER', name: string): ReadonlyMap<string, string> {
    return this.#configs.get(`${resourceType}:${name}`) ?? new Map<string, string>()
  }

  /** Applies one record. */
  apply(record: MetadataRecord, offset: number): void {
    this.offset = offset
    switch (record.type) {
      case 'RegisterBrokerRecord':
        this.#register(record, offset)
        break
      case 'BrokerRegistrationChangeRecord':
        this.#changeBroker(record)
        break
      case 'TopicRecord':
        this.#setTopic({ name: record.name, topicId: record.topicId, partitions: [] })
        break
      case 'RemoveTopicRecord':
        this.#removeTopic(record.topicId)
        break
      case 'PartitionRecord':
        this.#setPartition(record.topicId, record.partitionId, record.state)
        break
      case 'PartitionChangeRecord':
        this.#changePartition(record)
        break
      case 'ConfigRecord':
        this.#configure(`${record.resourceType}:${record.resourceName}`, record.name, record.value)
        break
      case 'ClientQuotaRecord':
        this.clientQuotas.apply(record)
        break
      case 'ProducerIdsRecord':
        this.nextProducerId = record.nextProducerId
        break
      case 'NoOpRecord':
      case 'LeaderChangeMessage':
        break
    }
  }

  /** Forgets everything, to be built again from the log. */
  clear(): void {
    this.#brokers.clear()
    this.#topics.clear()
    this.#topicsById.clear()
    this.#configs.clear()
    this.clientQuotas.clear()
    this.offset = -1
    this.nextProducerId = 0
  }

  #register(record: RegisterBrokerRecord, offset: number): void {
    const { brokerId: id, incarnationId, host, port, rack } = record
    this.#brokers.set(id, { id, epoch: offset, incarnationId, host, port, rack, fenced: true, inControlledShutdown: false })
  }

  #changeBroker(record: BrokerRegistrationChangeRecord): void {
    const broker = this.#brokers.get(record.brokerId)
    if (broker === undefined) return
    this.#brokers.set(broker.id, {
      ...broker,
      fenced: record.fenced ?? broker.fenced,
      inControlledShutdown: record.inControlledShutdown ?? broker.inControlledShutdown,
    })
  }

  #setPartition(topicId: string, partitionId: number, state: PartitionState): void {
    const topic = this.topicById(topicId)
    if (topic === undefined) return
    const partitions = [...topic.partitions]
    partitions[partitionId] = state
    this.#setTopic({ ...topic, partitions })
  }

  #setTopic(topic: TopicImage): void {
    this.#topics.set(topic.name, topic)
    this.#topicsById.set(topic.topicId, topic)
  }

  #changePartition(record: PartitionChangeRecord): void {
    const state = this.topicById(record.topicId)?.partitions[record.partitionId]
    if (state !== undefined) this.#setPartition(record.topicId, record.partitionId, mergeChange(state, record.change))
  }

  #removeTopic(topicId: string): void {
    const topic = this.topicById(topicId)
    if (topic === undefined) return
    this.#topics.delete(topic.name)
    this.#topicsById.delete(topicId)
    this.#configs.delete(`TOPIC:${topic.name}`)
  }

  #configure(resource: string, name: string, value: string | null): void {
    const configs = new Map(this.#configs.get(resource) ?? [])
    if (value === null) configs.delete(name)
    else configs.set(name, value)
    this.#configs.set(resource, configs)
  }
}
