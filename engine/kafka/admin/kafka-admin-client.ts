import { parseBootstrapServers } from '../client/broker-address.ts'
import type { ClientContext } from '../client/client-context.ts'
import { clientEnvironment, networkConfig, withDefaults } from '../client/client-environment.ts'
import { exceptionOfError } from '../client/exception-of-error.ts'
import { NetworkClient } from '../client/network-client.ts'
import { constructAdminConfig } from '../config/admin-config.ts'
import { declareKeys } from '../config/modelled-keys.ts'
import { byTopic, type TopicPartition } from '../consumer/topic-partition.ts'
import type { CreateTopicsRequestCreatableTopic } from '../protocol/create-topics.ts'
import type { DescribeClusterResponse } from '../protocol/describe-cluster.ts'
import type { DescribeConfigsResult } from '../protocol/describe-configs.ts'
import type { DescribeTopicPartitionsResponseTopic } from '../protocol/describe-topic-partitions.ts'
import { errorByCode } from '../protocol/errors.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'
import type { ApiName, RequestOf, ResponseOf } from '../protocol/messages.ts'
import { WakeTimer } from '../client/wake-timer.ts'
import { GroupCalls } from './group-calls.ts'

/** Keys that the admin client reads, beside those of its connections. */
export const adminKeyUses = declareKeys('KafkaAdminClient', ['default.api.timeout.ms'])

/** What a call came to: its result, or the exception of its future. */
export type AdminCallback<Result> = (result: Result | KafkaException) => void

/** An offset that `listOffsets` found. */
export interface ListedOffset extends TopicPartition {
  readonly offset: number
  readonly timestamp: number
  readonly leaderEpoch: number
}

interface PendingCall {
  readonly description: string
  readonly deadlineMicros: number
  /** Where it goes; undefined: any broker. */
  readonly node: () => number | undefined
  readonly send: (node: number) => void
  readonly fail: (error: KafkaException) => void
}

const maxInFlight = 100
const topicResource = 2
const brokerResource = 4
/** Bounds of DescribeTopicPartitions (KIP-966). */
const partitionsPerResponse = 2000

/** Kafka's admin client: calls go to a broker that is up, are repeated after retriable errors, and give up after default.api.timeout.ms. */
export class KafkaAdminClient {
  readonly name: string
  /** Calls about groups. */
  readonly groups: GroupCalls = new GroupCalls(this)
  readonly #client: NetworkClient
  readonly #timeoutMs: number
  readonly #timer: WakeTimer
  #pending: PendingCall[] = []

