import type { RecordRun } from '../../ledger/record-run.ts'
import type { NetworkClient } from '../client/network-client.ts'
import type { Timer } from '../../sim/process.ts'
import { exceptionOfError } from '../client/exception-of-error.ts'
import { errorByName } from '../protocol/errors.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'
import { estimateBatchSizeUpperBound, type RecordShape } from '../record/record-size.ts'
import type { BufferPool } from './buffer-pool.ts'
import type { PartitionChoice } from './partition-choice.ts'
import type { SendCallback } from './producer-batch.ts'
import type { ProducerConfig } from './producer-config.ts'
import type { RecordAccumulator } from './record-accumulator.ts'
import { alikeRuns, shapeOf } from './record-shapes.ts'

/** Records to send. Without a partition the key or the sticky partitioner chooses it. */
export interface SendRequest {
  readonly topic: string
  readonly partition?: number
  readonly run: RecordRun
  /** Milliseconds since 1970; the time of the call when absent. */
  readonly timestampMs?: number
}

/** What the thread works with. */
export interface ApplicationThreadOptions {
  readonly config: ProducerConfig
  readonly client: NetworkClient
  readonly accumulator: RecordAccumulator
  readonly pool: BufferPool
  readonly choice: PartitionChoice
  readonly wakeSender: () => void
}

interface Call {
  readonly request: SendRequest
  readonly callback: SendCallback
  readonly onReturned: (() => void) | undefined
  /** What is not handed over yet. */
  rest: RecordRun[]
}

/**
 * The application's thread inside `send()`: it waits for metadata and for memory, at most max.block.ms for each record, and
 * hands records to the accumulator (KafkaProducer.doSend). While it waits, later calls wait behind it.
 */
export class ApplicationThread {
  readonly #options: ApplicationThreadOptions
  #calls: Call[] = []
  #deadlineMicros = 0
  #timer: Timer | undefined
  #stopListening: (() => void) | undefined
  #isWaiting = false

  constructor(options: ApplicationThreadOptions) {
    this.#options = options
  }

  /** Whether a call of `send()` has not returned. */
  get isBlocked(): boolean {
    return this.#calls.length > 0
  }

  /** Records that wait for `send()` to take them. */
  walk(visit: (run: RecordRun) => void): void {
    for (const call of this.#calls) for (const run of call.rest) visit(run)
  }

  /** Calls `send()`; in line behind a call that has not returned. */
  send(request: SendRequest, callback: SendCallback, onReturned: (() => void) | undefined): void {
    const rest = [...alikeRuns(this.#options.client.context.lane.streams, request.run)]
    this.#calls.push({ request, callback, onReturned, rest })
    if (this.#calls.length > 1) return
    this.#beginRecord()
    this.#run()
  }

  /** Fails every waiting record (the producer was closed under a blocked call). */
  abort(error: KafkaException): void {
    this.#stopWaiting()
    const calls = this.#calls
    this.#calls = []
    for (const call of calls) for (const run of call.rest) this.#tell(call, run, error)
  }

  /** Forgets everything: the process is gone. */
  forget(): void {
    this.#stopWaiting()
    this.#calls = []
  }

  get #now(): number {
    return this.#options.client.context.lane.simulation.nowMicros
  }

  #beginRecord(): void {
    this.#deadlineMicros = this.#now + this.#options.config.maxBlockMs * 1000
  }

  /** Goes on as far as it can without waiting. */
  #run(): void {
    for (let call = this.#calls[0]; call !== undefined && !this.#isWaiting; call = this.#calls[0]) {
      const run = call.rest[0]
      if (run === undefined) {
        this.#calls.shift()
        this.#beginRecord()
        call.onReturned?.()
      } else this.#handOver(call, run, 0)
    }
  }

  #handOver(call: Call, run: RecordRun, grantedBytes: number): void {
    if (!this.#hasMetadata(call.request)) {
      this.#waitForMetadata(call, run)
      return
    }
    const { client, choice, accumulator, pool } = this.#options
    const shape = shapeOf(client.context.lane.streams, run.first)
    const tooLarge = this.#sizeError(shape)
    if (tooLarge !== undefined) {
      this.#fail(call, tooLarge)
      return
    }
    const partition = choice.of(call.request, run)
    try {
      const result = accumulator.append({
        topic: call.request.topic,
        partition,
        run: choice.isPerRecord ? { first: run.first, count: 1 } : run,
        shape,
        timestampMs: call.request.timestampMs ?? client.context.lane.nowMs,
        callback: call.callback,
      }, grantedBytes)
      this.#taken(call, result.taken)
      if (result.wakesSender) this.#options.wakeSender()
      if (result.needsBytes > 0) this.#waitForMemory(call, result.needsBytes)
    } catch (error) {
      if (!(error instanceof KafkaException)) throw error
      if (grantedBytes > 0) pool.deallocate(grantedBytes)
      this.#fail(call, error)
    }
  }

