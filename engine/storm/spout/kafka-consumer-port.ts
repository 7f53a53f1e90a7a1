import type { ClientContext } from '../../kafka/client/client-context.ts'
import { KafkaConsumer } from '../../kafka/consumer/kafka-consumer.ts'
import type { ReadingProgress } from '../../kafka/consumer/group-books.ts'
import { isSamePartition } from '../../kafka/consumer/topic-partition.ts'
import { ERROR_NAMES, errorByName } from '../../kafka/protocol/errors.ts'
import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import { StormException } from '../storm-exception.ts'
import type { SpoutConsumer, SpoutOffset, SpoutPartition, SpoutPoll } from './spout-consumer.ts'

/** Timeout of the polls in which a position is found that a spout waits for. */
const findPollMs = 50

/**
 * Kafka's own consumer under a spout. Going back to a failed tuple is the spout's way of trying again, and nobody has asked
 * for it: what arrives twice so is a duplicate, and no replay.
 */
export class KafkaConsumerPort implements SpoutConsumer {
  readonly #consumer: KafkaConsumer

  constructor(context: ClientContext, properties: Readonly<Record<string, string>>, progress: ReadingProgress) {
    this.#consumer = new KafkaConsumer({
      context, properties,
      progress: {
        follow: (at, position) => { progress.follow(at, position) },
        skipped: (at, to, place, cause) => { progress.skipped(at, to, place, cause) },
        moved: () => undefined,
      },
    })
  }

  get assignment(): readonly SpoutPartition[] {
    return this.#consumer.assignment
  }

  assign(partitions: readonly SpoutPartition[]): void {
    this.#consumer.assign(partitions)
  }

  committed(partitions: readonly SpoutPartition[], done: (offsets: readonly SpoutOffset[], error?: StormException) => void): void {
    if (partitions.length === 0) {
      done([])
      return
    }
    this.#consumer.committed(partitions, (offsets) => {
      if (offsets instanceof KafkaException) done([], thrownBy(offsets))
      else done(offsets.filter(({ offset }) => offset >= 0))
    })
  }

  seek(partition: SpoutPartition, offset: number): void {
    this.#consumer.seek(partition, offset)
  }

  seekTo(partition: SpoutPartition, to: 'beginning' | 'end', done: (offset: number) => void): void {
    this.#consumer.seekTo(partition, to === 'beginning' ? 'earliest' : 'latest')
    this.#find(partition, done)
  }

  position(partition: SpoutPartition): number | undefined {
    return this.#consumer.position(partition)
  }

  poll(partitions: readonly SpoutPartition[], timeoutMs: number, done: (poll: SpoutPoll) => void): void {
    const paused = this.assignment.filter((assigned) => !partitions.some((one) => isSamePartition(one, assigned)))
    for (const partition of paused) this.#consumer.pause(partition)
    this.#consumer.poll(timeoutMs, ({ records, error }) => {
      for (const partition of paused) this.#consumer.resume(partition)
      if (error === undefined) done({ records })
      else done({ records, error: { exception: thrownBy(error), isRetriable: isRetriable(error.className) } })
    })
  }

  commitSync(offsets: readonly SpoutOffset[], done: (error?: StormException) => void): void {
    this.#consumer.commitSync(offsets.map(withoutEpoch), (error) => { done(error === undefined ? undefined : thrownBy(error)) })
  }

  commitAsync(offsets: readonly SpoutOffset[]): void {
    this.#consumer.commitAsync(offsets.map(withoutEpoch), () => undefined)
  }

  close(done: () => void): void {
    this.#consumer.close(done)
  }

  /** Polls nothing until the position is known. */
  #find(partition: SpoutPartition, done: (offset: number) => void): void {
    const offset = this.position(partition)
    if (offset === undefined) this.poll([], findPollMs, () => { this.#find(partition, done) })
    else done(offset)
  }
}

function withoutEpoch(offset: SpoutOffset): SpoutOffset & { readonly leaderEpoch: number } {
  return { ...offset, leaderEpoch: -1 }
}

function thrownBy({ className, message }: KafkaException): StormException {
  return new StormException(className, message)
}

/** Whether Java's class extends RetriableException. */
function isRetriable(className: string): boolean {
  return ERROR_NAMES.some((name) => errorByName(name).exception === className && errorByName(name).retriable)
}
