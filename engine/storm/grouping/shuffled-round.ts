import type { RandomStream } from '../../sim/random-stream.ts'

/** Gives tasks in turn, in an order that is drawn once for each set of tasks. Source: org.apache.storm.grouping.ShuffleGrouping. */
export class ShuffledRound {
  readonly #random: RandomStream
  #tasks: readonly number[]
  #order: readonly number[]
  #next = 0

  constructor(tasks: readonly number[], random: RandomStream) {
    this.#random = random
    this.#tasks = tasks
    this.#order = shuffled(tasks, random)
  }

  /** The next task; -1 where there is none. */
  next(): number {
    const task = this.#order[this.#next] ?? -1
    this.#next = this.#next + 1 >= this.#order.length ? 0 : this.#next + 1
    return task
  }

  /** The next of these tasks; a new set begins a new round. */
  nextOf(tasks: readonly number[]): number {
    if (tasks.length !== this.#tasks.length || tasks.some((task, index) => task !== this.#tasks[index])) {
      this.#tasks = tasks
      this.#order = shuffled(tasks, this.#random)
      this.#next = 0
    }
    return this.next()
  }
}

/** Fisher and Yates. */
function shuffled(tasks: readonly number[], random: RandomStream): readonly number[] {
  const order = [...tasks]
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.nextInt(last + 1)
    const moved = order[last]
    const swapped = order[other]
    if (moved === undefined || swapped === undefined) continue
    order[last] = swapped
    order[other] = moved
  }
  return order
}
