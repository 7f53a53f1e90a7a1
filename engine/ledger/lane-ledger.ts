import type { Recorder } from '../sim/recorder.ts'
import type { Simulation } from '../sim/simulation.ts'
import { takeBalance, type DestinationBalance } from './balance.ts'
import { CountSeries } from './count-series.ts'
import { Endings } from './endings.ts'
import type { EndingFate } from './fate.ts'
import type { Holder } from './holder.ts'
import { LatencyHistogram } from './latency-histogram.ts'
import { Obligations } from './obligations.ts'
import type { RecordRun } from './record-run.ts'
import { numberInStream, streamIndexOf, type RecordStreams } from './record-stream.ts'
import { Story, type StoryKind } from './story.ts'
import { StreamBook } from './stream-book.ts'
import { exemptWhatIsOver } from './late-destination.ts'
import { takeDelivery } from './take-delivery.ts'

/** Where records are owed to: a store, a consumer group, or a channel's sinks. */
export interface Destination {
  readonly index: number
  readonly name: string
  readonly latency: LatencyHistogram
  readonly series: CountSeries
  deliveries: number
  distinct: number
  /** Deliveries beyond a record's first that the reader had asked for: no duplicates. */
  replayed: number
  reordered: number
  /** Highest number delivered so far, per stream. */
  readonly highest: Map<number, number>
}

/** Why a copy ended. */
export interface Ending {
  readonly fate: EndingFate
  readonly place: string
  readonly cause: string
  /** Whether the sender was told. */
  readonly isTold: boolean
  /** Whether copies stay stored although this destination will not get them. */
  readonly isStored: boolean
}

/** How a copy ended, without its records. */
export interface EndingRequest {
  readonly fate: EndingFate
  readonly place: string
  readonly cause: string
  readonly isTold?: boolean
  /** The records stay stored, but this destination has passed them over: no lost write. */
  readonly isStored?: boolean
  /** Destinations concerned; all that the records are owed to when absent. */
  readonly destinations?: readonly number[]
}

/**
 * The books of one lane: what was offered, acknowledged, refused and delivered, how copies ended, and who holds what.
 * Components report what they do; nothing is inferred from what is missing. `balance` sets the two sides against each
 * other: every obligation is delivered, or some holder has it, or an ending explains it, or the books do not balance.
 */
export class LaneLedger {
  readonly name: string
  readonly story = new Story()
  readonly offeredSeries = new CountSeries()
  readonly acceptedSeries = new CountSeries()
  /** Records that were not acknowledged, when their sender was told that they failed: it waits for them no more. */
  readonly givenUpSeries = new CountSeries()
  readonly #simulation: Simulation
  readonly #recorder: Recorder
  readonly #books = new Map<number, StreamBook>()
  readonly #destinations: Destination[] = []
  readonly #obligations = new Obligations()
  readonly #holders: Holder[] = []
  readonly #endings = new Endings()
  readonly #offeredAt: (record: number) => number
  readonly #streams: RecordStreams | undefined
  #rivalsOf: (destination: Destination) => readonly number[] = () => []
  #records = 0
  #refusedAttempts = 0

  /** @param offeredAt when a record was offered, in microseconds, for latencies @param streams know the originals of other forms: the books know no others */
  constructor(simulation: Simulation, name: string, offeredAt: (record: number) => number, streams?: RecordStreams) {
    this.#simulation = simulation
    this.#recorder = simulation.recorder
    this.name = name
    this.#offeredAt = offeredAt
    this.#streams = streams
  }

  /** Adds a destination. */
  destination(name: string): Destination {
    const known = this.#destinations.find((destination) => destination.name === name)
    if (known !== undefined) return known
    const destination: Destination = {
      index: this.#destinations.length,
      name,
      latency: new LatencyHistogram(),
      series: new CountSeries(),
      deliveries: 0,
      distinct: 0,
      replayed: 0,
      reordered: 0,
      highest: new Map(),
    }
    this.#destinations.push(destination)
    return destination
  }

