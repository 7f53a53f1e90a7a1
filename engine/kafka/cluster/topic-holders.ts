import type { Lane } from '../../ledger/lane.ts'
import type { LaneLedger } from '../../ledger/lane-ledger.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import { sliceRuns } from '../../ledger/record-runs.ts'
import type { RecordBatch } from '../record/record-batch.ts'
import type { NodeStorage } from './node-storage.ts'

/** Somebody who reads a topic: a consumer group, or a consumer of its own. */
export interface TopicReader {
  /** Index of the ledger's destination that its reading serves. */
  readonly destination: number
  /** First offset of a partition that it would read after losing its memory; undefined when it has no committed position. */
  positionOf(partitionId: number): number | undefined
}

/**
 * The topics as places that hold records: a record is held while it lies on the disk of any replica, running or not, at
 * or above the position from which a reader would go on. What is below has left the log's responsibility for that reader.
 */
export class TopicHolders {
  readonly #lane: Lane
  readonly #storages: () => Iterable<NodeStorage>
  readonly #readers = new Map<string, TopicReader[]>()
  readonly #topics = new Set<string>()

  constructor(lane: Lane, storages: () => Iterable<NodeStorage>) {
    this.#lane = lane
    this.#storages = storages
  }

  /** Registers a reader of a topic. */
  addReader(topic: string, reader: TopicReader): void {
    this.addTopic(topic)
    const readers = this.#readers.get(topic) ?? []
    this.#readers.set(topic, readers)
    readers.push(reader)
    this.#ledger.addHolder({
      place: this.placeOf(topic),
      destinations: () => [reader.destination],
      walk: (visit) => { this.#walk(topic, (partitionId) => reader.positionOf(partitionId) ?? 0, visit) },
    })
  }

  /** A topic exists: until somebody reads it, it holds its records for everybody. */
  addTopic(topic: string): void {
    if (this.#topics.has(topic)) return
    this.#topics.add(topic)
    this.#ledger.addHolder({
      place: this.placeOf(topic),
      destinations: () => ((this.#readers.get(topic)?.length ?? 0) > 0 ? [] : this.#ledger.destinations.map(({ index }) => index)),
      walk: (visit) => { this.#walk(topic, () => 0, visit) },
    })
  }

  /** Name of a topic as a component. */
  placeOf(topic: string): string {
    return `${this.#lane.name}/${topic}`
  }

  get #ledger(): LaneLedger {
    return this.#lane.ledger
  }

  #walk(topic: string, positionOf: (partitionId: number) => number, visit: (run: RecordRun) => void): void {
    for (const storage of this.#storages()) {
      for (const replica of storage.replicas) {
        if (replica.topic !== topic) continue
        const from = Math.max(positionOf(replica.partitionId), replica.files.startOffset)
        replica.files.walk(from, (batch) => { visitBatch(batch, from, visit) })
      }
    }
  }
}

function visitBatch(batch: RecordBatch, from: number, visit: (run: RecordRun) => void): void {
  const skipped = from - batch.baseOffset
  for (const run of skipped <= 0 ? batch.runs : sliceRuns(batch.runs, skipped, batch.recordCount)) visit(run)
}
