import type { Endpoint } from '../../sim/connection.ts'
import type { Network } from '../../sim/network.ts'
import type { Process } from '../../sim/process.ts'
import { microsPerMilli } from '../../sim/time.ts'
import type { RequestContext } from '../broker/request-handlers.ts'
import type { RequestPath } from '../broker/request-path.ts'
import { type AnyRequest, type AnyResponse, envelopeFor } from '../protocol/envelope.ts'

/** What a node's port is opened with. */
export interface RequestPortOptions {
  readonly network: Network
  readonly process: Process
  readonly port: number
  readonly handle: (request: AnyRequest, context: RequestContext) => void
  /** How long a request takes from the socket to its effect, in whole microseconds. */
  readonly serviceMicros: () => number
  /** The threads that do the work; without them each request is worked on at once. */
  readonly path?: RequestPath
  /** Calls back with the number of requests that wait for a handler, whenever one comes. */
  readonly onQueued?: (waiting: number) => void
}

/** How a request is worked on. */
interface Work {
  readonly serviceMicros: number
  readonly processor: number
  /** Whether the connection is being read just now: then it goes on by itself after an answer. */
  readonly isReading: boolean
}

/**
 * A node's port. Requests of one connection are handled one after another: the next is read when the one before has been
 * answered (Kafka mutes the channel meanwhile), and, when a quota was exceeded, when the client has been made to wait.
 */
export class RequestPort {
  readonly #options: RequestPortOptions
  readonly #close: () => void
  /** Requests that were read from their sockets and have had no effect yet. */
  readonly inService = new Set<AnyRequest>()

  constructor(options: RequestPortOptions) {
    this.#options = options
    const { network, process, port } = options
    this.#close = network.listen<AnyResponse, AnyRequest>(process, port, (endpoint) => {
      const processor = options.path?.nextProcessor() ?? 0
      return { onMessage: (request) => { this.#take(endpoint, request, processor) } }
    })
  }

  /** Takes no new connections. */
  close(): void {
    this.#close()
  }

  #take(endpoint: Endpoint<AnyResponse>, request: AnyRequest, processor: number): void {
    const { path, process, onQueued } = this.#options
    const serviceMicros = this.#options.serviceMicros()
    if (serviceMicros === 0) {
      this.#handle(endpoint, request, { serviceMicros, processor, isReading: true })
      return
    }
    endpoint.hold()
    this.inService.add(request)
    const { nowMicros } = process.simulation
    const delayMicros = path === undefined ? serviceMicros : path.doneMicros(nowMicros, processor, serviceMicros) - nowMicros
    if (path !== undefined) onQueued?.(path.queueLength(nowMicros))
    process.after(delayMicros, () => {
      this.inService.delete(request)
      this.#handle(endpoint, request, { serviceMicros, processor, isReading: false })
    })
  }

  #handle(endpoint: Endpoint<AnyResponse>, request: AnyRequest, { serviceMicros, processor, isReading }: Work): void {
    const { handle, path, process } = this.#options
    const progress = { isInHandler: isReading, isAnswered: false, throttleMicros: 0 }
    const finish = (): void => {
      if (progress.isAnswered) return
      progress.isAnswered = true
      if (progress.throttleMicros > 0) process.after(progress.throttleMicros, () => { endpoint.release() })
      else if (!progress.isInHandler) endpoint.release()
    }
    handle(request, {
      serviceMicros,
      occupy: (thread, micros) => { path?.occupy(thread, processor, process.simulation.nowMicros + micros) },
      throttle: (throttleMs) => { progress.throttleMicros = throttleMs * microsPerMilli },
      answer: (body) => {
        if (progress.isAnswered) return
        const { message, bytes } = envelopeFor(request, body)
        endpoint.send(message, bytes)
        finish()
      },
      finish,
      close: () => {
        endpoint.close()
        finish()
      },
    })
    progress.isInHandler = false
    if (isReading && (!progress.isAnswered || progress.throttleMicros > 0)) endpoint.hold()
  }
}
