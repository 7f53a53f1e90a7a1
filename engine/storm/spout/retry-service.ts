import { intervalMicros, type RetryBackoff } from './kafka-spout-config.ts'
import { spoutPartitionName, type SpoutPartition } from './spout-consumer.ts'

/** The id of a tuple from Kafka, which knows how often it has failed. Source: KafkaSpoutMessageId. */
export interface SpoutMessageId extends SpoutPartition {
  readonly offset: number
  numFails: number
}

/** A message id as a key. */
export function messageKey({ topic, partition, offset }: SpoutPartition & { readonly offset: number }): string {
  return `${topic}-${partition}@${offset}`
}

/** When failed tuples may be emitted again. Source: KafkaSpoutRetryExponentialBackoff. */
export class RetryService {
  readonly #backoff: RetryBackoff
  readonly #now: () => number
  readonly #schedules = new Map<string, { readonly id: SpoutMessageId; readonly atMicros: number }>()

  constructor(backoff: RetryBackoff, now: () => number) {
    this.#backoff = backoff
    this.#now = now
  }

  /** Plans another attempt; false when it has failed more than maxRetries times. */
  schedule(id: SpoutMessageId): boolean {
    if (id.numFails > this.#backoff.maxRetries) return false
    this.#schedules.set(messageKey(id), { id, atMicros: this.#now() + this.#delayMicros(id.numFails) })
    return true
  }

  /** The id under which an offset was scheduled, or a new one. */
  messageId({ topic, partition, offset }: SpoutPartition & { readonly offset: number }): SpoutMessageId {
    return this.#schedules.get(messageKey({ topic, partition, offset }))?.id ?? { topic, partition, offset, numFails: 0 }
  }

  /** Whether a message waits for another attempt. */
  isScheduled(id: SpoutMessageId): boolean {
    return this.#schedules.has(messageKey(id))
  }

  /** Whether the wait is over. */
  isReady(id: SpoutMessageId): boolean {
    const schedule = this.#schedules.get(messageKey(id))
    return schedule !== undefined && schedule.atMicros <= this.#now()
  }

  /** Takes a message out. */
  remove(id: SpoutMessageId): void {
    this.#schedules.delete(messageKey(id))
  }

  /** Forgets the messages of other partitions. */
  retainAll(partitions: readonly SpoutPartition[]): void {
    const names = new Set(partitions.map(spoutPartitionName))
    for (const [key, { id }] of this.#schedules) if (!names.has(spoutPartitionName(id))) this.#schedules.delete(key)
  }

  /** The lowest offset of each partition that may be emitted again now. */
  earliestRetriable(): ReadonlyMap<string, SpoutMessageId> {
    const now = this.#now()
    const earliest = new Map<string, SpoutMessageId>()
    for (const { id, atMicros } of this.#schedules.values()) {
      const name = spoutPartitionName(id)
      const known = earliest.get(name)
      if (atMicros <= now && (known === undefined || id.offset < known.offset)) earliest.set(name, id)
    }
    return earliest
  }

  #delayMicros(numFails: number): number {
    const { initialDelay, delayPeriod, maxDelay } = this.#backoff
    // 2^63 is where Java's long ends; far beyond any longest delay.
    const doublings = Math.min(numFails - 1, 62)
    const delay = numFails === 1 ? intervalMicros(initialDelay) : intervalMicros(delayPeriod) * 2 ** doublings
    return Math.min(delay, intervalMicros(maxDelay))
  }
}
