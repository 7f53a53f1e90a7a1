import type { NetworkClient } from '../client/network-client.ts'
import type { ClientRequest, RequestOutcome } from '../client/node-connection.ts'
import type { ApiName } from '../protocol/messages.ts'
import { WakeTimer } from '../client/wake-timer.ts'

interface Waiting {
  readonly send: (node: number) => void
  readonly fail: () => void
}

/**
 * The way to the group's coordinator: finds it, connects to it on a connection of its own, and holds requests back until it
 * can take them. When it is lost, what waits fails as if disconnected.
 */
export class CoordinatorLink {
  readonly #client: NetworkClient
  readonly #groupId: string
  readonly #keyType: number
  readonly #onChange: () => void
  readonly #timer: WakeTimer
  #node: number | undefined
  #isFinding = false
  #retryAtMicros = 0
  /** Lookups in a row after which no request could be sent: each doubles the pause before the next (retry.backoff.max.ms). */
  #attempts = 0
  #waiting: Waiting[] = []

  /** @param keyType 0 for a group's coordinator, 1 for a transactional id's */
  constructor(client: NetworkClient, groupId: string, onChange: () => void, keyType = 0) {
    this.#keyType = keyType
    this.#client = client
    this.#groupId = groupId
    this.#onChange = onChange
    this.#timer = new WakeTimer(client.context.process, () => { this.flush() })
  }

  get isKnown(): boolean {
    return this.#node !== undefined
  }

  /** Looks for the coordinator if it is not known; true when it is. */
  ensure(): boolean {
    if (this.#node !== undefined) return true
    const now = this.#client.context.lane.simulation.nowMicros
    if (this.#isFinding) return false
    if (now < this.#retryAtMicros) {
      this.#timer.within(this.#retryAtMicros - now)
      return false
    }
    const node = this.#client.leastLoadedNode()
    if (node === undefined || !this.#client.ready(node.id)) return false
    this.#find(node.id)
    return false
  }

  /** Sends to the coordinator as soon as its connection can take it. */
  send<Api extends ApiName>(request: ClientRequest<Api>): void {
    this.#waiting.push({
      send: (node) => {
        this.#client.send(node, {
          ...request,
          onComplete: (outcome: RequestOutcome<Api>) => {
            if (outcome.kind !== 'response') this.markUnknown(outcome.kind === 'timed out' ? 'request timeout' : 'coordinator unavailable')
            request.onComplete(outcome)
          },
        })
      },
      fail: () => { request.onComplete({ kind: 'disconnected' }) },
    })
    this.flush()
  }

  /** Tries again to send what waits. */
  flush(): void {
    if (!this.ensure()) {
      if (this.#waiting.length > 0 && !this.#isFinding) this.#timer.within(100_000)
      return
    }
    while (this.#waiting.length > 0 && this.#node !== undefined) {
      if (!this.#client.ready(this.#node)) {
        this.#awaitConnection(this.#client.microsToRetry(this.#node))
        return
      }
      this.#attempts = 0
      this.#waiting.shift()?.send(this.#node)
    }
  }

  /**
   * A connection under way is waited for. One that has failed makes what waits fail, and the coordinator is looked for anew
   * after a pause (ConsumerNetworkClient.failUnsentRequests, AbstractCoordinator.ensureCoordinatorReady): it may have moved.
   */
  #awaitConnection(microsToRetry: number): void {
    if (microsToRetry === Number.POSITIVE_INFINITY) return
    this.#pause()
    this.markUnknown('coordinator unavailable')
  }

  /** Forgets the coordinator: it moved, or does not answer. */
  markUnknown(cause: string): void {
    if (this.#node === undefined) return
    this.#node = undefined
    const { context } = this.#client
    context.process.log(context.name, 'INFO', `Group coordinator is unavailable or invalid due to cause: ${cause}. Rediscovery will be attempted.`)
    const waiting = this.#waiting
    this.#waiting = []
    for (const request of waiting) request.fail()
    this.#onChange()
  }

  #pause(): void {
    this.#retryAtMicros = this.#client.context.lane.simulation.nowMicros + this.#client.retryBackoff.micros(this.#attempts++)
  }

  /** Stops for good. */
  stop(): void {
    this.#timer.stop()
    this.#waiting = []
  }

  #find(nodeId: number): void {
    this.#isFinding = true
    this.#client.send(nodeId, {
      api: 'FindCoordinator',
      body: { keyType: this.#keyType, coordinatorKeys: [this.#groupId] },
      onComplete: (outcome) => {
        this.#isFinding = false
        const found = outcome.kind === 'response' ? outcome.body.coordinators[0] : undefined
        if (found?.errorCode === 0) {
          this.#node = this.#client.metadata.addCoordinator({ id: found.nodeId, host: found.host, port: found.port })
          const { context } = this.#client
          context.process.log(context.name, 'INFO', `Discovered group coordinator ${found.host}:${String(found.port)} (id: ${String(this.#node)} rack: null isFenced: false)`)
        } else this.#pause()
        this.flush()
        this.#onChange()
      },
    })
  }
}
