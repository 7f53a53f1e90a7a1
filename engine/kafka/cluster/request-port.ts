import type { Endpoint } from '../../sim/connection.ts'
import type { Network } from '../../sim/network.ts'
import type { Process } from '../../sim/process.ts'
import type { RequestContext } from '../broker/request-handlers.ts'
import { type AnyRequest, type AnyResponse, envelopeFor } from '../protocol/envelope.ts'

/** What a node's port is opened with. */
export interface RequestPortOptions {
  readonly network: Network
  readonly process: Process
  readonly port: number
  readonly handle: (request: AnyRequest, context: RequestContext) => void
  /** How long a request takes from the socket to its effect, in whole microseconds. */
  readonly serviceMicros: () => number
}

/**
 * A node's port. Requests of one connection are handled one after another: the next is read when the one before has been
 * answered (Kafka mutes the channel meanwhile).
 */
export class RequestPort {
  readonly #options: RequestPortOptions
  readonly #close: () => void
  /** Requests that were read from their sockets and have had no effect yet. */
  readonly inService = new Set<AnyRequest>()

  constructor(options: RequestPortOptions) {
    this.#options = options
    const { network, process, port } = options
    this.#close = network.listen<AnyResponse, AnyRequest>(process, port, (endpoint) => ({
      onMessage: (request) => { this.#take(endpoint, request) },
    }))
  }

  /** Takes no new connections. */
  close(): void {
    this.#close()
  }

  #take(endpoint: Endpoint<AnyResponse>, request: AnyRequest): void {
    const serviceMicros = this.#options.serviceMicros()
    if (serviceMicros === 0) {
      this.#handle(endpoint, request, true)
      return
    }
    endpoint.hold()
    this.inService.add(request)
    this.#options.process.after(serviceMicros, () => {
      this.inService.delete(request)
      this.#handle(endpoint, request, false)
    })
  }

  /** @param isReading whether the connection is being read just now: then it goes on by itself after an answer */
  #handle(endpoint: Endpoint<AnyResponse>, request: AnyRequest, isReading: boolean): void {
    const progress = { isInHandler: isReading, isAnswered: false }
    const finish = (): void => {
      if (progress.isAnswered) return
      progress.isAnswered = true
      if (!progress.isInHandler) endpoint.release()
    }
    this.#options.handle(request, {
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
    if (isReading && !progress.isAnswered) endpoint.hold()
  }
}
