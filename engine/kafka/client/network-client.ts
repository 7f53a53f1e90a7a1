import { ClientMetadata, type ClientNode } from './client-metadata.ts'
import type { BrokerAddress } from './broker-address.ts'
import type { ClientContext } from './client-context.ts'
import { ExponentialBackoff } from './exponential-backoff.ts'
import type { NetworkConfig } from './network-config.ts'
import { NodeConnection, type ClientRequest, type ConnectionOwner } from './node-connection.ts'
import { WakeTimer } from './wake-timer.ts'
import type { ApiName } from '../protocol/messages.ts'
import type { RandomStream } from '../../sim/random-stream.ts'
import type { Track } from '../../sim/recorder.ts'

/** Uuid.ZERO_UUID: the topic is asked for by name. */
const zeroUuid = 'AAAAAAAAAAAAAAAAAAAAAA'

/** What a client's connections are made from. */
export interface NetworkClientOptions {
  readonly context: ClientContext
  readonly bootstrap: readonly BrokerAddress[]
  readonly config: NetworkConfig
  /** Something has moved (connected, response, room, metadata): look again at what can be sent. */
  readonly onProgress: () => void
  /** Whether metadata requests may create topics (allow.auto.create.topics; producers: true). */
  readonly allowAutoTopicCreation: boolean
  /**
   * Whether a thread that does nothing else polls this client (a producer's Sender): it calls `poll` whenever its select
   * returns, and only then learns that a request has timed out. Other clients poll all the time.
   */
  readonly looksAtPolls?: boolean
}

/**
 * A client's connections to brokers and its metadata (Kafka's NetworkClient with its DefaultMetadataUpdater): it connects
 * on demand, keeps requests in order, refreshes metadata from the least loaded node, and hangs up on time-outs.
 */
export class NetworkClient implements ConnectionOwner {
  readonly context: ClientContext
  readonly metadata: ClientMetadata
  readonly requestTimeoutMs: number
  readonly maxInFlight: number
  readonly reconnectBackoff: ExponentialBackoff
  readonly setupTimeout: ExponentialBackoff
  /** Back-off of repeated requests (retry.backoff.ms), for the client's own use. */
  readonly retryBackoff: ExponentialBackoff
  readonly random: RandomStream
  readonly looksAtPolls: boolean
  readonly #connections = new Map<number, NodeConnection>()
  readonly #onProgress: () => void
  readonly #allowAutoTopicCreation: boolean
  readonly #metadataTimer: WakeTimer
  readonly #inFlightTrack: Track
  #correlationId = 0
  #isFetchingMetadata = false
  #isClosed = false

