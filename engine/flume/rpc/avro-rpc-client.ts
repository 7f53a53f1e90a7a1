import type { Lane } from '../../ledger/lane.ts'
import type { Endpoint } from '../../sim/connection.ts'
import type { Host } from '../../sim/host.ts'
import type { Process } from '../../sim/process.ts'
import { illegalState, JavaException, nullPointer } from '../conf/java/java-exception.ts'
import { NULL_HEADER_KEY, partOf, type EventRun } from '../event/event-run.ts'
import { eventDeliveryException, flumeException, InterruptedException, ioException } from '../exceptions.ts'
import type { Flow, JavaThread } from '../thread/java-thread.ts'
import { avroRequest, type AvroReply, type AvroRequest } from './avro-messages.ts'

/** What an RPC client is made from. */
export interface AvroRpcClientOptions {
  readonly lane: Lane
  readonly process: Process
  /** Undefined when no host has that name. */
  readonly host: Host | undefined
  readonly hostname: string
  readonly port: number
  readonly connectTimeoutMs: number
  readonly requestTimeoutMs: number
  readonly batchSize: number
}

type Answer = AvroReply | 'closed' | 'timeout'

/**
 * Flume's Avro client: one call at a time; after any failure it is dead and has to be replaced. A connection that the peer
 * closed is opened again by the next call. Source: org.apache.flume.api.NettyAvroRpcClient.
 */
export class AvroRpcClient {
  readonly #options: AvroRpcClientOptions
  #endpoint: Endpoint<AvroRequest> | undefined
  #answer: ((answer: Answer) => void) | undefined
  #state: 'INIT' | 'READY' | 'DEAD' = 'INIT'

  constructor(options: AvroRpcClientOptions) {
    this.#options = options
  }

  get isActive(): boolean {
    return this.#state === 'READY'
  }

  /** Its name in messages. */
  get description(): string {
    const { hostname, port } = this.#options
    return `NettyAvroRpcClient { host: ${hostname === '127.0.0.1' ? 'localhost' : hostname}, port: ${port} }`
  }

  /** Connects. @throws JavaException FlumeException when nobody answers */
  *connect(): Flow<void> {
    try {
      yield* this.#openTransceiver()
    } catch (error) {
      if (!(error instanceof JavaException) || error instanceof InterruptedException) throw error
      throw flumeException(`${this.description}: RPC connection error`, error)
    }
    this.#state = 'READY'
  }

  /** Sends one event and waits for its answer. @throws JavaException EventDeliveryException */
  *append(thread: JavaThread, event: EventRun): Flow<void> {
    yield* this.#guarded('Failed to send event', () => this.#call(thread, 'append', [event]))
  }

  /** Sends events in batches and waits for each answer. @throws JavaException EventDeliveryException */
  *appendBatch(thread: JavaThread, runs: readonly EventRun[]): Flow<void> {
    for (const batch of batches(runs, this.#options.batchSize)) {
      yield* this.#guarded('Failed to send batch', () => this.#call(thread, 'appendBatch', batch))
    }
  }

  close(): void {
    this.#state = 'DEAD'
    this.#endpoint?.close()
    this.#endpoint = undefined
  }

  *#guarded(what: string, call: () => Flow<void>): Flow<void> {
    try {
      yield* call()
    } catch (error) {
      this.#state = 'DEAD'
      if (!(error instanceof JavaException)) throw error
      throw eventDeliveryException(`${this.description}: ${what}`, error)
    }
  }

