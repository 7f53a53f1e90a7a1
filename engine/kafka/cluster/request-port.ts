import type { Network } from '../../sim/network.ts'
import type { Process } from '../../sim/process.ts'
import type { RequestContext } from '../broker/request-handlers.ts'
import { type AnyRequest, type AnyResponse, envelopeFor } from '../protocol/envelope.ts'

/**
 * Opens a node's port. Requests of one connection are handled one after another: the next is read when the one before has
 * been answered (Kafka mutes the channel meanwhile).
 * @returns a function that closes the port
 */
export function listenForRequests(
  network: Network,
  process: Process,
  port: number,
  handle: (request: AnyRequest, context: RequestContext) => void,
): () => void {
  return network.listen<AnyResponse, AnyRequest>(process, port, (endpoint) => ({
    onMessage: (request) => {
      let isInHandler = true
      let isAnswered = false
      const finish = (): void => {
        isAnswered = true
        if (!isInHandler) endpoint.release()
      }
      handle(request, {
        answer: (body) => {
          if (isAnswered) return
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
      isInHandler = false
      if (!isAnswered) endpoint.hold()
    },
  }))
}
