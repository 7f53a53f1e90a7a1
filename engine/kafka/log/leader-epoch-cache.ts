/** Where the records of a leader's term begin. */
export interface EpochEntry {
  readonly epoch: number
  readonly startOffset: number
}

/** Where an epoch ended; epoch −1 and offset −1 when the log knows nothing of it. */
export interface EpochEndOffset {
  readonly epoch: number
  readonly endOffset: number
}

const undefinedEpoch: EpochEndOffset = { epoch: -1, endOffset: -1 }

/**
 * The first offset of each leader epoch in one log (KIP-101; LeaderEpochFileCache). Both epochs and offsets rise.
 */
export class LeaderEpochCache {
  #entries: EpochEntry[] = []

  get entries(): readonly EpochEntry[] {
    return this.#entries
  }

  /** The latest epoch; undefined when the log has none. */
  get latestEpoch(): number | undefined {
    return this.#entries[this.#entries.length - 1]?.epoch
  }

  /** Notes that records of an epoch begin at an offset; entries that contradict it go. */
  assign(epoch: number, startOffset: number): void {
    const latest = this.#entries[this.#entries.length - 1]
    if (latest?.epoch === epoch) return
    this.#entries = this.#entries.filter((entry) => entry.epoch < epoch && entry.startOffset < startOffset)
    this.#entries.push({ epoch, startOffset })
  }

  /** Where an epoch ended, or the largest one below it if the log has none of it (endOffsetFor). */
  endOffsetFor(requestedEpoch: number, logEndOffset: number): EpochEndOffset {
    const latest = this.latestEpoch
    if (requestedEpoch === -1 || latest === undefined) return undefinedEpoch
    if (requestedEpoch === latest) return { epoch: requestedEpoch, endOffset: logEndOffset }
    const higher = this.#entries.find((entry) => entry.epoch > requestedEpoch)
    if (higher === undefined) return undefinedEpoch
    let floor: EpochEntry | undefined
    for (const entry of this.#entries) if (entry.epoch <= requestedEpoch) floor = entry
    return { epoch: floor?.epoch ?? requestedEpoch, endOffset: higher.startOffset }
  }

  /** The epoch of the record at an offset; undefined when it is older than the first entry. */
  epochAt(offset: number): number | undefined {
    let epoch: number | undefined
    for (const entry of this.#entries) if (entry.startOffset <= offset) epoch = entry.epoch
    return epoch
  }

  /** Forgets epochs that begin at or after an offset. */
  truncateFromEnd(endOffset: number): void {
    this.#entries = this.#entries.filter((entry) => entry.startOffset < endOffset)
  }

  /** The log begins later now: the epoch there begins with it. */
  truncateFromStart(startOffset: number): void {
    const epoch = this.epochAt(startOffset)
    const kept = this.#entries.filter((entry) => entry.startOffset > startOffset)
    this.#entries = epoch === undefined ? kept : [{ epoch, startOffset }, ...kept]
  }

  clear(): void {
    this.#entries = []
  }
}
