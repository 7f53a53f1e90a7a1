import { ConsumerLoop } from '../../../kafka/consumer/consumer-loop.ts'
import type { ConsumedRun } from '../../../kafka/consumer/consumed-run.ts'
import { noAssignment } from '../../../kafka/consumer/consumer-misuse.ts'
import { KafkaConsumer } from '../../../kafka/consumer/kafka-consumer.ts'
import { partitionName, type TopicPartition } from '../../../kafka/consumer/topic-partition.ts'
import type { KafkaClient } from '../../api/kafka-client-types.ts'
import { describe, OptionError, OptionReader } from '../../check-options.ts'
import type { ClientApplication } from './client-application.ts'
import { handleBatch, handleMessages, type BatchHandling } from './client-batches.ts'
import { readOffset, readPartitions, readRunOptions, type RunOptions } from './client-requests.ts'

const pollTimeoutMs = 100

/** What a consumer of the reader's own code is made from. */
export interface ClientConsumerOptions {
  readonly application: ClientApplication
  /** Its name within its process. */
  readonly kind: string
  readonly groupId: string
  readonly properties: Readonly<Record<string, string>>
}

type Handle = ReturnType<KafkaClient['consumer']>

/**
 * A consumer with KafkaJS's methods for the reader's own code: `eachMessage` is called for one record after the other of
 * each poll of the simulated Java consumer, or `eachBatch` for each of its batches; a promise that it returns is waited for.
 */
export class ClientConsumer {
  readonly handle: Handle
  readonly #options: ClientConsumerOptions
  readonly #topics: string[] = []
  #offsetReset: string | undefined
  #running: { readonly consumer: KafkaConsumer; readonly loop: ConsumerLoop } | undefined
  /** Done by the consumer's thread between two batches, or before its next poll. */
  #requests: (() => void)[] = []
  /** Partitions of which the last poll's records are not for the reader any more, and whether the consumer has gone back to them. */
  readonly #stale = new Map<string, 'asked' | 'gone back'>()

