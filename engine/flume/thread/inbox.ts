import type { ConnectionEvents, Endpoint } from '../../sim/connection.ts'
import type { Flow } from './java-thread.ts'

/** A connection as a thread reads it: one message at a time; the others stay in the socket. */
export class Inbox<In> {
  readonly #endpoint: Endpoint<unknown>
  #message: { readonly content: In } | undefined
  #isClosed = false
  #wake: (() => void) | undefined

  /** What the connection calls. */
  readonly events: ConnectionEvents<In> = {
    onMessage: (content) => {
      this.#message = { content }
      this.#endpoint.hold()
      this.#wake?.()
    },
    onClosed: () => {
      this.#isClosed = true
      this.#wake?.()
    },
  }

  constructor(endpoint: Endpoint<unknown>) {
    this.#endpoint = endpoint
  }

  /** The next message; undefined when the peer has closed. */
  *receive(): Flow<In | undefined> {
    if (this.#message === undefined && !this.#isClosed) {
      yield {
        isInterruptible: true,
        begin: (wake) => {
          this.#wake = () => {
            this.#wake = undefined
            wake()
          }
          this.#endpoint.release()
          return () => {
            this.#wake = undefined
          }
        },
      }
    }
    const message = this.#message
    this.#message = undefined
    return message?.content
  }
}
