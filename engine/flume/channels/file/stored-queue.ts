import { continues, partOf, type EventRun } from '../../event/event-run.ts'
import type { StoredRun } from './wal-record.ts'

/** Events of a stored run from its event `from` on. */
function partOfStored(stored: StoredRun, from: number, count: number): StoredRun {
  return { run: partOf(stored.run, from, count), pointer: stored.pointer + from, fileId: stored.fileId }
}

/** The queue of a file channel: what its logs hold and nobody has taken. Source: FlumeEventQueue. */
export class StoredQueue {
  #runs: StoredRun[]
  #head = 0
  #size = 0

  constructor(runs: readonly StoredRun[] = []) {
    this.#runs = [...runs]
    for (const { run } of runs) this.#size += run.count
  }

  get size(): number {
    return this.#size
  }

  /** Its runs, first to last. */
  get runs(): StoredRun[] {
    return this.#runs.slice(this.#head)
  }

  addTail(stored: StoredRun): void {
    this.#size += stored.run.count
    const last = this.#runs.length > this.#head ? this.#runs[this.#runs.length - 1] : undefined
    const isNext = last !== undefined && last.pointer + last.run.count === stored.pointer && last.fileId === stored.fileId
    if (isNext && continues(last.run, stored.run)) {
      this.#runs[this.#runs.length - 1] = { ...last, run: { ...last.run, count: last.run.count + stored.run.count } }
    } else this.#runs.push(stored)
  }

  addHead(stored: readonly StoredRun[]): void {
    for (const { run } of stored) this.#size += run.count
    this.#runs = [...stored, ...this.runs]
    this.#head = 0
  }

  /** Takes up to so many events of the first run; undefined when it is empty. */
  removeHead(max: number): StoredRun | undefined {
    const first = this.#runs[this.#head]
    if (first === undefined) return undefined
    const count = Math.min(max, first.run.count)
    this.#size -= count
    if (count < first.run.count) this.#runs[this.#head] = partOfStored(first, count, first.run.count - count)
    else this.#dropHead()
    return partOfStored(first, 0, count)
  }

  /** Removes the events with these pointers wherever they are. @returns how many there were */
  remove(pointer: number, count: number): number {
    let removed = 0
    for (let first = this.#runs[this.#head]; removed < count && first?.pointer === pointer + removed; first = this.#runs[this.#head]) {
      removed += this.removeHead(count - removed)?.run.count ?? 0
    }
    return removed === count ? removed : removed + this.#removeInside(pointer + removed, pointer + count)
  }

  walk(visit: (run: EventRun) => void): void {
    for (let index = this.#head; index < this.#runs.length; index++) {
      const stored = this.#runs[index]
      if (stored !== undefined) visit(stored.run)
    }
  }

  #removeInside(pointer: number, end: number): number {
    const before = this.#size
    this.#size = 0
    const kept = this.runs.flatMap((stored) => {
      const length = stored.run.count
      const from = Math.min(Math.max(pointer - stored.pointer, 0), length)
      const to = Math.max(Math.min(end - stored.pointer, length), from)
      return [partOfStored(stored, 0, from), partOfStored(stored, to, length - to)].filter(({ run }) => run.count > 0)
    })
    this.#runs = kept
    this.#head = 0
    for (const { run } of kept) this.#size += run.count
    return before - this.#size
  }

  #dropHead(): void {
    this.#head++
    if (this.#head < 1024 || this.#head * 2 < this.#runs.length) return
    this.#runs = this.#runs.slice(this.#head)
    this.#head = 0
  }
}
