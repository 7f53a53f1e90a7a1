import type { RecordRun } from '../../ledger/record-run.ts'
import { exceptionOfError } from '../client/exception-of-error.ts'
import type { LeaderHint } from '../client/client-metadata.ts'
import type { NetworkClient } from '../client/network-client.ts'
import { errorByCode } from '../protocol/errors.ts'
import type { FetchResponse, FetchResponsePartitionData, FetchTopic } from '../protocol/fetch.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'
import { endpointsOf } from '../producer/produce-request.ts'
import { CompletedFetch } from './completed-fetch.ts'
import type { ConsumedRun } from './consumed-run.ts'
import type { ConsumerConfig } from './consumer-config.ts'
import { leaveReplica, preferReplica, readReplica } from './read-replica.ts'
import type { AssignedPartition, FetchPosition, SubscriptionState } from './subscription-state.ts'
import { byTopic, partitionName } from './topic-partition.ts'

/** What the fetcher works with. */
export interface FetcherOptions {
  readonly config: ConsumerConfig
  readonly client: NetworkClient
  readonly subscriptions: SubscriptionState
  /** What a fetch said of a partition's end, for lag. */
  readonly onHighWatermark: (partition: AssignedPartition) => void
}

interface Asked {
  readonly partition: AssignedPartition
  readonly position: FetchPosition
  /** The broker that is asked: the leader, or the follower that it named. */
  readonly node: number
}

/**
 * Reads ahead of the application (Kafka's Fetcher): one request to a broker at a time, for every partition there that has
 * no fetched records waiting. Requests name all partitions each time, as a fetch without a session does.
 */
export class Fetcher {
  readonly #options: FetcherOptions
  readonly #pendingNodes = new Set<number>()
  #completed: CompletedFetch[] = []
  #error: KafkaException | undefined

  constructor(options: FetcherOptions) {
    this.#options = options
  }

  /** Whether `collect` would return something now. */
  get hasBuffered(): boolean {
    return this.#completed.length > 0 || this.#error !== undefined
  }

