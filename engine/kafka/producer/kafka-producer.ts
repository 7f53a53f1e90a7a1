import type { RecordRun } from '../../ledger/record-run.ts'
import { parseBootstrapServers } from '../client/broker-address.ts'
import { exceptionOfError } from '../client/exception-of-error.ts'
import type { ClientContext } from '../client/client-context.ts'
import type { KnownPartition } from '../client/client-metadata.ts'
import { NetworkClient } from '../client/network-client.ts'
import { errorByName } from '../protocol/errors.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'
import { ApplicationThread, type SendRequest } from './application-thread.ts'
import { BufferPool } from './buffer-pool.ts'
import { IdempotentState } from './idempotent-state.ts'
import { PartitionChoice } from './partition-choice.ts'
import type { ProducerBatch, SendCallback, SendResult } from './producer-batch.ts'
import { ProducerBooks, type RecordRelay } from './producer-books.ts'
import { readProducerConfig, type ProducerConfig } from './producer-config.ts'
import { RecordAccumulator } from './record-accumulator.ts'
import { Sender } from './sender.ts'
import { notTransactional, TransactionManager } from './transaction-manager.ts'

/** What a producer is made from. */
export interface KafkaProducerOptions {
  readonly context: ClientContext
  /** Kafka's keys and values; `bootstrap.servers` must be there. */
  readonly properties: Readonly<Record<string, string>>
  /** For one that passes on what others have made. */
  readonly relay?: RecordRelay
}

interface Flush {
  readonly batches: Set<ProducerBatch>
  readonly done: () => void
}

/**
 * A Kafka producer with the Java client's semantics, in an application's process. Everything that blocks in Java calls
 * back here. It dies with its process, together with what it had not sent.
 */
export class KafkaProducer {
  readonly config: ProducerConfig
  readonly name: string
  readonly #context: ClientContext
  readonly #client: NetworkClient
  readonly #accumulator: RecordAccumulator
  readonly #pool: BufferPool
  readonly #thread: ApplicationThread
  readonly #sender: Sender
  readonly #books: ProducerBooks
  readonly #topics = new Set<string>()
  readonly #transactions: TransactionManager | undefined
  #flushes: Flush[] = []
  #isClosing = false
  #isEnded = false
  #onClosed: (() => void) | undefined

