import { wakeLateMicrosOf } from '../client/client-context.ts'
import type { NetworkClient } from '../client/network-client.ts'
import { WakeTimer } from '../client/wake-timer.ts'
import { errorByCode, type ProtocolError } from '../protocol/errors.ts'
import type { ConsumerConfig } from './consumer-config.ts'
import type { CoordinatorLink } from './coordinator-link.ts'
import type { GroupIdentity } from './offset-requests.ts'

/** What heartbeats work with. */
export interface HeartbeatsOptions {
  readonly config: ConsumerConfig
  readonly client: NetworkClient
  readonly link: CoordinatorLink
  readonly identity: () => GroupIdentity
  /** Whether max.poll.interval.ms counts now (not during a rebalance). */
  readonly isPollWatched: () => boolean
  readonly onAnswer: (error: ProtocolError) => void
  /** The application has not polled for max.poll.interval.ms. */
  readonly onPollTimeout: () => void
}

/** How often it looks for a coordinator that is not known. */
const retryMicros = 100_000
const pollTimeoutText = 'consumer poll timeout has expired. This means the time between subsequent calls to poll() was longer than the configured max.poll.interval.ms, '
  + 'which typically implies that the poll loop is spending too much time processing messages. You can address this either by increasing max.poll.interval.ms '
  + 'or by reducing the maximum size of batches returned in poll() with max.poll.records.'

/**
 * What Java's heartbeat thread does (AbstractCoordinator.HeartbeatThread and Heartbeat). While the application polls, polls wake
 * it in time; while it works on records, the thread looks each retry.backoff.ms, so that heartbeats come a little late.
 */
export class Heartbeats {
  readonly #options: HeartbeatsOptions
  readonly #timer: WakeTimer
  #isRunning = false
  #isInFlight = false
  #lastPollMicros = 0
  #lastLookMicros = 0
  #lastSentMicros = 0
  #lastReceivedMicros = 0

  constructor(options: HeartbeatsOptions) {
    this.#options = options
    this.#timer = new WakeTimer(options.client.context.process, () => { this.#look() })
  }

  /** The application has polled. */
  polled(): void {
    this.#lastPollMicros = this.#now
  }

  /** A generation begins: the coordinator has just been heard of. */
  start(): void {
    this.#isRunning = true
    this.#lastLookMicros = this.#now
    this.#lastSentMicros = this.#now
    this.#lastReceivedMicros = this.#now
    this.#timer.within(this.#intervalMicros)
  }

  /** No heartbeats until the next `start`. */
  stop(): void {
    this.#isRunning = false
    this.#timer.stop()
  }

  get #now(): number {
    return this.#options.client.context.lane.simulation.nowMicros
  }

  get #intervalMicros(): number {
    return this.#options.config.heartbeatIntervalMs * 1000
  }

  #look(): void {
    if (!this.#isRunning || this.#isAsleep()) return
    this.#lastLookMicros = this.#now
    const { config, link, isPollWatched } = this.#options
    const sessionEnd = this.#lastReceivedMicros + config.sessionTimeoutMs * 1000
    const pollEnd = this.#lastPollMicros + config.maxPollIntervalMs * 1000
    if (!link.ensure()) {
      this.#timer.within(retryMicros)
      return
    }
    if (this.#now >= sessionEnd) {
      this.#lastReceivedMicros = this.#now
      link.markUnknown('session timed out without receiving a heartbeat response.')
    } else if (this.#now >= pollEnd && isPollWatched()) {
      this.#pollTimedOut()
      return
    } else if (this.#now >= this.#lastSentMicros + this.#intervalMicros && !this.#isInFlight) this.#send()
    const next = this.#isInFlight ? sessionEnd : this.#lastSentMicros + this.#intervalMicros
    this.#timer.within(Math.max(Math.min(sessionEnd, next, isPollWatched() ? pollEnd : sessionEnd) - this.#now, 1000))
  }

  /** Whether the thread still waits for its next look, which then is arranged. */
  #isAsleep(): boolean {
    const { config, client } = this.#options
    const tickMicros = config.retryBackoffMs * 1000 + wakeLateMicrosOf(client.context)
    if (this.#now - this.#lastPollMicros <= tickMicros) return false
    const sinceTick = (this.#now - this.#lastLookMicros) % tickMicros
    if (sinceTick > 0) this.#timer.within(tickMicros - sinceTick)
    return sinceTick > 0
  }

  /** A dynamic member leaves; a static one only falls silent until its session is over. */
  #pollTimedOut(): void {
    const { config, client } = this.#options
    client.context.process.log(client.context.name, 'WARN', pollTimeoutText)
    this.stop()
    if (config.groupInstanceId === null) this.#options.onPollTimeout()
  }

  #send(): void {
    const { config, link, identity } = this.#options
    const { generationId, memberId } = identity()
    this.#isInFlight = true
    this.#lastSentMicros = this.#now
    link.send({
      api: 'Heartbeat',
      body: { groupId: config.groupId ?? '', generationId, memberId, groupInstanceId: config.groupInstanceId },
      onComplete: (outcome) => {
        this.#isInFlight = false
        if (!this.#isRunning) return
        this.#timer.within(Math.max(0, this.#lastSentMicros + this.#intervalMicros - this.#now))
        if (outcome.kind !== 'response' || generationId !== identity().generationId) return
        const error = errorByCode(outcome.body.errorCode)
        if (error.name === 'NONE' || error.name === 'REBALANCE_IN_PROGRESS') this.#lastReceivedMicros = this.#now
        this.#options.onAnswer(error)
      },
    })
  }
}
