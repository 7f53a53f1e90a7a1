/** Events of one store in a row, in the order in which they have to be taken. */
interface Stretch {
  readonly store: Store
  count: number
}

/** Where a spillable channel keeps an event. */
export type Store = 'memory' | 'overflow'

/**
 * Which store holds the next event, so that takes follow the order of commits over both of them.
 * Source: SpillableMemoryChannel.DrainOrderQueue.
 */
export class DrainOrder {
  #stretches: Stretch[] = []
  #head = 0
  #size = 0

  /** Events in both stores. */
  get size(): number {
    return this.#size
  }

  /** The store of the next event, and how many come from there before it changes; undefined when both are empty. */
  get front(): { readonly store: Store; readonly count: number } | undefined {
    return this.#stretches[this.#head]
  }

  /** Events were committed to a store. */
  put(store: Store, count: number): void {
    if (count === 0) return
    this.#size += count
    const last = this.#stretches.length > this.#head ? this.#stretches[this.#stretches.length - 1] : undefined
    if (last?.store === store) last.count += count
    else this.#stretches.push({ store, count })
  }

  /** Events were given back to the head of a store. */
  putFirst(store: Store, count: number): void {
    if (count === 0) return
    this.#size += count
    const first = this.#stretches[this.#head]
    if (first?.store === store) first.count += count
    else this.#stretches.splice(this.#head, 0, { store, count })
  }

  /** Takes events of the front; there must be so many. */
  take(count: number): void {
    const first = this.#stretches[this.#head]
    if (first === undefined || first.count < count) throw new RangeError(`the drain order has no ${count} events of one store in front`)
    first.count -= count
    this.#size -= count
    if (first.count > 0) return
    this.#head++
    if (this.#head < 1024) return
    this.#stretches = this.#stretches.slice(this.#head)
    this.#head = 0
  }
}