  constructor(options: ClientConsumerOptions) {
    this.#options = options
    const { application } = options
    const { play } = application.ground.scope
    this.handle = Object.freeze({
      connect: () => play.promise<undefined>((resolve) => { application.whenRunning(() => { resolve(undefined) }) }),
      subscribe: (request: unknown) => this.#subscribe(request),
      run: async (request: unknown) => {
        this.#run(readRunOptions(request))
        return Promise.resolve()
      },
      pause: (partitions: unknown) => { this.#each('pause', partitions, (consumer, partition) => { consumer.pause(partition) }) },
      resume: (partitions: unknown) => { this.#each('resume', partitions, (consumer, partition) => { consumer.resume(partition) }) },
      seek: (request: unknown) => { this.#seek(request) },
      commitOffsets: (offsets: unknown) => this.#commitOffsets(offsets),
      stop: () => this.#stop(),
      disconnect: () => this.#stop(),
    })
  }

  #subscribe(request: unknown): Promise<void> {
    const reader = new OptionReader('subscribe', request, ['topics', 'fromBeginning'])
    const wanted = reader.raw('topics')
    if (!Array.isArray(wanted)) throw new OptionError(`subscribe: 'topics' must be an array of names, and is ${describe(wanted)}.`, 'topics')
    this.#topics.push(...wanted.map(String))
    if (reader.has('fromBeginning')) this.#offsetReset = reader.raw('fromBeginning') === true ? 'earliest' : 'latest'
    return Promise.resolve()
  }

  #run(options: RunOptions): void {
    if (this.#running !== undefined) throw new OptionError('run: the consumer runs already.', undefined, 'await consumer.stop() first.')
    const { application, kind, groupId, properties } = this.#options
    const { scope: { lane }, progress, addReader } = application.ground
    const destination = lane.ledger.destination(groupId)
    const context = application.context(kind)
    for (const topic of this.#topics) addReader(groupId, topic, destination.index)
    const own = { ...(this.#offsetReset === undefined ? {} : { 'auto.offset.reset': this.#offsetReset }), ...properties, ...(options.commits ? {} : { 'enable.auto.commit': 'false' }) }
    const consumer = new KafkaConsumer({ context, progress, properties: own })
    const loop = new ConsumerLoop({
      context, consumer, destination, pollMs: pollTimeoutMs, commit: consumer.config.enableAutoCommit || !options.commits ? 'auto' : 'after', handlerMicros: 0,
      isDeliveredElsewhere: true,
      beforePoll: () => {
        this.#doRequests()
        this.#stale.clear()
      },
      handler: (records, done) => { this.#handle(options, consumer, { records, deliver: (run) => { lane.ledger.delivered(destination, run, context.name) } }, done) },
    })
    this.#running = { consumer, loop }
    consumer.subscribe(this.#topics)
    loop.start()
  }

  #handle(options: RunOptions, consumer: KafkaConsumer, { records, deliver }: Pick<BatchHandling, 'records' | 'deliver'>, done: () => void): void {
    const { application } = this.#options
    const { play, lane } = application.ground.scope
    const name = partitionName(records)
    if (this.#stale.get(name) === 'gone back') {
      done()
      return
    }
    const handling: BatchHandling = {
      lane, records, deliver,
      isStale: () => this.#stale.has(name),
      isRunning: () => this.#running?.consumer === consumer,
      rewind: (handled) => {
        this.#stale.set(name, 'gone back')
        if (isAssigned(consumer, records)) consumer.seek(partitionOf(records), records.offset + handled)
      },
      commit: (handled) => this.#commit(consumer, [{ ...partitionOf(records), offset: records.offset + handled }]),
      fail: (error) => { play.fail(error) },
      resume: (next) => { application.process.after(0, next) },
      done: () => {
        this.#doRequests()
        done()
      },
    }
    if (options.eachBatch === undefined) handleMessages(handling, options.eachMessage)
    else handleBatch(handling, options.eachBatch, options.resolvesAll)
  }

  /** @throws OptionError before `run` */
  #consumer(call: string): KafkaConsumer {
    if (this.#running === undefined) throw new OptionError(`${call}: the consumer does not run.`, undefined, 'await consumer.run({ eachMessage }) first.')
    return this.#running.consumer
  }

  #doRequests(): void {
    for (const request of this.#requests.splice(0)) request()
  }

  /** Does something with assigned partitions as soon as the batch in hand is done; the reader gets no more of it. */
  #each(call: string, request: unknown, act: (consumer: KafkaConsumer, partition: TopicPartition) => void): void {
    const consumer = this.#consumer(call)
    const chosen = readPartitions(call, request).flatMap(({ topic, partitions }) => {
      const found = consumer.assignment.filter((one) => one.topic === topic && (partitions?.includes(one.partition) ?? true))
      const missing = partitions?.find((partition) => !found.some((one) => one.partition === partition))
      if (missing !== undefined) throw noAssignment({ topic, partition: missing })
      return found
    })
    this.#requests.push(() => {
      for (const partition of chosen) if (isAssigned(consumer, partition)) act(consumer, partition)
    })
    if (call !== 'resume') for (const partition of chosen) if (!this.#stale.has(partitionName(partition))) this.#stale.set(partitionName(partition), 'asked')
  }

  #seek(request: unknown): void {
    const reader = new OptionReader('seek', request, ['topic', 'partition', 'offset'])
    const offset = readOffset(reader, -2)
    const partitions = [reader.number('partition', Number.NaN, { min: 0, whole: true })]
    this.#each('seek', [{ topic: reader.text('topic'), partitions }], (consumer, partition) => {
      if (offset >= 0) consumer.seek(partition, offset)
      else consumer.seekTo(partition, offset === -2 ? 'earliest' : 'latest')
    })
  }

  #commitOffsets(request: unknown): Promise<void> {
    if (!Array.isArray(request)) throw new OptionError(`commitOffsets takes an array such as [{ topic, partition, offset }], and got ${describe(request)}.`)
    const offsets = request.map((entry: unknown) => {
      const reader = new OptionReader('commitOffsets', entry, ['topic', 'partition', 'offset', 'metadata'])
      return { topic: reader.text('topic'), partition: reader.number('partition', Number.NaN, { min: 0, whole: true }), offset: readOffset(reader, 0) }
    })
    return this.#commit(this.#consumer('commitOffsets'), offsets)
  }

  #commit(consumer: KafkaConsumer, offsets: readonly (TopicPartition & { readonly offset: number })[]): Promise<void> {
    return this.#options.application.ground.scope.play.promise<undefined>((resolve, reject) => {
      consumer.commitSync(offsets.map((offset) => ({ ...offset, leaderEpoch: -1, metadata: '' })), (error) => {
        if (error === undefined) resolve(undefined)
        else reject(error)
      })
    })
  }

  /** Leaves the group when the batch in hand is done; `run` may begin again. */
  #stop(): Promise<void> {
    const running = this.#running
    this.#running = undefined
    this.#requests = []
    this.#stale.clear()
    return this.#options.application.ground.scope.play.promise<undefined>((resolve) => {
      if (running === undefined) resolve(undefined)
      else running.loop.stop(() => { resolve(undefined) })
    })
  }
}

const partitionOf = ({ topic, partition }: ConsumedRun): TopicPartition => ({ topic, partition })

function isAssigned(consumer: KafkaConsumer, partition: TopicPartition): boolean {
  return consumer.assignment.some((one) => partitionName(one) === partitionName(partition))
}
