/**
 * Walks members from the least and the most loaded end while partitions move between them
 * (UniformHeterogeneousAssignmentBuilder.MemberAssignmentBalancer). Loads change only by what the walk hands out.
 */
export class LoadWalk {
  /** Highest and lowest load among the members at the start. */
  readonly imbalance: number
  readonly #loads: readonly number[]
  readonly #sorted: number[]
  #leastEnd = 0
  #leastLoad: number
  #nextLeast = 0
  #mostStart: number
  #mostEnd: number
  #mostLoad: number
  #nextMost: number

  /** @param members indices into `loads`, at least one */
  constructor(members: readonly number[], loads: readonly number[]) {
    this.#loads = loads
    this.#sorted = [...members].sort((left, right) => this.#load(left) - this.#load(right) || left - right)
    const least = this.#loadAt(0)
    const most = this.#loadAt(this.#sorted.length - 1)
    this.imbalance = most - least
    this.#leastLoad = least - 1
    this.#mostStart = this.#sorted.length
    this.#mostEnd = this.#sorted.length
    this.#mostLoad = most + 1
    this.#nextMost = this.#sorted.length - 1
  }

  /** Whether the ends of the walk have met. */
  isBalanced(): boolean {
    return this.#mostLoad - this.#leastLoad <= 1
  }

  /** The next member among the least loaded; when each had a turn, the range grows to those with one more. */
  nextLeastLoaded(): number {
    if (this.#nextLeast >= this.#leastEnd) {
      this.#leastLoad++
      while (this.#leastEnd < this.#sorted.length && this.#loadAt(this.#leastEnd) === this.#leastLoad) this.#leastEnd++
      this.#nextLeast = 0
    }
    return this.#sorted[this.#nextLeast++] ?? -1
  }

  /** The next member among the most loaded; undefined when all were excluded. */
  nextMostLoaded(): number | undefined {
    if (this.#nextMost < this.#mostStart) {
      if (this.#mostEnd <= this.#mostStart && this.#mostStart > 0) this.#mostLoad = this.#loadAt(this.#mostStart - 1)
      else this.#mostLoad--
      while (this.#mostStart > 0 && this.#loadAt(this.#mostStart - 1) === this.#mostLoad) this.#mostStart--
      this.#nextMost = this.#mostEnd - 1
    }
    return this.#nextMost < 0 ? undefined : this.#sorted[this.#nextMost--]
  }

  /** The member given out last as most loaded has nothing left to give. */
  excludeMostLoaded(): void {
    const at = this.#nextMost + 1
    const member = this.#sorted[at] ?? -1
    this.#sorted[at] = this.#sorted[this.#mostEnd - 1] ?? -1
    this.#sorted[this.#mostEnd - 1] = member
    this.#mostEnd--
  }

  #load(member: number): number {
    return this.#loads[member] ?? 0
  }

  #loadAt(index: number): number {
    return this.#load(this.#sorted[index] ?? -1)
  }
}