  /** @throws KafkaException what Java's constructor throws for these properties */
  constructor(options: KafkaProducerOptions) {
    const { context } = options
    this.#context = context
    this.name = context.name
    const config = readProducerConfig(options.properties, context)
    this.config = config
    const { lane, process } = context
    const { recorder } = lane.simulation
    const available = recorder.track(this.name, 'buffer-available-bytes')
    this.#books = new ProducerBooks(context, options.relay)
    this.#client = new NetworkClient({
      context,
      config,
      bootstrap: parseBootstrapServers(config.bootstrapServers.join(',')),
      allowAutoTopicCreation: true,
      onProgress: () => {
        this.#transactions?.onProgress()
        this.#sender.wake()
      },
      looksAtPolls: true,
    })
    const idempotent = config.enableIdempotence
      ? new IdempotentState((level, message) => { process.log(this.name, level, message) }, config.transactionalId !== null) : undefined
    this.#transactions = config.transactionalId === null || idempotent === undefined ? undefined : new TransactionManager({
      client: this.#client, transactionalId: config.transactionalId, timeoutMs: config.transactionTimeoutMs,
      setProducer: (producer) => { idempotent.setProducer(producer) }, producer: () => idempotent.producer, flush: (done) => { this.flush(done) },
    })
    this.#pool = new BufferPool({
      process,
      totalBytes: config.bufferMemory,
      poolableBytes: config.batchSize,
      onChange: (bytes) => { recorder.set(available, bytes) },
    })
    this.#accumulator = new RecordAccumulator({
      config,
      pool: this.#pool,
      metadata: this.#client.metadata,
      retryBackoff: this.#client.retryBackoff,
      random: this.#client.random,
      nowMicros: () => lane.simulation.nowMicros,
      idempotent,
    })
    this.#sender = new Sender({
      config, client: this.#client, accumulator: this.#accumulator, idempotent, books: this.#books, transactions: this.#transactions,
      onRun: () => { this.#afterSenderRun() },
    })
    this.#thread = new ApplicationThread({
      config, client: this.#client, accumulator: this.#accumulator, pool: this.#pool,
      choice: new PartitionChoice(config, this.#client.metadata, lane.streams),
      wakeSender: () => { this.#sender.wake() },
    })
    this.#register(options.relay)
    this.#sender.wake()
  }

  /** Whether the application's thread is inside a `send()` that has not returned. */
  get isBlocked(): boolean {
    return this.#thread.isBlocked
  }

  /** Its transactions. @throws KafkaException IllegalStateException without transactional.id */
  get transactions(): TransactionManager {
    if (this.#transactions === undefined) throw notTransactional()
    return this.#transactions
  }

  /**
   * Sends a run of records: the same as sending each of them now, in order. `callback` is called for each part of the run
   * that shares its fate; `onReturned` when the last of these calls of `send()` has returned.
   * @throws KafkaException IllegalArgumentException for a negative partition or timestamp, IllegalStateException after close
   */
  send(request: SendRequest, callback?: SendCallback, onReturned?: () => void): void {
    this.#checkRecord(request)
    this.#throwIfClosed()
    this.#transactions?.beforeSend(`${request.topic}-${String(request.partition ?? 0)}`)
    if (!this.#topics.has(request.topic)) {
      this.#topics.add(request.topic)
      this.#context.lane.topology.edge(this.name, `${this.#context.lane.name}/${request.topic}`, 'produces')
    }
    this.#thread.send(request, (result: SendResult) => {
      this.#books.settled(result)
      callback?.(result)
    }, onReturned)
  }

  /** Sends everything that was handed over so far without waiting for linger, and calls back when all of it is settled. */
  flush(done: () => void): void {
    this.#throwIfClosed()
    this.#flushes.push({ batches: new Set(this.#accumulator.incomplete), done })
    this.#accumulator.flushesInProgress++
    this.#sender.wake()
  }

  /**
   * Closes: what is unsent may still go out within the time-out; then it fails with "Producer is closed forcefully."
   * @param timeoutMs infinite when absent
   */
  close(timeoutMs: number | undefined, done: () => void): void {
    if (this.#isClosing || this.#isEnded) {
      this.#context.process.after(0, done)
      return
    }
    this.#isClosing = true
    this.#onClosed = done
    this.#context.process.log(this.name, 'INFO', `Closing the Kafka producer with timeoutMillis = ${timeoutMs === undefined ? '9223372036854775807' : String(timeoutMs)} ms.`)
    this.#accumulator.isClosed = true
    this.#thread.abort(new KafkaException('org.apache.kafka.common.KafkaException', 'Producer closed while send in progress'))
    if (timeoutMs !== undefined) this.#context.process.after(timeoutMs * 1000, () => { this.#closeForcefully() })
    this.#sender.wake()
  }

  /** The partitions of a topic, waiting for metadata at most max.block.ms. */
  partitionsFor(topic: string, callback: (partitions: readonly KnownPartition[] | KafkaException) => void): void {
    const { metadata } = this.#client
    const known = metadata.topic(topic)
    if (known !== undefined) {
      callback(known.partitions)
      return
    }
    metadata.want(topic)
    metadata.requestUpdate()
    this.#client.maybeUpdateMetadata()
    const stop = metadata.onChange(() => {
      const partitions = metadata.topic(topic)?.partitions
      if (partitions === undefined) {
        metadata.requestUpdate()
        return
      }
      stop()
      this.#context.process.cancel(timer)
      callback(partitions)
    })
    const timer = this.#context.process.after(this.config.maxBlockMs * 1000, () => {
      stop()
      const name = metadata.topicError(topic)
      const cause = name === undefined ? undefined : exceptionOfError(errorByName(name))
      callback(new KafkaException('org.apache.kafka.common.errors.TimeoutException',
        `Topic ${topic} not present in metadata after ${String(this.config.maxBlockMs)} ms.`,
        cause))
    })
  }

  #register(relay: RecordRelay | undefined): void {
    const { lane, process } = this.#context
    lane.topology.node({ id: this.name, kind: 'producer', label: this.#context.clientId, parent: process.name, properties: {
      acks: this.config.acks === -1 ? 'all' : this.config.acks, 'linger.ms': this.config.lingerMs, 'batch.size': this.config.batchSize,
    } })
    lane.ledger.addHolder({ place: this.name, ...(relay === undefined ? {} : { destinations: relay.destinations }), walk: (visit) => { this.#walk(visit) } })
    const { incarnation } = process
    process.onEnd(() => { if (process.incarnation === incarnation) this.#die() })
  }

  #walk(visit: (run: RecordRun) => void): void {
    if (this.#isEnded) return
    this.#thread.walk(visit)
    for (const batch of this.#accumulator.incomplete) for (const run of batch.runs) visit(run)
  }

  #die(): void {
    if (this.#isEnded) return
    this.#walk((run) => { this.#books.diedWith(run) })
    this.#isEnded = true
    this.#thread.forget()
  }

  #checkRecord({ partition, timestampMs }: SendRequest): void {
    if (partition !== undefined && partition < 0) {
      throw new KafkaException('java.lang.IllegalArgumentException',
        `Invalid partition: ${String(partition)}. Partition number should always be non-negative or null.`)
    }
    if (timestampMs !== undefined && timestampMs < 0) {
      throw new KafkaException('java.lang.IllegalArgumentException',
        `Invalid timestamp: ${String(timestampMs)}. Timestamp should always be non-negative or null.`)
    }
  }

  #throwIfClosed(): void {
    if (!this.#isClosing && !this.#isEnded) return
    throw new KafkaException('java.lang.IllegalStateException', 'Cannot perform operation after producer has been closed')
  }

  #afterSenderRun(): void {
    for (const flush of [...this.#flushes]) {
      if ([...flush.batches].some((batch) => this.#accumulator.incomplete.has(batch))) continue
      this.#flushes = this.#flushes.filter((other) => other !== flush)
      this.#accumulator.flushesInProgress--
      flush.done()
    }
    if (this.#isClosing && !this.#isEnded && !this.#accumulator.hasUndrained && this.#client.inFlightCount === 0) this.#end()
  }

  #closeForcefully(): void {
    if (this.#isEnded) return
    this.#context.process.log(this.name, 'INFO', 'Proceeding to force close the producer since pending requests could not be completed within timeout.')
    const error = new KafkaException('org.apache.kafka.common.KafkaException', 'Producer is closed forcefully.')
    const open = [...this.#accumulator.incomplete]
    this.#accumulator.clearQueues()
    for (const batch of open) {
      batch.fail(error)
      this.#accumulator.release(batch)
    }
    this.#end()
  }

  #end(): void {
    this.#isEnded = true
    this.#sender.stop()
    this.#transactions?.stop()
    this.#client.close()
    this.#onClosed?.()
  }
}
