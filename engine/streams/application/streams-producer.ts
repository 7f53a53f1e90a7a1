import type { ClientContext } from '../../kafka/client/client-context.ts'
import type { GroupIdentity, OffsetAndMetadata } from '../../kafka/consumer/offset-requests.ts'
import type { SendRequest } from '../../kafka/producer/application-thread.ts'
import { KafkaProducer } from '../../kafka/producer/kafka-producer.ts'
import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import { streamIndexOf } from '../../ledger/record-stream.ts'
import type { StreamsException } from '../streams-exception.ts'
import { isEndOfTask } from '../task-migrated-exception.ts'
import { sendFailed, transactionFailed } from './producer-failures.ts'

/** What a thread's producer is made from. */
export interface StreamsProducerOptions {
  readonly context: ClientContext
  readonly properties: Readonly<Record<string, string>>
  readonly isExactlyOnce: boolean
  /** It could not get its producer id. */
  readonly onFatal: (error: Error) => void
}

/** A record for a task’s sink or changelog. */
export interface TaskRecord extends Omit<SendRequest, 'run'> {
  readonly record: number
  readonly taskId: string
}

/** The producer of a thread (StreamsProducer, RecordCollectorImpl): with exactly_once_v2 it has transactions, and is replaced when it is fenced. */
export class StreamsProducer {
  readonly #options: StreamsProducerOptions
  #producer: KafkaProducer
  #isReady = false
  #isInTransaction = false
  #failure: StreamsException | undefined
  /** Records whose sources are processed again if the thread ends now: of the open transaction, or without answer. */
  readonly #open = new Set<number>()
  #onReady: (() => void)[] = []
  #onReturned: (() => void)[] = []

  /** @throws KafkaException what the producer's constructor throws */
  constructor(options: StreamsProducerOptions) {
    this.#options = options
    this.#producer = this.#make()
  }

  /** Calls back when it has a producer that works: at once, except at first and after {@link renew}. */
  whenReady(action: () => void): void {
    if (this.#isReady) action()
    else this.#onReady.push(action)
  }

  /** Gets the producer's id, which fences older ones and aborts what they have left open. */
  initialize(): void {
    const producer = this.#producer
    const ready = (): void => {
      this.#isReady = true
      for (const action of this.#onReady.splice(0)) action()
    }
    if (this.#options.isExactlyOnce) {
      producer.transactions.initTransactions((error) => {
        if (producer !== this.#producer) return
        if (error === undefined) ready()
        else this.#options.onFatal(transactionFailed(error, 'initialize transactions'))
      })
    } else ready()
  }

  /** The first record that could not be sent; it ends the next commit. */
  get failure(): StreamsException | undefined {
    return this.#failure
  }

  /** Whether a transaction is open. */
  get isInTransaction(): boolean {
    return this.#isInTransaction
  }

  /** Sends a record, in a transaction if it has them. @throws StreamsException of a send that failed before, or of a producer that may not begin */
  send({ record, taskId, ...request }: TaskRecord): void {
    this.#open.add(record)
    if (isEndOfTask(this.#failure)) throw this.#failure
    this.#begin()
    const producer = this.#producer
    try {
      producer.send({ ...request, run: { first: record, count: 1 } }, (result) => {
        if (producer !== this.#producer) return
        if (result.kind === 'failed') this.#failure ??= sendFailed(result.error, request.topic, taskId)
        else if (!this.#options.isExactlyOnce) this.#open.delete(record)
      }, () => {
        if (producer === this.#producer && !producer.isBlocked) for (const action of this.#onReturned.splice(0)) action()
      })
    } catch (error) {
      if (!(error instanceof KafkaException)) throw error
      throw sendFailed(error, request.topic, taskId)
    }
  }

  /** Calls back when all that was sent is settled: a call of `send` that blocks is waited for, as the thread that is in it would. */
  flush(done: () => void): void {
    if (this.#producer.isBlocked) this.#onReturned.push(() => { this.flush(done) })
    else this.#producer.flush(done)
  }

  /** Commits what was sent since the last commit together with offsets. */
  commitTransaction(offsets: readonly OffsetAndMetadata[], group: GroupIdentity & { readonly groupId: string }, done: (error: StreamsException | undefined) => void): void {
    const producer = this.#producer
    const answer = (error: KafkaException | undefined): void => {
      if (producer !== this.#producer) return
      if (error === undefined) {
        this.#isInTransaction = false
        this.#open.clear()
      }
      done(error === undefined ? undefined : transactionFailed(error, 'commit a transaction'))
    }
    try {
      this.#begin()
      producer.transactions.sendOffsetsToTransaction(offsets, group, (error) => {
        if (error !== undefined) answer(error)
        else producer.transactions.commitTransaction(answer)
      })
    } catch (error) {
      if (!(error instanceof KafkaException)) throw error
      answer(error)
    }
  }

  /** The tasks are lost: what was sent for them will be made again. With exactly_once_v2 the producer is replaced (StreamsProducer.resetProducer). */
  renew(): void {
    this.#failure = undefined
    this.#onReturned = []
    this.abandon()
    if (!this.#options.isExactlyOnce || !this.#isReady) return
    this.#isReady = false
    this.#isInTransaction = false
    this.#producer.close(0, () => undefined)
    this.#producer = this.#make()
    this.initialize()
  }

  /** What is not done for good, or not known to be, is owed to nobody: its sources are processed again. */
  abandon(): void {
    const { ledger } = this.#options.context.lane
    for (const record of this.#open) for (const destination of ledger.owedTo(streamIndexOf(record))) ledger.exempt(destination, { first: record, count: 1 })
    this.#open.clear()
  }

  /** Closes. */
  close(done: () => void): void {
    this.#producer.close(undefined, done)
  }

  #make(): KafkaProducer {
    const { context, properties } = this.#options
    return new KafkaProducer({ context, properties })
  }

  #begin(): void {
    if (!this.#options.isExactlyOnce || this.#isInTransaction) return
    try {
      this.#producer.transactions.beginTransaction()
    } catch (error) {
      if (!(error instanceof KafkaException)) throw error
      throw transactionFailed(error, 'begin a new transaction')
    }
    this.#isInTransaction = true
  }
}
