import type { ConsumedRun } from '../../kafka/consumer/consumed-run.ts'
import type { OffsetsToCommit } from './client-calls.ts'

type Offset = NonNullable<OffsetsToCommit>[number]

/** Offsets of what was taken from a consumer's records and is not committed. */
export class OffsetsInHand {
  readonly #next = new Map<string, Offset>()

  /** Records were taken: the next one to read comes after them. */
  took({ topic, partition, offset, run, leaderEpoch }: ConsumedRun): void {
    this.#next.set(`${topic}-${partition}`, { topic, partition, offset: offset + run.count, leaderEpoch, metadata: '' })
  }

  get all(): readonly Offset[] {
    return [...this.#next.values()]
  }

  clear(): void {
    this.#next.clear()
  }
}

/** Takes at most so many records of the first run out of a list of runs. */
export function takeFrom(polled: ConsumedRun[], max: number): ConsumedRun | undefined {
  const first = polled[0]
  if (first === undefined || max <= 0) return undefined
  const count = Math.min(max, first.run.count)
  if (count === first.run.count) polled.shift()
  else polled[0] = { ...first, offset: first.offset + count, run: { first: first.run.first + count, count: first.run.count - count } }
  return { ...first, run: { first: first.run.first, count } }
}
