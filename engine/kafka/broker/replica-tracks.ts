import type { LaneLedger } from '../../ledger/lane-ledger.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import type { Recorder, Track } from '../../sim/recorder.ts'
import { runsOfBatches } from '../protocol/envelope.ts'
import type { RecordBatch } from '../record/record-batch.ts'
import type { Partition } from './partition.ts'

interface TracksOfReplica {
  readonly place: string
  readonly logEndOffset: Track
  readonly highWatermark: Track
  readonly logStartOffset: Track
}

/** What a broker's replicas report: their offsets as tracks (by the names of Kafka's metrics), and their records' stories. */
export class ReplicaTracks {
  readonly #recorder: Recorder
  readonly #ledger: LaneLedger
  readonly #broker: string
  readonly #tracks = new Map<string, TracksOfReplica>()

  /** @param broker the broker's name, which its replicas' names begin with */
  constructor(recorder: Recorder, ledger: LaneLedger, broker: string) {
    this.#recorder = recorder
    this.#ledger = ledger
    this.#broker = broker
  }

  /** A leader appended a batch. */
  appended(partition: Partition, batch: RecordBatch | undefined): void {
    const { place } = this.#tracksOf(partition.name)
    const { log } = partition
    if (batch !== undefined) {
      const detail = `offsets ${log.logEndOffset - batch.recordCount}..${log.logEndOffset - 1}`
      for (const run of batch.runs) this.#ledger.note('appended', run, place, detail)
    }
    this.refresh(partition)
  }

  /** A follower appended what it had fetched. */
  replicated(partition: Partition, runs: readonly RecordRun[]): void {
    const { place } = this.#tracksOf(partition.name)
    for (const run of runs) this.#ledger.note('replicated', run, place)
    this.refresh(partition)
  }

  /** A leader's high watermark rose. */
  highWatermarkPassed(partition: Partition, before: number, after: number): void {
    const { place } = this.#tracksOf(partition.name)
    for (const batch of partition.log.read(before, Number.POSITIVE_INFINITY, after).batches) {
      if (batch.lastOffset < before) continue
      for (const run of batch.runs) this.#ledger.note('high watermark passed', run, place)
    }
    this.refresh(partition)
  }

  /** Batches left a replica's log. */
  removed(partition: Partition, batches: readonly RecordBatch[], fate: 'lost' | 'expired', cause: string): void {
    this.removedFrom(partition.name, partition.log.logStartOffset, batches, fate, cause)
  }

  /** Batches left a log that is not open as a partition yet. */
  removedFrom(partition: string, logStartOffset: number, batches: readonly RecordBatch[], fate: 'lost' | 'expired', cause: string): void {
    const { place } = this.#tracksOf(partition)
    for (const run of runsOfBatches(batches)) this.#ledger.copyEnded(run, { fate, place, cause })
    this.#recorder.set(this.#tracksOf(partition).logStartOffset, logStartOffset, cause)
  }

  /** Records the replica's offsets as they are. */
  refresh({ name, log }: Partition): void {
    const tracks = this.#tracksOf(name)
    this.#recorder.set(tracks.logEndOffset, log.logEndOffset)
    this.#recorder.set(tracks.highWatermark, log.highWatermark)
    this.#recorder.set(tracks.logStartOffset, log.logStartOffset)
  }

  #tracksOf(partition: string): TracksOfReplica {
    let tracks = this.#tracks.get(partition)
    if (tracks === undefined) {
      const place = `${this.#broker}/${partition}`
      tracks = {
        place,
        logEndOffset: this.#recorder.track(place, 'LogEndOffset'),
        highWatermark: this.#recorder.track(place, 'HighWatermark'),
        logStartOffset: this.#recorder.track(place, 'LogStartOffset'),
      }
      this.#tracks.set(partition, tracks)
    }
    return tracks
  }
}
