import type { RecordRun } from '../../ledger/record-run.ts'
import { spoutPartitionName, type PolledRun, type SpoutPartition } from './spout-consumer.ts'

/** One record that was polled. */
export interface PolledRecord extends SpoutPartition {
  readonly offset: number
  readonly record: number
}

/** Records that were polled and not emitted yet, partition by partition. */
export class WaitingRecords {
  #runs: PolledRun[] = []

  get isEmpty(): boolean {
    return this.#runs.length === 0
  }

  /** What a poll brought, in place of what was. */
  set(runs: readonly PolledRun[]): void {
    const byPartition = new Map<string, PolledRun[]>()
    for (const run of runs) {
      const name = spoutPartitionName(run)
      const known = byPartition.get(name)
      if (known === undefined) byPartition.set(name, [run])
      else known.push(run)
    }
    this.#runs = [...byPartition.values()].flat()
  }

  /** Takes the next record. */
  next(): PolledRecord | undefined {
    const [first] = this.#runs
    if (first === undefined) return undefined
    const { topic, partition, offset, run } = first
    if (run.count === 1) this.#runs.shift()
    else this.#runs[0] = { topic, partition, offset: offset + 1, run: { first: run.first + 1, count: run.count - 1 } }
    return { topic, partition, offset, record: run.first }
  }

  /** Drops what lies below an offset of a partition. */
  dropBelow(at: SpoutPartition, offset: number): void {
    const name = spoutPartitionName(at)
    this.#runs = this.#runs.flatMap((one) => {
      const passed = spoutPartitionName(one) === name ? Math.max(0, Math.min(one.run.count, offset - one.offset)) : 0
      if (passed === one.run.count) return []
      return [{ ...one, offset: one.offset + passed, run: { first: one.run.first + passed, count: one.run.count - passed } }]
    })
  }

  /** Keeps the records of these partitions only. */
  retain(partitions: readonly SpoutPartition[]): void {
    const names = new Set(partitions.map(spoutPartitionName))
    this.#runs = this.#runs.filter((run) => names.has(spoutPartitionName(run)))
  }

  /** Calls back for each run. */
  walk(visit: (run: RecordRun) => void): void {
    for (const { run } of this.#runs) visit(run)
  }
}