  #taken(call: Call, count: number): void {
    if (count === 0) return
    const run = call.rest[0]
    if (run === undefined) return
    if (count >= run.count) call.rest.shift()
    else call.rest[0] = { first: run.first + count, count: run.count - count }
    this.#beginRecord()
  }

  #fail(call: Call, error: KafkaException): void {
    const run = call.rest[0]
    if (run === undefined) return
    this.#taken(call, 1)
    this.#tell(call, { first: run.first, count: 1 }, error)
  }

  #tell(call: Call, run: RecordRun, error: KafkaException): void {
    call.callback({ kind: 'failed', run, topic: call.request.topic, partition: call.request.partition ?? -1, error })
  }

  #hasMetadata({ topic, partition }: SendRequest): boolean {
    const known = this.#options.client.metadata.topic(topic)
    return known !== undefined && (partition === undefined || partition < known.partitions.length)
  }

  #waitForMetadata(call: Call, run: RecordRun): void {
    const { client } = this.#options
    const { metadata } = client
    this.#isWaiting = true
    metadata.want(call.request.topic)
    metadata.requestUpdate()
    client.maybeUpdateMetadata()
    this.#stopListening = metadata.onChange(() => {
      const isInvalid = metadata.topicError(call.request.topic) === 'INVALID_TOPIC_EXCEPTION'
      if (!isInvalid && !this.#hasMetadata(call.request)) {
        metadata.requestUpdate()
        return
      }
      this.#stopWaiting()
      if (isInvalid) {
        this.#fail(call, new KafkaException('org.apache.kafka.common.errors.InvalidTopicException', `Invalid topics: [${call.request.topic}]`))
      } else this.#handOver(call, run, 0)
      this.#run()
    })
    this.#timer = client.context.process.after(Math.max(0, this.#deadlineMicros - this.#now), () => {
      this.#stopWaiting()
      this.#fail(call, this.#metadataError(call.request))
      this.#run()
    })
  }

  #waitForMemory(call: Call, bytes: number): void {
    const { pool, config, wakeSender } = this.#options
    this.#isWaiting = true
    const micros = Math.max(0, this.#deadlineMicros - this.#now)
    pool.allocate(bytes, { micros, maxBlockMs: Math.ceil(micros / 1000) }, () => {
      this.#isWaiting = false
      const run = call.rest[0]
      if (run === undefined || this.#calls[0] !== call) pool.deallocate(bytes)
      else this.#handOver(call, run, bytes)
      this.#run()
    }, (error) => {
      this.#isWaiting = false
      if (this.#calls[0] === call) this.#fail(call, error)
      this.#run()
    })
    if (config.bufferMemory > 0) wakeSender()
  }

  #stopWaiting(): void {
    this.#isWaiting = false
    this.#stopListening?.()
    this.#stopListening = undefined
    this.#options.client.context.process.cancel(this.#timer)
    this.#timer = undefined
  }

  #sizeError(shape: RecordShape): KafkaException | undefined {
    const bytes = estimateBatchSizeUpperBound(shape)
    const { maxRequestSize, bufferMemory } = this.#options.config
    const message = `The message is ${String(bytes)} bytes when serialized which is larger than `
    if (bytes > maxRequestSize) {
      return tooLarge(`${message}${String(maxRequestSize)}, which is the value of the max.request.size configuration.`)
    }
    return bytes > bufferMemory
      ? tooLarge(`${message}the total memory buffer you have configured with the buffer.memory configuration.`)
      : undefined
  }

  #metadataError({ topic, partition }: SendRequest): KafkaException {
    const { config, client } = this.#options
    const count = client.metadata.topic(topic)?.partitions.length
    const error = client.metadata.topicError(topic)
    const cause = error === undefined ? undefined : exceptionOfError(errorByName(error))
    const text = count === undefined
      ? `Topic ${topic} not present in metadata after ${String(config.maxBlockMs)} ms.`
      : `Partition ${String(partition)} of topic ${topic} with partition count ${String(count)} is not present in metadata after ${String(config.maxBlockMs)} ms.`
    return new KafkaException('org.apache.kafka.common.errors.TimeoutException', text,
      cause)
  }
}

function tooLarge(message: string): KafkaException {
  return new KafkaException('org.apache.kafka.common.errors.RecordTooLargeException', message)
}
