/** What a quorum leader knows of one voter. */
interface VoterProgress {
  logEndOffset: number
  lastFetchMs: number
}

/** How far the voters have come, as the leader sees it (LeaderState): the high watermark and the check of the quorum. */
export class LeaderProgress {
  readonly #voters = new Map<number, VoterProgress>()
  readonly #leaderId: number
  readonly #epochStartOffset: number
  #highWatermark: number

  constructor(options: { readonly leaderId: number; readonly voters: readonly number[]; readonly epochStartOffset: number; readonly highWatermark: number; readonly nowMs: number }) {
    this.#leaderId = options.leaderId
    this.#epochStartOffset = options.epochStartOffset
    this.#highWatermark = options.highWatermark
    for (const voter of options.voters) this.#voters.set(voter, { logEndOffset: -1, lastFetchMs: options.nowMs })
  }

  get highWatermark(): number {
    return this.#highWatermark
  }

  /** Whether the first record of this leader's epoch is committed, and with it everything before. */
  get isEpochCommitted(): boolean {
    return this.#highWatermark > this.#epochStartOffset
  }

  /** A voter has flushed its log up to an offset; returns whether the high watermark moved. */
  update(voter: number, logEndOffset: number, nowMs: number): boolean {
    const progress = this.#voters.get(voter)
    if (progress === undefined) return false
    progress.logEndOffset = logEndOffset
    progress.lastFetchMs = nowMs
    const ends = [...this.#voters.values()].map((other) => other.logEndOffset).sort((left, right) => right - left)
    const majorityEnd = ends[Math.floor(ends.length / 2)] ?? -1
    if (majorityEnd <= this.#highWatermark || majorityEnd <= this.#epochStartOffset) return false
    this.#highWatermark = majorityEnd
    return true
  }

  /** Whether a majority, the leader counted, has fetched within so many milliseconds. */
  hasMajority(nowMs: number, withinMs: number): boolean {
    let recent = 0
    for (const [voter, { lastFetchMs }] of this.#voters) {
      if (voter === this.#leaderId || nowMs - lastFetchMs < withinMs) recent++
    }
    return recent > this.#voters.size / 2
  }

  /** Voters that have not fetched for so long: they may not know the leader. */
  silentVoters(nowMs: number, forMs: number): readonly number[] {
    return [...this.#voters].filter(([voter, { lastFetchMs, logEndOffset }]) => voter !== this.#leaderId && (logEndOffset < 0 || nowMs - lastFetchMs >= forMs)).map(([voter]) => voter)
  }

  /** The other voters, the one that is furthest first: the order in which they should try to succeed. */
  successors(): readonly number[] {
    return [...this.#voters].filter(([voter]) => voter !== this.#leaderId).sort(([, left], [, right]) => right.logEndOffset - left.logEndOffset).map(([voter]) => voter)
  }
}
