import type { RecordRun } from '../../ledger/record-run.ts'

/** Who keeps the books of what a writer stores: told when bytes are safe in HDFS, and when the last replica of them is gone. */
export interface StoredBooks {
  /** The data nodes of the pipeline have them, and readers can read them. */
  arrived(run: RecordRun): void
  /** No replica holds them any more. */
  gone(run: RecordRun, cause: string): void
}

/** Bytes that a writer hands over: so many alike items (lines, events, cells), of which readers get the whole ones. */
export interface FileData {
  /** Of one item. */
  readonly bytes: number
  readonly count: number
  /** The global number of the first record, when the items are records. */
  readonly first?: number
  /** What one item says, when readers of the simulation look at it. */
  readonly text?: string
  readonly books?: StoredBooks
}

/** Items where they are in a block: the first may begin in the block before. */
export interface PlacedData extends FileData {
  /** From the block's first byte. */
  readonly start: number
}

/** Where the last item ends. */
export function endOf({ start, bytes, count }: PlacedData): number {
  return start + bytes * count
}

/** The items that end at or before an offset; undefined when none does. */
export function itemsUntil(data: PlacedData, offset: number): PlacedData | undefined {
  if (endOf(data) <= offset) return data
  const count = data.bytes === 0 ? data.count : Math.floor((offset - data.start) / data.bytes)
  return count <= 0 ? undefined : { ...data, count }
}

/** The items that end behind an offset; undefined when none does. */
export function itemsAfter(data: PlacedData, offset: number): PlacedData | undefined {
  const before = itemsUntil(data, offset)?.count ?? 0
  return before === data.count ? undefined : itemsFrom(data, before)
}

function itemsFrom(data: PlacedData, index: number): PlacedData {
  const moved = { ...data, start: data.start + index * data.bytes, count: data.count - index }
  return data.first === undefined ? moved : { ...moved, first: data.first + index }
}

/** Two entries as one, where the second continues the first; undefined otherwise. */
export function joined(last: PlacedData, next: PlacedData): PlacedData | undefined {
  const continues = last.first !== undefined && last.first + last.count === next.first && last.bytes === next.bytes && last.books === next.books && next.text === undefined
  return continues && last.text === undefined ? { ...last, count: last.count + next.count } : undefined
}

/** The records among items. */
export function recordsOf({ first, count }: FileData): RecordRun | undefined {
  return first === undefined ? undefined : { first, count }
}

/** What was written and not yet put into packets, in order. */
export class PendingData {
  readonly #queue: PlacedData[] = []

  push(data: FileData): void {
    if (data.count <= 0) return
    const placed = { ...data, start: 0 }
    const last = this.#queue[this.#queue.length - 1]
    const merged = last === undefined ? undefined : joined(last, placed)
    if (merged === undefined) this.#queue.push(placed)
    else this.#queue[this.#queue.length - 1] = merged
  }

  /** Takes so many bytes to a place in a block. @returns the items whose last byte is among them */
  take(bytes: number, offset: number): PlacedData[] {
    const placed: PlacedData[] = []
    let position = offset
    const end = offset + bytes
    while (position <= end) {
      const head = this.#queue[0]
      if (head === undefined) break
      // `start` of a waiting entry is minus what was taken of its first item.
      const here = { ...head, start: position + head.start }
      const fitting = itemsUntil(here, end)
      if (fitting !== undefined) placed.push(fitting)
      const rest = itemsAfter(here, end)
      if (rest === undefined) {
        this.#queue.shift()
        position = endOf(here)
        continue
      }
      this.#queue[0] = { ...rest, start: rest.start - end }
      break
    }
    return placed
  }
}
