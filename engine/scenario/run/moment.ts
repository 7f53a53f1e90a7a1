import type { RunDocument } from './run-document.ts'

/** A field's value at a moment, since when it holds, and why it changed then. */
export interface FieldState {
  readonly value: number | string
  readonly sinceMicros: number
  readonly cause: string
}

/** The state of everything at one instant, after all that happened at it: component → field → state. */
export interface Moment {
  readonly timeMicros: number
  readonly components: ReadonlyMap<string, ReadonlyMap<string, FieldState>>
}

/** Answers for the state at any instant from a Run document alone, by binary search in the changes of each track. */
export class RunMoments {
  readonly #run: RunDocument
  /** Positions of the changes, track after track, each in order of time. */
  readonly #positions: Int32Array
  /** Where the changes of each track begin in `#positions`; one more at the end. */
  readonly #starts: Int32Array

  constructor(run: RunDocument) {
    this.#run = run
    const { tracks, trackIndexes } = run.changes
    this.#starts = new Int32Array(tracks.length + 1)
    for (const track of trackIndexes) this.#starts[track + 1] = (this.#starts[track + 1] ?? 0) + 1
    for (let track = 0; track < tracks.length; track++) this.#starts[track + 1] = (this.#starts[track + 1] ?? 0) + (this.#starts[track] ?? 0)
    const next = this.#starts.slice()
    this.#positions = new Int32Array(trackIndexes.length)
    trackIndexes.forEach((track, position) => {
      const slot = next[track] ?? 0
      this.#positions[slot] = position
      next[track] = slot + 1
    })
  }

  /** The state after everything that happened at or before an instant. */
  at(timeMicros: number): Moment {
    const components = new Map<string, Map<string, FieldState>>()
    this.#run.changes.tracks.forEach(({ component, field, kind }, track) => {
      const position = this.#lastChange(track, timeMicros)
      if (position === undefined) return
      const fields = components.get(component) ?? new Map<string, FieldState>()
      components.set(component, fields.set(field, this.#stateAt(position, kind)))
    })
    return { timeMicros, components }
  }

  /** All changes of one field in order. */
  historyOf(component: string, field: string): readonly FieldState[] {
    const track = this.#run.changes.tracks.findIndex((candidate) => candidate.component === component && candidate.field === field)
    const kind = this.#run.changes.tracks[track]?.kind
    if (kind === undefined) return []
    const positions = this.#positions.subarray(this.#starts[track], this.#starts[track + 1])
    return [...positions].map((position) => this.#stateAt(position, kind))
  }

  #lastChange(track: number, timeMicros: number): number | undefined {
    const { timesMicros } = this.#run.changes
    const start = this.#starts[track] ?? 0
    let low = start
    let high = this.#starts[track + 1] ?? start
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((timesMicros[this.#positions[middle] ?? 0] ?? 0) <= timeMicros) low = middle + 1
      else high = middle
    }
    return low === start ? undefined : this.#positions[low - 1]
  }

  #stateAt(position: number, kind: 'number' | 'text'): FieldState {
    const { values, causes, texts, timesMicros } = this.#run.changes
    const value = values[position] ?? Number.NaN
    return {
      value: kind === 'text' ? (texts[value] ?? '') : value,
      sinceMicros: timesMicros[position] ?? 0,
      cause: texts[causes[position] ?? 0] ?? '',
    }
  }
}

/** The state at one instant; for many instants of one run make a `RunMoments` once. */
export function momentOf(run: RunDocument, timeMicros: number): Moment {
  return new RunMoments(run).at(timeMicros)
}
