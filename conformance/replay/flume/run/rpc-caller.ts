import { JavaException } from '../../../../engine/flume/conf/java/java-exception.ts'
import type { EventRun } from '../../../../engine/flume/event/event-run.ts'
import { AvroRpcClient } from '../../../../engine/flume/rpc/avro-rpc-client.ts'
import type { Flow, JavaThread } from '../../../../engine/flume/thread/java-thread.ts'
import type { Machine } from './machine.ts'

/** Flume's own time limits of an RPC client. */
const timeoutMs = 20_000

/** Calls an avro source with Flume's RPC client; after a failure the next call opens a new one. */
export class RpcCaller {
  readonly #machine: Machine
  readonly #port: number
  readonly #batchSize: number
  #client: AvroRpcClient | undefined

  constructor(machine: Machine, port: number, batchSize: number) {
    this.#machine = machine
    this.#port = port
    this.#batchSize = batchSize
  }

  /** Sends events with one call. @returns `OK`, or the chain of exceptions joined by ` <- ` */
  *call(thread: JavaThread, method: string, events: EventRun): Flow<string> {
    try {
      const client = yield* this.#active()
      if (method === 'append') yield* client.append(thread, events)
      else yield* client.appendBatch(thread, [events])
      return 'OK'
    } catch (error) {
      if (!(error instanceof JavaException)) throw error
      return error.chain().map((line) => line.replaceAll(/port: \d+/g, 'port: <port>')).join(' <- ')
    }
  }

  close(): void {
    this.#client?.close()
  }

  *#active(): Flow<AvroRpcClient> {
    if (this.#client?.isActive === true) return this.#client
    this.#client?.close()
    const { lane, client: process, host } = this.#machine
    const client = new AvroRpcClient({
      lane, process, host, hostname: 'localhost', port: this.#port, connectTimeoutMs: timeoutMs, requestTimeoutMs: timeoutMs, batchSize: this.#batchSize,
    })
    yield* client.connect()
    this.#client = client
    return client
  }
}
