import type { EventRun } from '../../../../engine/flume/event/event-run.ts'
import type { LineReply, LinesMessage } from '../../../../engine/flume/rpc/line-messages.ts'
import { hasRawBytes } from '../../../../engine/flume/event/charset-text.ts'
import { bodyBytes, bodyOf, eachEvent } from '../../../../engine/flume/event/event-run.ts'
import { sleep, type Flow } from '../../../../engine/flume/thread/java-thread.ts'
import type { Endpoint } from '../../../../engine/sim/connection.ts'
import type { Machine } from './machine.ts'

const connectTimeoutMicros = 20_000_000

/** A TCP connection of the recorder's client that writes lines and reads lines. */
export class TextConnection {
  readonly #machine: Machine
  readonly #port: number
  #endpoint: Endpoint<LinesMessage> | undefined
  #replies: string[] = []
  #wake: (() => void) | undefined

  constructor(machine: Machine, port: number) {
    this.#machine = machine
    this.#port = port
  }

  get isOpen(): boolean {
    return this.#endpoint !== undefined
  }

  /** Opens it, trying again for so many seconds. @returns whether it is open */
  *open(retrySeconds: number, retryEverySeconds = 0.2): Flow<boolean> {
    const deadline = this.#machine.nowMicros + retrySeconds * 1_000_000
    while (this.#endpoint === undefined) {
      yield* this.#connect()
      if (this.isOpen || this.#machine.nowMicros >= deadline) break
      yield* sleep(this.#machine.client, Math.round(retryEverySeconds * 1_000_000))
    }
    return this.isOpen
  }

  /** Writes lines, one record a line, and what comes after the last newline. */
  write(lines: EventRun, unfinished = ''): void {
    const { lane } = this.#machine
    const runs = lines.count === 0 ? [] : [lines]
    const bytes = lines.count === 0 ? 0 : bodyBytes(lane.streams, lines) + lines.count
    const isRaw = hasRawBytes(unfinished) || [...eachEvent(runs)].some((line) => hasRawBytes(bodyOf(lane.streams, line)))
    this.#endpoint?.send({ lines: runs, carriedRuns: runs, prefix: '', unfinished, hasRawBytes: isRaw }, bytes + unfinished.length)
  }

  /** The next line that comes within a time; `closed` when the peer has closed, undefined when nothing came. */
  *read(withinSeconds: number): Flow<string | undefined> {
    const { client } = this.#machine
    if (this.#replies.length === 0 && this.isOpen) {
      yield {
        isInterruptible: false,
        begin: (wake) => {
          const timer = client.after(Math.round(withinSeconds * 1_000_000), () => this.#wake?.())
          this.#wake = () => {
            this.#wake = undefined
            client.cancel(timer)
            wake()
          }
          return () => undefined
        },
      }
    }
    const reply = this.#replies.shift()
    return reply ?? (this.isOpen ? undefined : 'closed')
  }

  close(): void {
    this.#endpoint?.close()
    this.#endpoint = undefined
  }

  *#connect(): Flow<void> {
    const { lane, client, host } = this.#machine
    const port = this.#port
    yield {
      isInterruptible: false,
      begin: (wake) => {
        lane.network.connect<LinesMessage, LineReply>({
          from: client,
          to: host,
          port,
          timeoutMicros: connectTimeoutMicros,
          onConnected: (endpoint) => {
            this.#endpoint = endpoint
            this.#replies = []
            wake()
            return {
              onMessage: ({ text }) => {
                this.#replies.push(text)
                this.#wake?.()
              },
              onClosed: () => {
                if (this.#endpoint === endpoint) this.#endpoint = undefined
                this.#wake?.()
              },
            }
          },
          onFailed: wake,
        })
        return () => undefined
      },
    }
  }
}
