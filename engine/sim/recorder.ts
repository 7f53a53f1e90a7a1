import { FloatColumn, IntColumn } from './growing-columns.ts'
import { mixOfText, TraceHash, type TextMix } from './trace-hash.ts'

/** A field of a component whose changes are kept, for example `LogEndOffset` of one replica. */
export interface Track {
  readonly index: number
  readonly component: string
  readonly field: string
  /** Whether values are numbers or texts (which the columns hold as indexes into the text table). */
  readonly kind: 'number' | 'text'
}

/** How weighty a journal line is; faults are what the scenario did. */
export type JournalLevel = 'INFO' | 'WARN' | 'ERROR' | 'FAULT'

/** One line of the journal. */
export interface JournalLine {
  readonly timeMicros: number
  readonly component: string
  readonly level: JournalLevel
  readonly message: string
}

/** Lines of the journal that are kept; later ones are only counted. */
const journalLinesMax = 20_000

/** What the recorder kept, in plain arrays. Values of text tracks are indexes into `texts`. */
export interface RecordedChanges {
  readonly tracks: readonly Track[]
  readonly texts: readonly string[]
  readonly timesMicros: Float64Array
  readonly trackIndexes: Int32Array
  readonly values: Float64Array
  readonly causes: Int32Array
  readonly journal: readonly JournalLine[]
  readonly journalLinesNotKept: number
}

/**
 * Append-only memory of a run: every change of every tracked field with its time and cause, and the journal.
 * Each entry is mixed into the hash of its component, so a component's hash depends on nothing but its own story.
 */
export class Recorder {
  readonly #now: () => number
  readonly #tracks: Track[] = []
  readonly #trackByName = new Map<string, Track>()
  readonly #texts: string[] = ['']
  readonly #textIndexes = new Map<string, number>([['', 0]])
  readonly #last = new FloatColumn()
  readonly #times = new FloatColumn()
  readonly #trackIndexes = new IntColumn()
  readonly #values = new FloatColumn()
  readonly #causes = new IntColumn()
  readonly #hashes = new Map<string, TraceHash>()
  /** By track: the running hash of its component, and what its field is mixed in as. */
  readonly #trackHashes: TraceHash[] = []
  readonly #fieldMixes: TextMix[] = []
  /** By index of a text: what it is mixed in as, once that was asked for. */
  readonly #textMixes: (TextMix | undefined)[] = []
  readonly #journal: JournalLine[] = []
  #journalLinesNotKept = 0

  constructor(now: () => number) {
    this.#now = now
  }

  /** The track of a component's field; created on first use. Its initial value is unset until the first change. */
  track(component: string, field: string, kind: 'number' | 'text' = 'number'): Track {
    const name = `${component}\u0000${field}`
    const known = this.#trackByName.get(name)
    if (known !== undefined) return known
    const track: Track = { index: this.#tracks.length, component, field, kind }
    this.#tracks.push(track)
    this.#trackByName.set(name, track)
    this.#last.push(Number.NaN)
    this.#trackHashes.push(this.hashOf(component))
    this.#fieldMixes.push(this.mixAt(this.intern(field)))
    return track
  }

  /** Records a new value of a numeric track; nothing happens when it has not changed. */
  set(track: Track, value: number, cause = ''): void {
    if (this.#last.at(track.index) === value) return
    this.#append(track, value, cause)?.number(value)
  }

  /** Records a new value of a text track; nothing happens when it has not changed. */
  setText(track: Track, value: string, cause = ''): void {
    const index = this.intern(value)
    if (this.#last.at(track.index) === index) return
    this.#append(track, index, cause)?.mix(this.mixAt(index))
  }

  /** The last recorded number of a track; NaN before the first. */
  valueOf(track: Track): number {
    return this.#last.at(track.index)
  }

  /** The last recorded text of a track; empty before the first. */
  textOf(track: Track): string {
    const index = this.#last.at(track.index)
    return Number.isNaN(index) ? '' : (this.#texts[index] ?? '')
  }

  /** Writes a journal line, as the real component's log would have it. */
  log(component: string, level: JournalLevel, message: string): void {
    const hash = this.hashOf(component)
    hash.number(this.#now())
    hash.text(message)
    if (this.#journal.length >= journalLinesMax && level !== 'FAULT') {
      this.#journalLinesNotKept++
      return
    }
    this.#journal.push({ timeMicros: this.#now(), component, level, message })
  }

  /** The journal so far. */
  get journal(): readonly JournalLine[] {
    return this.#journal
  }

  /** The index of a text in the run's text table. */
  intern(text: string): number {
    let index = this.#textIndexes.get(text)
    if (index === undefined) {
      index = this.#texts.length
      this.#texts.push(text)
      this.#textIndexes.set(text, index)
    }
    return index
  }

  /** The text at an index of the run's text table. */
  textAt(index: number): string {
    return this.#texts[index] ?? ''
  }

  /** What stands for a text of the run's text table in hashes. */
  mixAt(index: number): TextMix {
    return (this.#textMixes[index] ??= mixOfText(this.textAt(index)))
  }

  /** The running hash of a component. */
  hashOf(component: string): TraceHash {
    let hash = this.#hashes.get(component)
    if (hash === undefined) {
      hash = new TraceHash()
      hash.text(component)
      this.#hashes.set(component, hash)
    }
    return hash
  }

  /** The hash of every component, by name in code unit order. */
  componentHashes(): ReadonlyMap<string, string> {
    const names = [...this.#hashes.keys()].sort(byCodeUnit)
    return new Map(names.map((name) => [name, this.hashOf(name).digest()]))
  }

  /** Everything recorded, as plain arrays that can be transferred. */
  changes(): RecordedChanges {
    return {
      tracks: this.#tracks.slice(),
      texts: this.#texts.slice(),
      timesMicros: this.#times.toArray(),
      trackIndexes: this.#trackIndexes.toArray(),
      values: this.#values.toArray(),
      causes: this.#causes.toArray(),
      journal: this.#journal.slice(),
      journalLinesNotKept: this.#journalLinesNotKept,
    }
  }

  /** Keeps a change. @returns the hash of its component with all but the value mixed in */
  #append({ index }: Track, value: number, cause: string): TraceHash | undefined {
    const nowMicros = this.#now()
    this.#last.set(index, value)
    this.#times.push(nowMicros)
    this.#trackIndexes.push(index)
    this.#values.push(value)
    this.#causes.push(cause === '' ? 0 : this.intern(cause))
    const hash = this.#trackHashes[index]
    const field = this.#fieldMixes[index]
    if (field !== undefined) hash?.mix(field)
    hash?.number(nowMicros)
    return hash
  }
}

/** Orders texts by UTF-16 code units: the same everywhere, unlike a locale's order. */
export function byCodeUnit(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
