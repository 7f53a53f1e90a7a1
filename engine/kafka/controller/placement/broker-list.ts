import type { BoundedRandom } from '../../producer/partitioner/built-in-partitioner.ts'

/**
 * Brokers of one rack, fenced or not, handed out in a circle that starts one place further in each round
 * (StripedReplicaPlacer.BrokerList).
 */
export class BrokerList {
  readonly #brokers: number[] = []
  #taken = 0
  #offset = 0
  #round = 0

  /** Adds a broker before {@link begin}. */
  add(broker: number): void {
    this.#brokers.push(broker)
  }

  /** Sorts the brokers and draws where the circle starts; draws nothing for an empty list. */
  begin(random: BoundedRandom): void {
    if (this.#brokers.length === 0) return
    this.#brokers.sort((left, right) => left - right)
    this.#offset = random.nextInt(this.#brokers.length)
  }

  /** Puts the brokers in a new order. */
  shuffle(random: BoundedRandom): void {
    shuffle(this.#brokers, random)
  }

  /** The next broker of this round, or undefined when all have been handed out. */
  next(round: number): number | undefined {
    const count = this.#brokers.length
    if (count === 0) return undefined
    if (this.#round !== round) {
      this.#round = round
      this.#taken = 0
      this.#offset = (this.#offset + 1) % count
    }
    if (this.#taken >= count) return undefined
    const broker = this.#brokers[(this.#taken + this.#offset) % count]
    this.#taken += 1
    return broker
  }
}

/** Shuffles in place with the draws of java.util.Collections.shuffle. */
export function shuffle(items: unknown[], random: BoundedRandom): void {
  for (let size = items.length; size > 1; size -= 1) {
    const other = random.nextInt(size)
    const last = items[size - 1]
    items[size - 1] = items[other]
    items[other] = last
  }
}
