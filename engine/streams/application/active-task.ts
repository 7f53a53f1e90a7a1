import type { ConsumedRun } from '../../kafka/consumer/consumed-run.ts'
import { partitionName, type TopicPartition } from '../../kafka/consumer/topic-partition.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import type { StreamTask } from '../task/stream-task.ts'
import type { StreamRecords } from './stream-records.ts'

/** A record that waits to be processed. */
interface QueuedRecord extends TopicPartition {
  readonly record: number
  readonly offset: number
  readonly timestamp: number
}

/** A task with its queues: of what was read, the record with the smallest timestamp among the partitions' heads is next (PartitionGroup). */
export class ActiveTask {
  readonly task: StreamTask
  readonly subTopology: number
  readonly partition: number
  isRestored = false
  readonly #records: StreamRecords
  readonly #queues = new Map<string, QueuedRecord[]>()
  readonly #next = new Map<string, TopicPartition & { readonly offset: number }>()
  readonly #localName: (topic: string) => string

  /** @param localName a topic's name in the topology */
  constructor(task: StreamTask, place: { readonly subTopology: number; readonly partition: number }, records: StreamRecords, localName: (topic: string) => string) {
    this.task = task
    this.subTopology = place.subTopology
    this.partition = place.partition
    this.#records = records
    this.#localName = localName
  }

  /** Takes what was read. */
  add({ topic, partition, offset, run, timestampMs }: ConsumedRun): void {
    const name = partitionName({ topic, partition })
    const queue = this.#queues.get(name) ?? []
    this.#queues.set(name, queue)
    for (let index = 0; index < run.count; index += 1) {
      const record = run.first + index
      queue.push({ topic, partition, record, offset: offset + index, timestamp: this.#timestampOf(record, timestampMs) })
    }
  }

  /** Batches are read with their first timestamp, and no record is older than that: later ones have the time of their creation, unless the log stamped them all. */
  #timestampOf(record: number, batchMs: number): number {
    return this.#records.bytesOf(record).timestamp ?? Math.max(batchMs, this.#records.createdMs(record))
  }

  /** Processes the next record. @returns its number, or undefined when nothing waits. @throws StreamsException */
  processNext(): number | undefined {
    let next: QueuedRecord | undefined
    for (const [head] of this.#queues.values()) if (head !== undefined && (next === undefined || head.timestamp < next.timestamp)) next = head
    if (next === undefined) return undefined
    const { topic, partition, offset, timestamp, record } = next
    const name = partitionName(next)
    this.#queues.get(name)?.shift()
    this.#next.set(name, { topic, partition, offset: offset + 1 })
    const { key, value } = this.#records.bytesOf(record)
    this.task.process({ topic: this.#localName(topic), partition, offset, timestamp, key, value })
    return record
  }

  /** The offsets after what has been processed since the last commit. */
  get uncommitted(): readonly (TopicPartition & { readonly offset: number })[] {
    return [...this.#next.values()]
  }

  /** What has been processed is committed. */
  committed(): void {
    this.#next.clear()
  }

  /** Forgets what was read and not processed: it will be read again. */
  clear(): void {
    this.#queues.clear()
  }

  /** Records that wait. */
  walk(visit: (run: RecordRun) => void): void {
    for (const queue of this.#queues.values()) for (const { record } of queue) visit({ first: record, count: 1 })
  }
}
