import type { Host } from '../../sim/host.ts'
import type { Network } from '../../sim/network.ts'
import type { Process } from '../../sim/process.ts'
import type { ClusterImage } from '../metadata/cluster-image.ts'
import type { NodeSettings } from '../metadata/node-settings.ts'
import type { RecordBatch } from '../record/record-batch.ts'
import type { Partition } from './partition.ts'
import { ReplicaFetcher } from './replica-fetcher.ts'

/** A follower cut its log back to agree with its leader. */
export interface Truncation {
  readonly partition: Partition
  readonly offset: number
  /** Whether the epochs agree now. */
  readonly completed: boolean
  readonly leaderEpoch: number
}

/** What fetchers need of their broker. */
export interface FetcherOptions {
  readonly nodeId: number
  readonly name: string
  readonly process: Process
  readonly network: Network
  readonly settings: NodeSettings
  readonly image: ClusterImage
  readonly brokerEpoch: () => number
  readonly hostOf: (nodeId: number) => Host
  readonly onReplicated: (partition: Partition, batches: readonly RecordBatch[]) => void
  readonly onTruncated: (truncation: Truncation) => void
  readonly onDiskError: (error: unknown) => void
  /** How long who has just appended has to wait for the disk, in microseconds. */
  readonly writeStallMicros: () => number
}

/** The fetchers of a broker: one for each broker that leads partitions it follows (ReplicaFetcherManager, num.replica.fetchers=1). */
export class ReplicaFetchers {
  readonly #options: FetcherOptions
  readonly #fetchers = new Map<number, ReplicaFetcher>()
  readonly #leaderOf = new Map<Partition, number>()

  constructor(options: FetcherOptions) {
    this.#options = options
  }

  /** Follows the partition's present leader. */
  add(partition: Partition): void {
    const leaderId = partition.leaderId
    if (this.#leaderOf.get(partition) !== leaderId) this.remove(partition)
    let fetcher = this.#fetchers.get(leaderId)
    if (fetcher === undefined) {
      fetcher = new ReplicaFetcher(leaderId, this.#options)
      this.#fetchers.set(leaderId, fetcher)
    }
    this.#leaderOf.set(partition, leaderId)
    fetcher.add(partition)
  }

  /** Ceases to follow; a fetcher without partitions goes, and its connection with it. */
  remove(partition: Partition): void {
    const leaderId = this.#leaderOf.get(partition)
    if (leaderId === undefined) return
    this.#leaderOf.delete(partition)
    const fetcher = this.#fetchers.get(leaderId)
    fetcher?.remove(partition)
    if (fetcher?.isIdle === true) {
      fetcher.close()
      this.#fetchers.delete(leaderId)
    }
  }

  /** Ends all of them (controlled shutdown). */
  close(): void {
    for (const partition of [...this.#leaderOf.keys()]) this.remove(partition)
  }
}