  /** Sends fetches for all partitions that can be fetched now. @returns microseconds until a node can be tried again */
  sendFetches(): number {
    const { client, config } = this.#options
    let wait = Number.POSITIVE_INFINITY
    for (const [node, asked] of this.#fetchable()) {
      if (this.#pendingNodes.has(node)) continue
      if (!client.ready(node)) {
        wait = Math.min(wait, client.microsToRetry(node))
        continue
      }
      this.#pendingNodes.add(node)
      client.send(node, {
        api: 'Fetch',
        body: {
          maxWaitMs: config.fetchMaxWaitMs,
          minBytes: config.fetchMinBytes,
          maxBytes: config.fetchMaxBytes,
          isolationLevel: config.isReadCommitted ? 1 : 0,
          sessionId: 0,
          sessionEpoch: -1,
          topics: this.#topicsOf(asked),
          forgottenTopicsData: [],
          rackId: config.clientRack,
        },
        onComplete: (outcome) => {
          this.#pendingNodes.delete(node)
          if (outcome.kind === 'response') this.#received(asked, outcome.body)
          else for (const { partition } of asked) leaveReplica(partition, node, client)
        },
      })
    }
    return wait
  }

  /** Takes out fetched records, at most max.poll.records. @throws KafkaException an error that the application must see */
  collect(): readonly ConsumedRun[] {
    const error = this.#error
    if (error !== undefined) {
      this.#error = undefined
      throw error
    }
    const records: ConsumedRun[] = []
    let room = this.#options.config.maxPollRecords
    while (room > 0) {
      const fetch = this.#completed.find(({ partition }) => !partition.isPaused && !partition.isPendingRevocation)
      if (fetch === undefined) break
      for (const taken of this.#takeFrom(fetch, room)) {
        records.push(taken)
        room -= taken.run.count
      }
      if (fetch.isDrained || !this.#isCurrent(fetch)) this.#completed = this.#completed.filter((other) => other !== fetch)
      else break
    }
    return records
  }

  /** Drops what was fetched for partitions that are no longer assigned. */
  dropUnassigned(): void {
    this.#completed = this.#completed.filter((fetch) => this.#options.subscriptions.of(fetch.partition) === fetch.partition)
  }

  /** Fetched records that `poll` has not returned. */
  walk(visit: (run: RecordRun) => void): void {
    for (const fetch of this.#completed) fetch.walk(visit)
  }

  #takeFrom(fetch: CompletedFetch, room: number): readonly ConsumedRun[] {
    if (!this.#isCurrent(fetch)) return []
    const { partition } = fetch
    const taken = fetch.take(room)
    const { position } = partition
    if (position !== undefined) partition.position = { ...position, offset: fetch.nextOffset, offsetEpoch: fetch.lastEpoch }
    return taken
  }

  /** Whether the partition is still read from where this fetch goes on. */
  #isCurrent(fetch: CompletedFetch): boolean {
    const { partition } = fetch
    return this.#options.subscriptions.of(partition) === partition && partition.state === 'fetching' && partition.position?.offset === fetch.nextOffset
  }

  #fetchable(): ReadonlyMap<number, readonly Asked[]> {
    const now = this.#options.client.context.lane.simulation.nowMicros
    const buffered = new Set(this.#completed.map((fetch) => fetch.partition))
    const nodes = new Map<number, Asked[]>()
    for (const partition of this.#options.subscriptions.assigned) {
      const { position } = partition
      if (partition.state !== 'fetching' || position === undefined || partition.isPaused || partition.isPendingRevocation || buffered.has(partition)) continue
      if (position.leader < 0 || partition.retryAtMicros > now) {
        if (position.leader < 0) this.#options.client.metadata.requestUpdate()
        continue
      }
      const node = readReplica(partition, position, this.#options.client)
      const asked = nodes.get(node) ?? []
      asked.push({ partition, position, node })
      nodes.set(node, asked)
    }
    return nodes
  }

  #topicsOf(asked: readonly Asked[]): readonly FetchTopic[] {
    const { metadata } = this.#options.client
    const groups = byTopic(asked.map(({ partition, position }) => ({ topic: partition.topic, partition: partition.partition, position })))
    return [...groups].map(([topic, entries]) => ({
      topicId: metadata.topic(topic)?.topicId ?? '',
      partitions: entries.map(({ partition, position }) => ({
        partition,
        currentLeaderEpoch: position.leaderEpoch,
        fetchOffset: position.offset,
        lastFetchedEpoch: -1,
        logStartOffset: -1,
        partitionMaxBytes: this.#options.config.maxPartitionFetchBytes,
      })),
    }))
  }

  #received(asked: readonly Asked[], response: FetchResponse): void {
    const { metadata } = this.#options.client
    const hints: LeaderHint[] = []
    for (const topic of response.responses) {
      const name = metadata.topicNameOf(topic.topicId)
      for (const data of topic.partitions) {
        const request = asked.find(({ partition }) => partition.topic === name && partition.partition === data.partitionIndex)
        if (request === undefined || this.#options.subscriptions.of(request.partition) !== request.partition) continue
        if (data.currentLeader !== undefined && data.currentLeader.leaderId >= 0) {
          hints.push({ topic: request.partition.topic, partition: data.partitionIndex, ...data.currentLeader })
        }
        this.#receivedPartition(request, data)
      }
    }
    if (hints.length > 0) metadata.updateLeaders(hints, endpointsOf(response))
  }

  #receivedPartition(asked: Asked, data: FetchResponsePartitionData): void {
    const { partition, position } = asked
    if (partition.position?.offset !== position.offset || partition.state !== 'fetching') return
    if (data.errorCode !== 0) {
      this.#failed(asked, data.errorCode)
      return
    }
    partition.highWatermark = data.highWatermark
    this.#options.onHighWatermark(partition)
    if (data.preferredReadReplica >= 0) preferReplica(partition, data.preferredReadReplica, this.#options.client)
    if (data.records === null || data.records.length === 0) return
    this.#completed.push(new CompletedFetch({
      partition,
      fetchOffset: position.offset,
      batches: data.records,
      aborted: data.abortedTransactions,
      isReadCommitted: this.#options.config.isReadCommitted,
    }))
  }

  #failed(asked: Asked, code: number): void {
    const { partition, position } = asked
    const { client, config, subscriptions } = this.#options
    const error = errorByCode(code)
    const wasFollower = leaveReplica(partition, asked.node, client)
    if (error.name === 'OFFSET_OUT_OF_RANGE') {
      if (wasFollower) return
      if (config.autoOffsetReset === 'none') this.#error = outOfRange(partition, position, client)
      else {
        client.context.process.log(client.context.name, 'INFO',
          `Fetch position ${positionText(position, client)} is out of range for partition ${partitionName(partition)}, resetting offset`)
        subscriptions.requestReset(partition, undefined)
      }
      return
    }
    partition.retryAtMicros = client.context.lane.simulation.nowMicros + client.retryBackoff.micros(0)
    if (error.invalidMetadata || error.name === 'UNKNOWN_TOPIC_ID' || error.name === 'OFFSET_NOT_AVAILABLE') client.metadata.requestUpdate()
    else if (!error.retriable) this.#error = exceptionOfError(error)
  }
}

function outOfRange(partition: AssignedPartition, position: FetchPosition, client: NetworkClient): KafkaException {
  return new KafkaException('org.apache.kafka.clients.consumer.OffsetOutOfRangeException',
    `Fetch position ${positionText(position, client)} is out of range for partition ${partitionName(partition)}`)
}

/** A position as Java's FetchPosition prints itself. */
function positionText(position: FetchPosition, client: NetworkClient): string {
  const node = client.metadata.node(position.leader)
  const leader = node === undefined ? 'Optional.empty' : `Optional[${node.host}:${String(node.port)} (id: ${String(node.id)} rack: null isFenced: false)]`
  const epoch = position.offsetEpoch < 0 ? 'Optional.empty' : `Optional[${String(position.offsetEpoch)}]`
  return `FetchPosition{offset=${String(position.offset)}, offsetEpoch=${epoch}, currentLeader=LeaderAndEpoch{leader=${leader}, epoch=${position.leaderEpoch < 0 ? 'absent' : String(position.leaderEpoch)}}}`
}
