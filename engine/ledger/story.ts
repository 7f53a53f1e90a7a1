import { FloatColumn, IntColumn } from '../sim/growing-columns.ts'
import type { RecordRun } from './record-run.ts'

/** What happened to a run of records, as its story tells it. */
export type StoryKind =
  | 'offered'
  | 'read'
  | 'put'
  | 'taken'
  | 'committed'
  | 'rolled back'
  | 'batched'
  | 'sent'
  | 'refused'
  | 'appended'
  | 'replicated'
  | 'high watermark passed'
  | 'acknowledged'
  | 'told failed'
  | 'fetched'
  | 'delivered'
  | 'synced'
  | 'recovered'
  | 'copy destroyed'

const kinds: readonly StoryKind[] = [
  'offered', 'read', 'put', 'taken', 'committed', 'rolled back', 'batched', 'sent', 'refused', 'appended', 'replicated',
  'high watermark passed', 'acknowledged', 'told failed', 'fetched', 'delivered', 'synced', 'recovered', 'copy destroyed',
]

/** Entries that a run keeps; stories of later moments are then incomplete, and say so. */
const storyEntriesMax = 2_000_000

/** The story in plain columns. `places` and `details` are indexes into the run's text table. */
export interface StoryColumns {
  readonly kinds: readonly StoryKind[]
  readonly timesMicros: Float64Array
  readonly kindIndexes: Int32Array
  readonly places: Int32Array
  readonly details: Int32Array
  readonly firsts: Float64Array
  readonly counts: Int32Array
  readonly entriesNotKept: number
}

/** The life stories of a lane's records: append-only transitions of ranges. */
export class Story {
  readonly #times = new FloatColumn()
  readonly #kinds = new IntColumn()
  readonly #places = new IntColumn()
  readonly #details = new IntColumn()
  readonly #firsts = new FloatColumn()
  readonly #counts = new IntColumn()
  #entriesNotKept = 0

  /** Adds a transition; `place` and `detail` are interned texts. */
  add(timeMicros: number, kind: StoryKind, place: number, run: RecordRun, detail: number): void {
    if (this.#times.length >= storyEntriesMax) {
      this.#entriesNotKept++
      return
    }
    this.#times.push(timeMicros)
    this.#kinds.push(kinds.indexOf(kind))
    this.#places.push(place)
    this.#details.push(detail)
    this.#firsts.push(run.first)
    this.#counts.push(run.count)
  }

  /** Everything so far as plain arrays. */
  columns(): StoryColumns {
    return {
      kinds,
      timesMicros: this.#times.toArray(),
      kindIndexes: this.#kinds.toArray(),
      places: this.#places.toArray(),
      details: this.#details.toArray(),
      firsts: this.#firsts.toArray(),
      counts: this.#counts.toArray(),
      entriesNotKept: this.#entriesNotKept,
    }
  }
}