  get destinations(): readonly Destination[] {
    return this.#destinations
  }

  /**
   * Says to which destinations every record of a stream is owed. Adds to what was said before; to a destination that is
   * added when records have come, those are owed that can still reach it.
   */
  owe(streamIndex: number, destinations: readonly number[]): void {
    const hasCome = (this.#books.get(streamIndex)?.offered ?? 0) > 0
    const fresh = this.#obligations.add(streamIndex, destinations, hasCome ? this.#simulation.nowMicros : 0)
    if (!hasCome) return
    for (const index of fresh) exemptWhatIsOver(this, { index, streamIndex, rivals: this.#destinations.slice(index, index + 1).flatMap((destination) => this.#rivalsOf(destination)) })
  }

  /** Says that what comes of a stream from now on is not owed to some destinations: its way there is gone. */
  oweNoMore(streamIndex: number, destinations: readonly number[]): void {
    this.#obligations.close(streamIndex, destinations)
  }

  /**
   * Says that records are not owed to a destination that came into being when they were over. One that it gets all the
   * same counts as owed and delivered.
   */
  exempt(destination: number, run: RecordRun): void {
    this.book(run).exempt(destination, numberInStream(run.first), run.count)
  }

  /** Says that a destination gets those of the records that it has once more, because the reader asked for it (a replay). */
  expectReplay(destination: number, run: RecordRun): void {
    this.book(run).expectReplay(destination, numberInStream(run.first), run.count)
  }

  /** Destinations that a stream's records are owed to. */
  owedTo(streamIndex: number): readonly number[] {
    return this.#obligations.of(this.#originOf(streamIndex))
  }

  /** Since when a stream's records are owed to a destination, in microseconds; 0 where they were from the stream's first on. */
  owedSinceMicros(streamIndex: number, destination: number): number {
    return this.#obligations.sinceMicros(streamIndex, destination)
  }

  /** Says who goes without what a destination gets: others to which a record could have gone from the same queue. */
  setRivals(rivalsOf: (destination: Destination) => readonly number[]): void {
    this.#rivalsOf = rivalsOf
  }

  /** Adds something that can hold records. */
  addHolder(holder: Holder): void {
    const walk = (visit: (run: RecordRun) => void): void => { holder.walk(this.#streams?.hasForms === true ? (run) => { visit(this.#original(run)) } : visit) }
    this.#holders.push({ place: holder.place, walk, ...(holder.destinations === undefined ? {} : { destinations: () => holder.destinations?.() ?? [] }) })
  }

  get holders(): readonly Holder[] {
    return this.#holders
  }

  /** The books of the streams, by stream index. */
  get books(): ReadonlyMap<number, StreamBook> {
    return this.#books
  }

  /** Attempts that were told no; a record may have several. */
  get refusedAttempts(): number {
    return this.#refusedAttempts
  }

  /** The reason with an index from the cells of a book. */
  ending(index: number): Ending | undefined {
    return this.#endings.at(index)
  }

  /** Records that come into existence at the lane's door, in the order of their numbers within a stream. */
  offered(run: RecordRun, place: string): void {
    const book = this.book(run)
    const end = numberInStream(run.first) + run.count
    if (end <= book.offered) return
    this.#records += end - book.offered
    for (const destination of this.#obligations.closedOf(streamIndexOf(run.first))) book.exempt(destination, book.offered, end - book.offered)
    book.offered = end
    if (this.#records > this.#simulation.limits.records) this.#simulation.reachLimit('records', place)
    this.offeredSeries.add(this.#simulation.nowMicros, run.count)
    this.#recorder.hashOf(place).number(run.first + run.count)
  }

  /** The sender was told that the records are safe (an ack, an OK, a committed source batch). */
  accepted(run: RecordRun, place: string): void {
    const book = this.book(run)
    const first = numberInStream(run.first)
    const fresh = book.accept(first, run.count)
    if (fresh > 0) this.acceptedSeries.add(this.#simulation.nowMicros, fresh)
    this.note('acknowledged', run, place)
  }

  /** An attempt was told no; the records are still with their sender. */
  refusedAttempt(run: RecordRun, place: string, reason: string): void {
    this.#refusedAttempts += run.count
    const book = this.book(run)
    const first = numberInStream(run.first)
    for (let number = first; number < first + run.count; number++) book.refuseAttempt(number)
    this.note('refused', run, place, reason)
  }

  /**
   * The sender was told that the records failed for good and gives them up. Stored all the same, they become `unknown`;
   * otherwise `dropped` with the error as cause.
   */
  toldFailed(run: RecordRun, place: string, error: string): void {
    const book = this.book(run)
    const first = numberInStream(run.first)
    this.copyEnded(run, { fate: 'dropped', place, cause: error, isTold: true })
    const fresh = book.tellFailed(first, run.count)
    if (fresh > 0) this.givenUpSeries.add(this.#simulation.nowMicros, fresh)
    this.note('told failed', run, place, error)
  }

  /** A copy of the records was destroyed or discarded here. Whether it was the last one shows in the balance. */
  copyEnded(run: RecordRun, request: EndingRequest): void {
    const index = this.#endings.indexOf(request)
    const book = this.book(run)
    const first = numberInStream(run.first)
    for (const destination of request.destinations ?? this.owedTo(streamIndexOf(run.first))) {
      book.end(destination, first, run.count, index + 1)
    }
    this.note('copy destroyed', run, request.place, `${request.fate}: ${request.cause}`)
  }

  /** The records arrived at a destination. */
  delivered(destination: Destination, run: RecordRun, place: string): void {
    const cells = this.book(run).cells(destination.index)
    takeDelivery(destination, cells, this.#original(run), { nowMicros: this.#simulation.nowMicros, offeredAt: this.#offeredAt })
    this.note('delivered', run, place)
    const rivals = this.#rivalsOf(destination)
    if (rivals.length === 0) return
    this.copyEnded(run, { fate: 'filtered', place, cause: `went to ${destination.name} instead`, isStored: true, destinations: rivals })
  }

  /** What had arrived was destroyed afterwards (the store's own medium lost it). */
  undelivered(destination: Destination, run: RecordRun, request: EndingRequest): void {
    const { deliveries } = this.book(run).cells(destination.index)
    const first = numberInStream(run.first)
    for (let number = first; number < first + run.count; number++) {
      const copies = deliveries.get(number)
      if (copies === 0) continue
      deliveries.set(number, copies - 1)
      destination.deliveries--
      if (copies === 1) destination.distinct--
    }
    this.copyEnded(run, { ...request, destinations: [destination.index] })
  }

  /** Adds a line to the records' life stories. */
  note(kind: StoryKind, held: RecordRun, place: string, detail = ''): void {
    const run = this.#original(held)
    const recorder = this.#recorder
    const now = this.#simulation.nowMicros
    const detailIndex = detail === '' ? 0 : recorder.intern(detail)
    this.story.add(now, kind, recorder.intern(place), run, detailIndex)
    const hash = recorder.hashOf(place)
    hash.mix(recorder.mixAt(recorder.intern(kind)))
    hash.number(now)
    hash.number(run.first)
    hash.word(run.count)
    if (detailIndex !== 0) hash.mix(recorder.mixAt(detailIndex))
  }

  /** Closes the books now: every obligation with its fate, by place and cause, one balance a destination. */
  balance(): readonly DestinationBalance[] {
    return takeBalance(this)
  }

  /** The book of a run's stream. */
  book(run: RecordRun): StreamBook {
    const index = this.#originOf(streamIndexOf(run.first))
    let book = this.#books.get(index)
    if (book === undefined) {
      book = new StreamBook()
      this.#books.set(index, book)
    }
    return book
  }

  #original(run: RecordRun): RecordRun {
    return this.#streams?.originalOf(run) ?? run
  }

  #originOf(streamIndex: number): number {
    return this.#streams?.originOf(streamIndex) ?? streamIndex
  }
}
