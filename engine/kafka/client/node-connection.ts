import type { Endpoint } from '../../sim/connection.ts'
import type { Timer } from '../../sim/process.ts'
import { BROKER_PORT, requestEnvelope, responseBody, type AnyRequest, type AnyResponse } from '../protocol/envelope.ts'
import type { ApiName, RequestOf, ResponseOf } from '../protocol/messages.ts'
import { resolveHost } from './broker-address.ts'
import type { ClientContext } from './client-context.ts'
import type { ClientNode } from './client-metadata.ts'
import type { ExponentialBackoff } from './exponential-backoff.ts'

/** How a request ended for its sender. */
export type RequestOutcome<Api extends ApiName> =
  | { readonly kind: 'response'; readonly body: ResponseOf<Api> }
  /** No response is expected (acks=0): the socket has taken the request. */
  | { readonly kind: 'sent' }
  | { readonly kind: 'disconnected' }
  /** A request to this node got no answer within request.timeout.ms, so the client hung up. */
  | { readonly kind: 'timed out' }

/** A request to be sent. */
export interface ClientRequest<Api extends ApiName> {
  readonly api: Api
  readonly body: RequestOf<Api>
  /** Defaults to request.timeout.ms. */
  readonly timeoutMs?: number
  /** False for Produce with acks=0. */
  readonly expectsResponse?: boolean
  readonly onComplete: (outcome: RequestOutcome<Api>) => void
}

/** What a connection needs of its client. */
export interface ConnectionOwner {
  readonly context: ClientContext
  readonly requestTimeoutMs: number
  readonly maxInFlight: number
  readonly reconnectBackoff: ExponentialBackoff
  readonly setupTimeout: ExponentialBackoff
  nextCorrelationId(): number
  /** The connection became usable, or has room again. */
  onProgress(): void
  /** The connection is gone. */
  onDisconnected(node: ClientNode): void
  onInFlightChanged(): void
  /** Whether the client looks for time-outs at its own polls (`hangUpIfExpired`), and not at the deadline. */
  readonly looksAtPolls: boolean
}

interface InFlight {
  readonly correlationId: number
  readonly deadlineMicros: number
  readonly expectsResponse: boolean
  readonly receive: (response: AnyResponse) => void
  readonly written: () => void
  readonly cancel: (isTimeout: boolean) => void
}

type State = 'disconnected' | 'connecting' | 'checking api versions' | 'ready'

/**
 * The connection to one node (ClusterConnectionStates and InFlightRequests for that node): set-up with its time-out,
 * ApiVersions, requests in order, back-off after each end. When the oldest request has waited for its time-out, the client
 * hangs up and every request in flight fails with it.
 */
export class NodeConnection {
  readonly node: ClientNode
  readonly #owner: ConnectionOwner
  #state: State = 'disconnected'
  #endpoint: Endpoint<AnyRequest> | undefined
  #inFlight: InFlight[] = []
  #failedAttempts = 0
  #failedSetups = 0
  #retryAtMicros = 0
  #lastAttemptMicros = Number.NEGATIVE_INFINITY
  #timeout: Timer | undefined
  #attempt = 0
  /** A quota was exceeded: nothing is sent before this moment (ClusterConnectionStates.throttle). */
  #throttledUntilMicros = 0

  constructor(node: ClientNode, owner: ConnectionOwner) {
    this.node = node
    this.#owner = owner
  }

  /** Requests without an answer. */
  get inFlightCount(): number {
    return this.#inFlight.length
  }

  get lastAttemptMicros(): number {
    return this.#lastAttemptMicros
  }

  get isReady(): boolean {
    return this.#state === 'ready'
  }

  /** Whether it is being set up. */
  get isPreparing(): boolean {
    return this.#state === 'connecting' || this.#state === 'checking api versions'
  }

  /** Whether a request may be sent now: connected, and room for one more in flight. */
  get canSend(): boolean {
    if (this.#state !== 'ready' || this.#endpoint?.canSend !== true || this.#now < this.#throttledUntilMicros) return false
    return this.#inFlight.length < this.#owner.maxInFlight
  }

  /** Whether a connection may be tried now. */
  get canConnect(): boolean {
    return this.#state === 'disconnected' && this.#now >= this.#retryAtMicros
  }

  /** Microseconds until a connection may be tried; infinite while there is one (an event will tell). */
  get microsToRetry(): number {
    return this.#state === 'disconnected' ? Math.max(0, this.#retryAtMicros - this.#now) : Number.POSITIVE_INFINITY
  }

  get #now(): number {
    return this.#owner.context.lane.simulation.nowMicros
  }

