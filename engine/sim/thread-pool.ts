import type { Process } from './process.ts'

interface Task {
  readonly costMicros: number
  readonly done: () => void
}

/**
 * So many threads of a process that take tasks from one queue, first come, first served: a broker's request handlers,
 * a server's workers. With one thread it is a single server queue.
 */
export class ThreadPool {
  readonly #process: Process
  readonly #threads: number
  readonly #waiting: Task[] = []
  #head = 0
  #busy = 0

  constructor(process: Process, threads: number) {
    this.#process = process
    this.#threads = threads
    process.onEnd(() => {
      this.#waiting.length = 0
      this.#head = 0
      this.#busy = 0
    })
  }

  /** Tasks that no thread has taken yet. */
  get queueLength(): number {
    return this.#waiting.length - this.#head
  }

  /** Queues a task of so many whole microseconds of work; calls back when it is done. */
  submit(costMicros: number, done: () => void): void {
    if (this.#busy < this.#threads) this.#run({ costMicros, done })
    else this.#waiting.push({ costMicros, done })
  }

  #run(task: Task): void {
    this.#busy++
    this.#process.after(task.costMicros, () => {
      this.#busy--
      const next = this.#takeNext()
      if (next !== undefined) this.#run(next)
      task.done()
    })
  }

  #takeNext(): Task | undefined {
    const next = this.#waiting[this.#head]
    if (next === undefined) return undefined
    this.#head++
    if (this.#head > 1024 && this.#head * 2 > this.#waiting.length) {
      this.#waiting.splice(0, this.#head)
      this.#head = 0
    }
    return next
  }
}
