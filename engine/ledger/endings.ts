import type { Ending, EndingRequest } from './lane-ledger.ts'

/** The reasons why copies ended, each once, by their index. */
export class Endings {
  readonly #endings: Ending[] = []
  readonly #indexes = new Map<string, number>()

  /** The reason with an index. */
  at(index: number): Ending | undefined {
    return this.#endings[index]
  }

  /** The index of a reason, which is noted when it is new. */
  indexOf(request: EndingRequest): number {
    const { fate, place, cause, isTold = false, isStored = false } = request
    const key = `${fate}\u0000${place}\u0000${cause}\u0000${String(isTold)}\u0000${String(isStored)}`
    let index = this.#indexes.get(key)
    if (index === undefined) {
      index = this.#endings.length
      this.#endings.push({ fate, place, cause, isTold, isStored })
      this.#indexes.set(key, index)
    }
    return index
  }
}