  /** Begins to connect. */
  connect(): void {
    const { context } = this.#owner
    const host = resolveHost(context.lane, this.node.host)
    this.#state = 'connecting'
    this.#lastAttemptMicros = this.#now
    const attempt = ++this.#attempt
    if (host === undefined) {
      context.process.after(0, () => { if (this.#attempt === attempt) this.#disconnected(false) })
      return
    }
    context.lane.network.connect<AnyRequest, AnyResponse>({
      from: context.process,
      to: host,
      port: Number.isNaN(this.node.port) ? BROKER_PORT : this.node.port,
      timeoutMicros: this.#owner.setupTimeout.micros(this.#failedSetups),
      onConnected: (endpoint) => {
        if (this.#attempt === attempt) this.#connected(endpoint)
        else endpoint.close()
        return {
          onMessage: (message) => { if (this.#attempt === attempt) this.#receive(message) },
          onClosed: () => { if (this.#attempt === attempt) this.#disconnected(false) },
          onWritable: () => { if (this.#attempt === attempt) this.#writable() },
        }
      },
      onFailed: () => { if (this.#attempt === attempt) this.#disconnected(false) },
    })
  }

  /** Sends a request; `canSend` must hold, except for the exchange of API versions. */
  send<Api extends ApiName>(request: ClientRequest<Api>): void {
    const { context } = this.#owner
    const correlationId = this.#owner.nextCorrelationId()
    const sized = requestEnvelope(request.api, { correlationId, clientId: context.clientId }, request.body)
    const timeoutMs = request.timeoutMs ?? this.#owner.requestTimeoutMs
    this.#inFlight.push({
      correlationId,
      deadlineMicros: this.#now + timeoutMs * 1000,
      expectsResponse: request.expectsResponse ?? true,
      receive: (response) => {
        const body = responseBody(response, request.api)
        if (body !== undefined) request.onComplete({ kind: 'response', body })
      },
      written: () => { request.onComplete({ kind: 'sent' }) },
      cancel: (isTimeout) => { request.onComplete({ kind: isTimeout ? 'timed out' : 'disconnected' }) },
    })
    const isWritable = this.#endpoint?.canSend === true
    this.#endpoint?.send(sized.message, sized.bytes)
    if (isWritable) this.#writable()
    this.#armTimeout()
    this.#owner.onInFlightChanged()
  }

  /** Hangs up; requests in flight are forgotten without a word. */
  close(): void {
    this.#attempt++
    this.#endpoint?.close()
    this.#endpoint = undefined
    this.#inFlight = []
    this.#owner.context.process.cancel(this.#timeout)
    this.#state = 'disconnected'
  }

  #connected(endpoint: Endpoint<AnyRequest>): void {
    this.#endpoint = endpoint
    this.#state = 'checking api versions'
    this.#failedSetups = 0
    this.send({
      api: 'ApiVersions',
      body: { clientSoftwareName: 'apache-kafka-java', clientSoftwareVersion: '4.3.0' },
      onComplete: (outcome) => {
        if (outcome.kind !== 'response') return
        this.#state = 'ready'
        this.#failedAttempts = 0
        this.#owner.onProgress()
      },
    })
  }

  #receive(response: AnyResponse): void {
    const index = this.#inFlight.findIndex((request) => request.correlationId === response.correlationId)
    const [request] = index < 0 ? [] : this.#inFlight.splice(index, 1)
    this.#armTimeout()
    this.#owner.onInFlightChanged()
    if ('throttleTimeMs' in response.body) this.#throttle(response.api, response.body.throttleTimeMs)
    request?.receive(response)
    this.#owner.onProgress()
  }

  #throttle(api: ApiName, throttleTimeMs: number): void {
    if (throttleTimeMs === 0 && this.#throttledUntilMicros === 0) return
    const { lane, name, process } = this.#owner.context
    const { recorder } = lane.simulation
    recorder.set(recorder.track(name, `${api} throttle_time_ms from node ${String(this.node.id)}`), throttleTimeMs)
    if (throttleTimeMs === 0) return
    this.#throttledUntilMicros = Math.max(this.#throttledUntilMicros, this.#now + throttleTimeMs * 1000)
    process.after(throttleTimeMs * 1000, () => { this.#owner.onProgress() })
  }

  /** Requests that expect no answer are done once the socket has taken them. */
  #writable(): void {
    const written = this.#inFlight.filter((request) => !request.expectsResponse)
    if (written.length === 0) return
    this.#inFlight = this.#inFlight.filter((request) => request.expectsResponse)
    this.#owner.context.process.after(0, () => {
      for (const request of written) request.written()
      this.#owner.onInFlightChanged()
      this.#owner.onProgress()
    })
  }

  /** Hangs up when a request has waited for longer than its time-out (NetworkClient.handleTimedOutRequests). */
  hangUpIfExpired(): void {
    if (this.#inFlight.some(({ deadlineMicros }) => deadlineMicros < this.#now)) this.#timedOut()
  }

  #armTimeout(): void {
    if (this.#owner.looksAtPolls) return
    const { process } = this.#owner.context
    process.cancel(this.#timeout)
    this.#timeout = undefined
    let deadline = Number.POSITIVE_INFINITY
    for (const request of this.#inFlight) deadline = Math.min(deadline, request.deadlineMicros)
    if (deadline === Number.POSITIVE_INFINITY) return
    this.#timeout = process.after(Math.max(0, deadline - this.#now), () => { this.#timedOut() })
  }

  #timedOut(): void {
    const { name, process } = this.#owner.context
    process.log(name, 'INFO', `Disconnecting from node ${String(this.node.id)} due to request timeout.`)
    this.#disconnected(true)
  }

  #disconnected(isTimeout: boolean): void {
    this.#attempt++
    const wasConnecting = this.#state === 'connecting'
    this.#endpoint?.close()
    this.#endpoint = undefined
    this.#state = 'disconnected'
    this.#owner.context.process.cancel(this.#timeout)
    this.#timeout = undefined
    this.#lastAttemptMicros = this.#now
    this.#retryAtMicros = this.#now + this.#owner.reconnectBackoff.micros(this.#failedAttempts++)
    this.#failedSetups = wasConnecting ? this.#failedSetups + 1 : 0
    const cancelled = this.#inFlight
    this.#inFlight = []
    this.#owner.onDisconnected(this.node)
    for (const request of cancelled) request.cancel(isTimeout)
    this.#owner.onInFlightChanged()
    this.#owner.onProgress()
  }
}