  constructor(options: NetworkClientOptions) {
    const { context, config } = options
    this.context = context
    this.random = context.lane.simulation.random(context.name)
    const backoff = (initialMs: number, maxMs: number): ExponentialBackoff => new ExponentialBackoff({ initialMs, maxMs }, this.random)
    this.retryBackoff = backoff(config.retryBackoffMs, config.retryBackoffMaxMs)
    this.reconnectBackoff = backoff(config.reconnectBackoffMs, config.reconnectBackoffMaxMs)
    this.setupTimeout = backoff(config.connectionSetupTimeoutMs, config.connectionSetupTimeoutMaxMs)
    this.metadata = new ClientMetadata(options.bootstrap, { maxAgeMs: config.metadataMaxAgeMs }, this.retryBackoff)
    this.requestTimeoutMs = config.requestTimeoutMs
    this.maxInFlight = config.maxInFlight
    this.#onProgress = options.onProgress
    this.#allowAutoTopicCreation = options.allowAutoTopicCreation
    this.looksAtPolls = options.looksAtPolls ?? false
    this.#metadataTimer = new WakeTimer(context.process, () => {
      if (this.looksAtPolls) this.poll()
      this.maybeUpdateMetadata()
    })
    this.#inFlightTrack = context.lane.simulation.recorder.track(context.name, 'requests-in-flight')
  }

  /** Requests without an answer, at all nodes. */
  get inFlightCount(): number {
    let count = 0
    for (const connection of this.#connections.values()) count += connection.inFlightCount
    return count
  }

  /** Whether a request can go to the node now; begins to connect when there is no connection (NetworkClient.ready). */
  ready(nodeId: number): boolean {
    if (this.#isClosed) return false
    const connection = this.#connection(nodeId)
    if (connection === undefined) return false
    if (connection.canSend && !this.#isMetadataDue()) return true
    if (connection.canConnect) connection.connect()
    return false
  }

  /** Microseconds until the node may be tried again; infinite when an event will tell, or when the client is closed. */
  microsToRetry(nodeId: number): number {
    if (this.#isClosed) return Number.POSITIVE_INFINITY
    return this.#connection(nodeId)?.microsToRetry ?? Number.POSITIVE_INFINITY
  }

  /** Sends to a node for which `ready` just said yes. */
  send<Api extends ApiName>(nodeId: number, request: ClientRequest<Api>): void {
    this.#connection(nodeId)?.send(request)
  }

  /**
   * The node to send to when any will do: the ready one with the fewest requests in flight, else one that is being
   * connected, else one that may be connected, the least recently tried first.
   */
  leastLoadedNode(): ClientNode | undefined {
    const { nodes } = this.metadata
    if (nodes.length === 0) return undefined
    const start = this.random.nextInt(nodes.length)
    let ready: NodeConnection | undefined
    let preparing: NodeConnection | undefined
    let connectable: NodeConnection | undefined
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[(start + index) % nodes.length]
      const connection = node === undefined ? undefined : this.#connection(node.id)
      if (connection === undefined) continue
      if (connection.canSend) {
        if (connection.inFlightCount === 0) return connection.node
        if (ready === undefined || connection.inFlightCount < ready.inFlightCount) ready = connection
      } else if (connection.isPreparing) preparing ??= connection
      else if (connection.canConnect && (connectable === undefined || connectable.lastAttemptMicros > connection.lastAttemptMicros)) {
        connectable = connection
      }
    }
    return (ready ?? preparing ?? connectable)?.node
  }

  /** Sends a metadata request if one is due, and arranges to look again. */
  maybeUpdateMetadata(): void {
    if (this.#isClosed || this.#isFetchingMetadata) return
    const wait = this.metadata.microsToNextUpdate(this.#now)
    if (wait > 0) {
      this.#metadataTimer.within(wait)
      return
    }
    const node = this.leastLoadedNode()
    const connection = node === undefined ? undefined : this.#connection(node.id)
    if (connection === undefined) {
      this.#metadataTimer.within(this.#microsToAnyRetry())
      return
    }
    if (connection.canSend) this.#fetchMetadata(connection)
    else if (connection.canConnect) connection.connect()
  }

  /** The end of a poll: hangs up where a request has timed out. */
  poll(): void {
    for (const connection of this.#connections.values()) connection.hangUpIfExpired()
  }

  /** How long a select lasts at most while requests are under way, in microseconds; then a time-out is noticed. */
  get selectMicros(): number {
    return this.inFlightCount === 0 ? Number.POSITIVE_INFINITY : (this.requestTimeoutMs + 1) * 1000
  }

  /** Hangs up everywhere. */
  close(): void {
    this.#isClosed = true
    this.#metadataTimer.stop()
    for (const connection of this.#connections.values()) connection.close()
  }

  nextCorrelationId(): number {
    return this.#correlationId++
  }

  onProgress(): void {
    if (this.#isClosed) return
    this.maybeUpdateMetadata()
    this.#onProgress()
  }

  onDisconnected(node: ClientNode): void {
    this.context.process.log(this.context.name, 'INFO', `Node ${String(node.id)} disconnected.`)
    this.metadata.requestUpdate()
  }

  onInFlightChanged(): void {
    this.context.lane.simulation.recorder.set(this.#inFlightTrack, this.inFlightCount)
  }

  get #now(): number {
    return this.context.lane.simulation.nowMicros
  }

  #isMetadataDue(): boolean {
    return !this.#isFetchingMetadata && this.metadata.microsToNextUpdate(this.#now) === 0
  }

  #fetchMetadata(connection: NodeConnection): void {
    this.#isFetchingMetadata = true
    const wanted = this.metadata.wantedTopics
    connection.send({
      api: 'Metadata',
      body: {
        topics: wanted.map((name) => ({ topicId: zeroUuid, name })),
        allowAutoTopicCreation: this.#allowAutoTopicCreation,
        includeTopicAuthorizedOperations: false,
      },
      onComplete: (outcome) => {
        this.#isFetchingMetadata = false
        if (outcome.kind === 'response' && outcome.body.brokers.length > 0) this.metadata.update(outcome.body, this.#now)
        else this.metadata.failedUpdate(this.#now)
        if (this.metadata.wantedTopics.some((name) => !wanted.includes(name))) this.metadata.requestUpdate()
        this.onProgress()
      },
    })
  }

  #microsToAnyRetry(): number {
    let wait = Number.POSITIVE_INFINITY
    for (const node of this.metadata.nodes) wait = Math.min(wait, this.#connection(node.id)?.microsToRetry ?? Number.POSITIVE_INFINITY)
    return wait
  }

  /** The connection of a node; a broker that came back under another address gets a new one. */
  #connection(nodeId: number): NodeConnection | undefined {
    const node = this.metadata.node(nodeId)
    if (node === undefined) return undefined
    let connection = this.#connections.get(nodeId)
    if (connection === undefined || connection.node.host !== node.host || connection.node.port !== node.port) {
      connection?.close()
      connection = new NodeConnection(node, this)
      this.#connections.set(nodeId, connection)
    }
    return connection
  }
}