  *#call(thread: JavaThread, method: AvroRequest['method'], events: readonly EventRun[]): Flow<void> {
    if (this.#state !== 'READY') throw eventDeliveryException(`RPC failed, client in an invalid state: ${this.#state}`)
    if (events.some(({ headers }) => headers?.has(NULL_HEADER_KEY) === true)) throw nullPointer(null)
    if (this.#endpoint === undefined) yield* this.#reconnect()
    const { request, bytes } = avroRequest(this.#options.lane.streams, method, events)
    this.#requireOpen().send(request, bytes)
    const answer = yield* this.#waitForAnswer(thread)
    if (answer === 'timeout') {
      const cause = new JavaException('java.util.concurrent.TimeoutException', null)
      throw eventDeliveryException(`${this.description}: RPC request timed out`, cause)
    }
    if (answer === 'closed') {
      const cause = executionException(ioException('NettyTransceiver closed'))
      throw eventDeliveryException(`${this.description}: Exception thrown from remote handler`, cause)
    }
    if (answer.status !== 'OK') throw eventDeliveryException(`${this.description}: Avro RPC call returned Status: ${answer.status}`)
  }

  *#reconnect(): Flow<void> {
    try {
      yield* this.#openTransceiver()
    } catch (error) {
      if (!(error instanceof JavaException)) throw error
      if (error instanceof InterruptedException) throw eventDeliveryException(`${this.description}: Interrupted in handshake`, error)
      throw eventDeliveryException(`${this.description}: RPC request exception`, executionException(error))
    }
  }

  *#openTransceiver(): Flow<void> {
    const { lane, process, host, port, connectTimeoutMs } = this.#options
    let failure: 'refused' | 'timeout' | undefined
    yield {
      isInterruptible: true,
      begin: (wake) => {
        if (host === undefined) {
          failure = 'refused'
          process.after(0, wake)
          return () => undefined
        }
        let isWanted = true
        lane.network.connect<AvroRequest, AvroReply>({
          from: process,
          to: host,
          port,
          timeoutMicros: connectTimeoutMs * 1000,
          onConnected: (endpoint) => {
            if (isWanted) this.#endpoint = endpoint
            else endpoint.close()
            wake()
            return { onMessage: (reply) => this.#answer?.(reply), onClosed: () => { this.#onClosed(endpoint) } }
          },
          onFailed: (reason) => {
            failure = reason
            wake()
          },
        })
        return () => {
          isWanted = false
        }
      },
    }
    if (failure !== undefined) throw this.#connectError(failure)
  }

  #connectError(failure: 'refused' | 'timeout'): JavaException {
    const address = `/${this.#options.hostname}:${this.#options.port}`
    const cause =
      failure === 'refused'
        ? new JavaException('java.net.ConnectException', 'Connection refused')
        : new JavaException('io.netty.channel.ConnectTimeoutException', `connection timed out: ${address}`)
    return ioException(`Error connecting to ${address}`, cause)
  }

  #onClosed(endpoint: Endpoint<AvroRequest>): void {
    if (this.#endpoint === endpoint) this.#endpoint = undefined
    this.#answer?.('closed')
  }

  *#waitForAnswer(thread: JavaThread): Flow<Answer> {
    const { process, requestTimeoutMs } = this.#options
    let answer: Answer | undefined
    try {
      yield {
        isInterruptible: true,
        begin: (wake) => {
          const timer = process.after(requestTimeoutMs * 1000, () => this.#answer?.('timeout'))
          this.#answer = (received) => {
            this.#answer = undefined
            process.cancel(timer)
            answer = received
            wake()
          }
          return () => {
            this.#answer = undefined
            process.cancel(timer)
          }
        },
      }
    } catch (error) {
      if (!(error instanceof InterruptedException)) throw error
      thread.keepInterrupt()
      throw eventDeliveryException(`${this.description}: RPC request interrupted`, error)
    }
    return answer ?? 'closed'
  }

  #requireOpen(): Endpoint<AvroRequest> {
    if (this.#endpoint === undefined) throw illegalState('transceiver is not connected')
    return this.#endpoint
  }
}

function executionException(cause: JavaException): JavaException {
  return new JavaException('java.util.concurrent.ExecutionException', cause.message, { cause })
}

/** Cuts runs into batches of at most so many events. */
function* batches(runs: readonly EventRun[], batchSize: number): Generator<EventRun[]> {
  let batch: EventRun[] = []
  let room = batchSize
  for (const run of runs) {
    for (let done = 0; done < run.count; ) {
      const count = Math.min(room, run.count - done)
      batch.push(partOf(run, done, count))
      done += count
      room -= count
      if (room > 0) continue
      yield batch
      batch = []
      room = batchSize
    }
  }
  if (batch.length > 0) yield batch
}
