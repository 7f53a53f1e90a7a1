import type { ClientContext } from '../../kafka/client/client-context.ts'
import type { ConsumedRun } from '../../kafka/consumer/consumed-run.ts'
import { KafkaConsumer } from '../../kafka/consumer/kafka-consumer.ts'
import { partitionName, type TopicPartition } from '../../kafka/consumer/topic-partition.ts'
import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import type { StateStore } from '../state/state-store.ts'
import type { StreamRecords } from './stream-records.ts'

/** A store's changelog partition. */
export interface Changelog extends TopicPartition {
  readonly store: StateStore
}

const latestTimestamp = -1
const pollMs = 100

/** Reads changelogs from their beginning to what was their end, into stores (StoreChangelogReader), with a consumer of no group. */
export class Restorer {
  readonly #context: ClientContext
  readonly #properties: Readonly<Record<string, string>>
  readonly #records: StreamRecords

  constructor(context: ClientContext, properties: Readonly<Record<string, string>>, records: StreamRecords) {
    this.#context = context
    this.#properties = properties
    this.#records = records
  }

  /** @param isWanted whether the task is still the instance's */
  restore(changelogs: readonly Changelog[], isWanted: () => boolean, done: (restored: number) => void): void {
    const consumer = new KafkaConsumer({ context: this.#context, properties: this.#properties })
    consumer.assign(changelogs)
    consumer.listOffsets(changelogs.map((partition) => ({ partition, timestamp: latestTimestamp })), (found) => {
      if (found instanceof KafkaException) {
        consumer.close(() => undefined)
        if (isWanted()) this.restore(changelogs, isWanted, done)
        return
      }
      const ends = new Map(found.map((end) => [partitionName(end), end.offset]))
      const isAtEnd = (): boolean => changelogs.every((partition) => (ends.get(partitionName(partition)) ?? 0) <= (consumer.position(partition) ?? 0))
      let restored = 0
      const poll = (): void => {
        if (!isWanted() || isAtEnd()) consumer.close(() => { if (isWanted()) done(restored) })
        else consumer.poll(pollMs, ({ records }) => {
          for (const part of records) restored += this.#apply(changelogs, part)
          poll()
        })
      }
      poll()
    })
  }

  #apply(changelogs: readonly Changelog[], { topic, partition, run }: ConsumedRun): number {
    const store = changelogs.find((one) => one.topic === topic && one.partition === partition)?.store
    for (let index = 0; index < run.count; index += 1) {
      const { key, value, timestamp } = this.#records.bytesOf(run.first + index)
      if (key !== null) store?.restore({ key, value, timestamp: timestamp ?? null })
    }
    return run.count
  }
}
