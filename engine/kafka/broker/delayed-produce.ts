import type { Process, Timer } from '../../sim/process.ts'
import { microsPerMilli } from '../../sim/time.ts'
import type { ErrorName } from '../protocol/errors.ts'
import type { Partition } from './partition.ts'

/** One partition's part of a produce request that waits for replication. */
export interface ProduceWait {
  readonly partition: Partition
  /** The high watermark must reach this. */
  readonly requiredOffset: number
  readonly leaderEpoch: number
  /** Undefined while it waits. */
  outcome: ErrorName | undefined
}

/** A produce request with acks=all between its append and its answer (DelayedProduce). */
export class DelayedProduce {
  readonly #waits: readonly ProduceWait[]
  readonly #process: Process
  readonly #done: () => void
  readonly #timer: Timer
  #isDone = false

  /** @param done called once, when every wait has its outcome */
  constructor(process: Process, timeoutMs: number, waits: readonly ProduceWait[], done: () => void) {
    this.#process = process
    this.#waits = waits
    this.#done = done
    for (const { partition } of waits) partition.delayedProduces.add(this)
    this.#timer = process.after(timeoutMs * microsPerMilli, () => { this.#expire() })
    this.tryComplete()
  }

  /** Looks at each partition again. */
  tryComplete(): void {
    if (this.#isDone) return
    for (const wait of this.#waits) wait.outcome ??= outcomeOf(wait)
    if (this.#waits.every(({ outcome }) => outcome !== undefined)) this.#finish()
  }

  #expire(): void {
    if (this.#isDone) return
    for (const wait of this.#waits) wait.outcome ??= 'REQUEST_TIMED_OUT'
    this.#finish()
  }

  #finish(): void {
    this.#isDone = true
    this.#process.cancel(this.#timer)
    for (const { partition } of this.#waits) partition.delayedProduces.delete(this)
    this.#done()
  }
}

function outcomeOf({ partition, requiredOffset }: ProduceWait): ErrorName | undefined {
  if (!partition.isLeader) return 'NOT_LEADER_OR_FOLLOWER'
  if (partition.log.highWatermark < requiredOffset) return undefined
  return partition.effectiveMinIsr <= partition.maximalIsr.length ? 'NONE' : 'NOT_ENOUGH_REPLICAS_AFTER_APPEND'
}