  /** @throws KafkaException what Java's `Admin.create` throws for these properties */
  constructor(options: { readonly context: ClientContext; readonly properties: Readonly<Record<string, string>> }) {
    const { context, properties } = options
    const config = constructAdminConfig(withDefaults(properties, {}), clientEnvironment(context))
    this.name = context.name
    this.#timeoutMs = config.number('default.api.timeout.ms')
    this.#timer = new WakeTimer(context.process, () => { this.#run() })
    this.#client = new NetworkClient({
      context,
      config: networkConfig(config, maxInFlight),
      bootstrap: parseBootstrapServers(config.list('bootstrap.servers').join(',')),
      allowAutoTopicCreation: false,
      onProgress: () => { this.#timer.within(0) },
    })
    this.#client.metadata.wantOnly([])
  }

  /** Creates one topic. */
  createTopic(topic: CreateTopicsRequestCreatableTopic, done: AdminCallback<{ readonly partitions: number; readonly replicationFactor: number }>): void {
    if (topic.name === '') {
      done(new KafkaException('org.apache.kafka.common.errors.InvalidTopicException', "The given topic name '' cannot be represented in a request."))
      return
    }
    this.call('CreateTopics', { topics: [topic], timeoutMs: this.#timeoutMs, validateOnly: false }, (response) => {
      const result = response instanceof KafkaException ? response : response.topics[0]
      if (result === undefined || result instanceof KafkaException) done(result ?? noAnswer('createTopics'))
      else if (result.errorCode !== 0) done(exceptionOfError(errorByCode(result.errorCode), result.errorMessage))
      else done({ partitions: result.numPartitions, replicationFactor: result.replicationFactor })
    })
  }

  /** Partitions, leaders, ISR and ELR of one topic. */
  describeTopic(name: string, done: AdminCallback<DescribeTopicPartitionsResponseTopic>): void {
    this.call('DescribeTopicPartitions', { topics: [{ name }], responsePartitionLimit: partitionsPerResponse, cursor: null }, (response) => {
      const topic = response instanceof KafkaException ? response : response.topics[0]
      if (topic === undefined || topic instanceof KafkaException) done(topic ?? noAnswer('describeTopics'))
      else if (topic.errorCode !== 0) done(exceptionOfError(errorByCode(topic.errorCode)))
      else done(topic)
    })
  }

  /** Brokers that are unfenced, and the controller as brokers name it. */
  describeCluster(done: AdminCallback<DescribeClusterResponse>): void {
    this.call('DescribeCluster', { includeClusterAuthorizedOperations: false, endpointType: 1 }, (response) => {
      if (response instanceof KafkaException || response.errorCode === 0) done(response)
      else done(exceptionOfError(errorByCode(response.errorCode), response.errorMessage))
    })
  }

  /** Configuration of a topic or a broker. */
  describeConfigs(resource: { readonly type: 'topic' | 'broker'; readonly name: string }, done: AdminCallback<DescribeConfigsResult>): void {
    const resourceType = resource.type === 'topic' ? topicResource : brokerResource
    const node = resource.type === 'broker' ? Number(resource.name) : undefined
    this.call('DescribeConfigs', {
      resources: [{ resourceType, resourceName: resource.name, configurationKeys: null }], includeSynonyms: true, includeDocumentation: false,
    }, (response) => {
      const result = response instanceof KafkaException ? response : response.results[0]
      if (result === undefined || result instanceof KafkaException) done(result ?? noAnswer('describeConfigs'))
      else if (result.errorCode !== 0) done(exceptionOfError(errorByCode(result.errorCode), result.errorMessage))
      else done(result)
    }, node)
  }

  /**
   * Offsets of partitions at a timestamp, or by -1 (latest) and -2 (earliest).
   * @param isReadCommitted whether `latest` is the last stable offset
   */
  listOffsets(partitions: readonly TopicPartition[], timestamp: number, isReadCommitted: boolean, done: AdminCallback<readonly ListedOffset[]>): void {
    const { metadata } = this.#client
    for (const { topic } of partitions) metadata.want(topic)
    const found: ListedOffset[] = []
    let waiting = partitions.length
    let isDone = false
    for (const partition of partitions) {
      this.#toLeader(partition, timestamp, isReadCommitted, (result) => {
        if (isDone) return
        waiting--
        if (result instanceof KafkaException) {
          isDone = true
          done(result)
          return
        }
        found.push(result)
        if (waiting === 0) done(found)
      })
    }
    if (waiting === 0) done([])
  }

  /** Sends any request to a broker (a given one, or the least loaded) and calls back with the body of its answer. */
  call<Api extends ApiName>(api: Api, body: RequestOf<Api>, done: AdminCallback<ResponseOf<Api>>, node?: number): void {
    this.#enqueue(api, body, done, () => node ?? this.#client.leastLoadedNode()?.id)
  }

  /** Begins default.api.timeout.ms of a call that may take several requests. @returns whether it is over */
  deadline(): () => boolean {
    const deadlineMicros = this.#now + this.#timeoutMs * 1000
    return () => this.#now >= deadlineMicros
  }

  /** Goes on after retry.backoff.ms. */
  afterBackoff(action: () => void): void {
    this.#client.context.process.after(this.#client.retryBackoff.micros(0), action)
  }

  /** Hangs up. */
  close(): void {
    this.#timer.stop()
    this.#client.close()
    this.#pending = []
  }

  #toLeader(partition: TopicPartition, timestamp: number, isReadCommitted: boolean, done: AdminCallback<ListedOffset>): void {
    const deadline = this.#now + this.#timeoutMs * 1000
    const ask = (): void => {
      const body: RequestOf<'ListOffsets'> = {
        replicaId: -1,
        isolationLevel: isReadCommitted ? 1 : 0,
        timeoutMs: this.#timeoutMs,
        topics: [...byTopic([partition])].map(([name, entries]) => ({
          name, partitions: entries.map((entry) => ({ partitionIndex: entry.partition, currentLeaderEpoch: -1, timestamp })),
        })),
      }
      this.#enqueue('ListOffsets', body, (response) => {
        const entry = response instanceof KafkaException ? response : response.topics[0]?.partitions[0]
        if (entry === undefined || entry instanceof KafkaException) done(entry ?? noAnswer('listOffsets'))
        else if (entry.errorCode === 0) done({ ...partition, offset: entry.offset, timestamp: entry.timestamp, leaderEpoch: entry.leaderEpoch })
        else if (errorByCode(entry.errorCode).retriable && this.#now < deadline) {
          this.#client.metadata.requestUpdate()
          this.#client.context.process.after(this.#client.retryBackoff.micros(0), ask)
        } else done(exceptionOfError(errorByCode(entry.errorCode)))
      }, () => {
        const leader = this.#client.metadata.partition(partition.topic, partition.partition)?.leader ?? -1
        if (leader < 0) this.#client.metadata.requestUpdate()
        return leader < 0 ? undefined : leader
      })
    }
    ask()
  }

  #enqueue<Api extends ApiName>(api: Api, body: RequestOf<Api>, done: AdminCallback<ResponseOf<Api>>, node: () => number | undefined): void {
    const deadlineMicros = this.#now + this.#timeoutMs * 1000
    const call: PendingCall = {
      description: api.slice(0, 1).toLowerCase() + api.slice(1),
      deadlineMicros,
      node,
      fail: done,
      send: (target) => {
        this.#client.send(target, { api, body, onComplete: (outcome) => {
          if (outcome.kind === 'response') done(outcome.body)
          else {
            this.#pending.push(call)
            this.#timer.within(this.#client.retryBackoff.micros(0))
          }
        } })
      },
    }
    this.#pending.push(call)
    this.#timer.within(0)
  }

  get #now(): number {
    return this.#client.context.lane.simulation.nowMicros
  }

  #run(): void {
    const waiting = this.#pending
    this.#pending = []
    let wait = Number.POSITIVE_INFINITY
    for (const call of waiting) {
      const node = call.node()
      if (this.#now >= call.deadlineMicros) {
        call.fail(new KafkaException('org.apache.kafka.common.errors.TimeoutException', `Timed out waiting for a node assignment. Call: ${call.description}`))
      } else if (node !== undefined && this.#client.ready(node)) call.send(node)
      else {
        this.#pending.push(call)
        wait = Math.min(wait, call.deadlineMicros - this.#now, node === undefined ? retryMicros : this.#client.microsToRetry(node))
      }
    }
    this.#client.maybeUpdateMetadata()
    this.#timer.within(wait)
  }
}

/** How often a call without a node looks again. */
const retryMicros = 100_000

function noAnswer(call: string): KafkaException {
  return new KafkaException('org.apache.kafka.common.KafkaException', `The response to ${call} did not contain a result`)
}
