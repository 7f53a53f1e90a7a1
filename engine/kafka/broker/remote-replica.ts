/** A follower as its leader sees it (Replica, ReplicaState). */
export class RemoteReplica {
  readonly brokerId: number
  /** −1 until the follower has fetched from this leader. */
  logEndOffset = -1
  brokerEpoch = -1
  logStartOffset = -1
  #lastCaughtUpMs = 0
  #lastFetchMs = 0
  #lastFetchLeaderEndOffset = 0

  constructor(brokerId: number) {
    this.brokerId = brokerId
  }

  /** A new leader knows nothing of its followers; those in the ISR count as caught up for a start. */
  reset(nowMs: number, isInSync: boolean, leaderEndOffset: number): void {
    this.logEndOffset = -1
    this.logStartOffset = -1
    this.#lastCaughtUpMs = isInSync ? nowMs : 0
    this.#lastFetchMs = isInSync ? nowMs : 0
    this.#lastFetchLeaderEndOffset = leaderEndOffset
  }

  /** The follower fetches from an offset: it has everything below it. */
  onFetch(fetchOffset: number, brokerEpoch: number, leaderEndOffset: number, nowMs: number): void {
    if (fetchOffset >= leaderEndOffset) this.#lastCaughtUpMs = Math.max(this.#lastCaughtUpMs, nowMs)
    else if (fetchOffset >= this.#lastFetchLeaderEndOffset) this.#lastCaughtUpMs = Math.max(this.#lastCaughtUpMs, this.#lastFetchMs)
    this.logEndOffset = fetchOffset
    this.brokerEpoch = brokerEpoch
    this.#lastFetchLeaderEndOffset = leaderEndOffset
    this.#lastFetchMs = nowMs
  }

  /** When it last had all that the leader had, in milliseconds. */
  get lastCaughtUpMs(): number {
    return this.#lastCaughtUpMs
  }

  /** Whether it has all that the leader has, or had it at most `lagTimeMaxMs` ago (replica.lag.time.max.ms). */
  isCaughtUp(leaderEndOffset: number, nowMs: number, lagTimeMaxMs: number): boolean {
    return leaderEndOffset === this.logEndOffset || nowMs - this.#lastCaughtUpMs <= lagTimeMaxMs
  }
}
