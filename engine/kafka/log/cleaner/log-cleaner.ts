import type { RecordRun } from '../../../ledger/record-run.ts'
import type { PartitionLog } from '../partition-log.ts'
import { cleanLog, type CleaningContext } from './clean-log.ts'
import { isCleanable, logToClean } from './log-to-clean.ts'

/** What a broker's cleaner works on. */
export interface LogCleanerOptions {
  /** The logs that may be cleaned now. */
  readonly logs: () => readonly PartitionLog[]
  readonly context: () => CleaningContext
  /** Records left a log for good. */
  readonly onRemoved: (log: PartitionLog, runs: readonly RecordRun[]) => void
}

/** Cleans compacted logs, the dirtiest first, until none is dirty enough (LogCleaner, LogCleanerManager.grabFilthiestCompactedLog). */
export class LogCleaner {
  readonly #options: LogCleanerOptions

  constructor(options: LogCleanerOptions) {
    this.#options = options
  }

  /** One turn of the cleaner's thread. */
  run(): void {
    for (let log = this.#filthiest(); log !== undefined; log = this.#filthiest()) {
      const context = this.#options.context()
      const before = log.files.firstDirtyOffset
      const { removed, nextFirstDirtyOffset } = cleanLog(log, logToClean(log, context.nowMs), context)
      if (removed.length > 0) this.#options.onRemoved(log, removed)
      if (nextFirstDirtyOffset === before) return
    }
  }

  #filthiest(): PartitionLog | undefined {
    const { nowMs } = this.#options.context()
    let filthiest: PartitionLog | undefined
    let highest = -1
    for (const log of this.#options.logs()) {
      if (!log.config.isCompacted) continue
      const candidate = logToClean(log, nowMs)
      if (candidate.cleanableRatio <= highest || !isCleanable(log, candidate, nowMs)) continue
      filthiest = log
      highest = candidate.cleanableRatio
    }
    return filthiest
  }
}
