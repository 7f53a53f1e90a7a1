import type { RecordRun } from '../../ledger/record-run.ts'
import type { RecordStreams } from '../../ledger/record-stream.ts'
import type { ClientMetadata } from '../client/client-metadata.ts'
import { utf8Encode } from '../record/utf8-encode.ts'
import { partitionForKey, toPositive } from './partitioner/murmur2.ts'
import type { ProducerConfig } from './producer-config.ts'

/** Chooses the partition of a record before it reaches the accumulator (KafkaProducer.partition). */
export class PartitionChoice {
  readonly #config: ProducerConfig
  readonly #metadata: ClientMetadata
  readonly #streams: RecordStreams
  readonly #counters = new Map<string, number>()

  constructor(config: ProducerConfig, metadata: ClientMetadata, streams: RecordStreams) {
    this.#config = config
    this.#metadata = metadata
    this.#streams = streams
  }

  /** Whether each record of a run may get another partition than the one before. */
  get isPerRecord(): boolean {
    return this.#config.roundRobin
  }

  /** The partition; undefined where the sticky partitioner chooses it. */
  of(request: { readonly topic: string; readonly partition?: number }, run: RecordRun): number | undefined {
    if (request.partition !== undefined) return request.partition
    const partitions = this.#metadata.topic(request.topic)?.partitions ?? []
    if (this.#config.roundRobin) {
      const next = this.#counters.get(request.topic) ?? 0
      this.#counters.set(request.topic, (next + 1) | 0)
      const available = partitions.filter((entry) => entry.leader >= 0)
      const choices = available.length > 0 ? available : partitions
      return choices[toPositive(next) % choices.length]?.partition ?? 0
    }
    const key = this.#streams.keyOf(run.first)
    if (key === undefined || this.#config.ignoreKeys) return undefined
    return partitionForKey(utf8Encode(key), partitions.length)
  }
}
