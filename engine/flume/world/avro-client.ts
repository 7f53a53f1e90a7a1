import type { RecordRun } from '../../ledger/record-run.ts'
import { streamIndexOf } from '../../ledger/record-stream.ts'
import { appendRun, sliceRuns } from '../../ledger/record-runs.ts'
import type { Process, Program } from '../../sim/process.ts'
import { loseClientMemory, showClient, type OutsideClientOptions } from './outside-client.ts'
import { JavaException } from '../conf/java/java-exception.ts'
import { AvroRpcClient } from '../rpc/avro-rpc-client.ts'
import { JavaThread, sleep, type Flow } from '../thread/java-thread.ts'

/** What an application with Flume's RPC client is made from. */
export interface AvroClientOptions extends OutsideClientOptions {
  readonly method: 'append' | 'appendBatch'
  readonly batchSize: number
  /** Whether a failed call is made again (with a new client); else its events are given up. */
  readonly repeats: boolean
  readonly retryMicros: number
  /** Hears the result of each call: `OK`, or the exceptions joined by ` <- `. */
  readonly onResult?: (events: RecordRun, result: string) => void
}

/** An application that sends events with Flume's Avro client: the next call after the answer. */
export class AvroClient implements Program {
  readonly process: Process
  readonly #options: AvroClientOptions
  #pending: RecordRun[] = []
  #inHand: RecordRun[] = []
  #client: AvroRpcClient | undefined
  #wake: (() => void) | undefined

  constructor(options: AvroClientOptions) {
    this.#options = options
    this.process = options.host.process(this, { name: options.name, bootMicros: 0 })
    const { lane } = options.lane
    showClient(options.lane, this.process, options)
    lane.ledger.addHolder({
      place: this.process.name,
      walk: (visit) => {
        for (const run of [...this.#inHand, ...this.#pending]) visit(run)
      },
    })
    this.process.start()
  }

  /** Whether all was sent and answered, or given up. */
  get isIdle(): boolean {
    return this.#pending.length === 0 && this.#inHand.length === 0
  }

  /** Sends events, in calls of `batchSize`. */
  send(run: RecordRun): void {
    const { ledger } = this.#options.lane.lane
    ledger.owe(streamIndexOf(run.first), this.#options.owedTo())
    ledger.offered(run, this.process.name)
    if (!this.process.isRunning && this.process.state !== 'starting') {
      ledger.copyEnded(run, { fate: 'dropped', place: this.process.name, cause: 'the client is down' })
      return
    }
    appendRun(this.#pending, run)
    this.#wake?.()
  }

  onStart(): void {
    new JavaThread(this.process, this.process.name, (thread) => this.#run(thread))
  }

  onEnd(): void {
    loseClientMemory(this.#options.lane, this.process, [...this.#inHand, ...this.#pending])
    this.#inHand = []
    this.#pending = []
    this.#client = undefined
    this.#wake = undefined
  }

  *#run(thread: JavaThread): Flow<void> {
    for (;;) {
      if (this.#pending.length === 0) yield* this.#waitForEvents()
      const size = this.#options.method === 'append' ? 1 : this.#options.batchSize
      this.#inHand = sliceRuns(this.#pending, 0, size)
      this.#pending = sliceRuns(this.#pending, size, Number.POSITIVE_INFINITY)
      yield* this.#deliver(thread)
    }
  }

  *#waitForEvents(): Flow<void> {
    yield {
      isInterruptible: true,
      begin: (wake) => {
        this.#wake = () => {
          this.#wake = undefined
          this.process.after(0, wake)
        }
        return () => {
          this.#wake = undefined
        }
      },
    }
  }

  *#deliver(thread: JavaThread): Flow<void> {
    const { repeats, retryMicros } = this.#options
    for (;;) {
      const failure = yield* this.#call(thread)
      this.#report(failure)
      if (failure === undefined) break
      if (!repeats) {
        for (const run of this.#inHand) this.#options.lane.lane.ledger.toldFailed(run, this.process.name, failure.message)
        break
      }
      yield* sleep(this.process, retryMicros)
    }
    this.#inHand = []
  }

  /** One call, over a new client when the last one is dead. @returns why it failed */
  *#call(thread: JavaThread): Flow<JavaException | undefined> {
    try {
      const client = yield* this.#activeClient()
      const events = this.#inHand.map((run) => ({ ...run, hasRecordHeaders: true }))
      for (const run of events) this.#options.lane.lane.ledger.note('sent', run, this.process.name)
      const [first] = events
      if (this.#options.method === 'append' && first !== undefined) yield* client.append(thread, first)
      else yield* client.appendBatch(thread, events)
      return undefined
    } catch (error) {
      if (!(error instanceof JavaException)) throw error
      return error
    }
  }

  *#activeClient(): Flow<AvroRpcClient> {
    if (this.#client?.isActive === true) return this.#client
    this.#client?.close()
    const { lane, to, port, batchSize } = this.#options
    const client = new AvroRpcClient({
      lane: lane.lane,
      process: this.process,
      host: to,
      hostname: 'localhost',
      port,
      connectTimeoutMs: 20_000,
      requestTimeoutMs: 20_000,
      batchSize,
    })
    this.#client = client
    yield* client.connect()
    return client
  }

  #report(failure: JavaException | undefined): void {
    const { ledger } = this.#options.lane.lane
    for (const run of this.#inHand) {
      if (failure === undefined) ledger.accepted(run, this.process.name)
      else ledger.refusedAttempt(run, this.process.name, failure.message)
      this.#options.onResult?.(run, failure === undefined ? 'OK' : failure.chain().join(' <- '))
    }
  }
}
