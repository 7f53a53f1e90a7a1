import { EventQueue, type EventAction, type EventId, type EventOwner } from './event-queue.ts'
import { defaultLimits, LimitError, type LimitName, type Limits, type LimitReached } from './limits.ts'
import { RandomStream } from './random-stream.ts'
import { Recorder } from './recorder.ts'

/** What a simulation is made from. */
export interface SimulationOptions {
  /** An integer; every random stream derives from it. */
  readonly seed: number
  readonly limits?: Partial<Limits>
  /** Runs after every event: tests assert the invariants there. */
  readonly afterEachEvent?: () => void
}

/** Why `advance` came back: events are left at a later instant, none is left, or the run has ended. */
export type AdvanceStatus = 'instant' | 'idle' | 'ended'

/**
 * The kernel: one clock in integer microseconds, one event queue, random streams by name, and the recorder.
 * It runs synchronously; whoever drives it calls `advance` once per virtual instant, and lets the reader's promises
 * settle in between when `readerWaits` says so.
 */
export class Simulation {
  readonly seed: number
  readonly limits: Limits
  readonly recorder: Recorder
  /** Set when the reader's own async code was resumed at this instant, so that the driver lets its promises settle. */
  readerWaits = false
  readonly #queue = new EventQueue()
  readonly #streams = new Map<string, RandomStream>()
  readonly #owners: EventOwner[] = []
  readonly #afterEachEvent: (() => void) | undefined
  #nowMicros = 0
  #events = 0
  #countedBytes = 0
  #limitReached: LimitReached | undefined
  #endMicros = Number.POSITIVE_INFINITY

  constructor(options: SimulationOptions) {
    this.seed = options.seed
    this.limits = { ...defaultLimits, ...options.limits }
    this.recorder = new Recorder(() => this.#nowMicros)
    this.#afterEachEvent = options.afterEachEvent
  }

  /** The present, in microseconds since the start of the run. */
  get nowMicros(): number {
    return this.#nowMicros
  }

  /** Events executed so far. */
  get eventsExecuted(): number {
    return this.#events
  }

  /** The limit that ended the run, if one did. */
  get limitReached(): LimitReached | undefined {
    return this.#limitReached
  }

  /** The end of the run; events after it do not run. */
  set endMicros(value: number) {
    this.#endMicros = value
  }

  get endMicros(): number {
    return this.#endMicros
  }

  /** Registers a named owner of events. */
  owner(name: string): EventOwner {
    const owner = { name, eventsUsed: 0 }
    this.addOwner(owner)
    return owner
  }

  /** Lets something that schedules events under its own name be named when a limit is reached. */
  addOwner(owner: EventOwner): void {
    this.#owners.push(owner)
  }

  /** The random stream of that name; the same object for the same name. */
  random(name: string): RandomStream {
    let stream = this.#streams.get(name)
    if (stream === undefined) {
      stream = new RandomStream(this.seed, name)
      this.#streams.set(name, stream)
    }
    return stream
  }

  /**
   * Schedules an action.
   * @param timeMicros an integer not before now
   * @throws RangeError when the time is not an integer or lies in the past: an engine defect
   */
  at(timeMicros: number, owner: EventOwner, action: EventAction): EventId {
    if (!Number.isInteger(timeMicros) || timeMicros < this.#nowMicros) {
      throw new RangeError(`${owner.name} scheduled an event at ${String(timeMicros)} µs, but now is ${String(this.#nowMicros)} µs`)
    }
    return this.#queue.push(timeMicros, action, owner)
  }

  /** Schedules an action after a delay in whole microseconds. */
  after(delayMicros: number, owner: EventOwner, action: EventAction): EventId {
    return this.at(this.#nowMicros + delayMicros, owner, action)
  }

  /** Cancels a pending event; false when it has run or was cancelled. */
  cancel(id: EventId): boolean {
    return this.#queue.cancel(id)
  }

  /** Counts bytes that a component begins (or, negative, ceases) to hold against the limit. */
  holdBytes(bytes: number, usedBy: string): void {
    this.#countedBytes += bytes
    if (this.#countedBytes > this.limits.countedBytes) this.reachLimit('countedBytes', usedBy)
  }

  /** Bytes held at present. */
  get countedBytes(): number {
    return this.#countedBytes
  }

  /** Ends the run at a limit. @throws LimitError always; `advance` turns it into the end of the run */
  reachLimit(limit: LimitName, usedBy: string): never {
    throw new LimitError(limit, this.limits[limit], usedBy, this.#nowMicros)
  }

  /**
   * Runs every event that is due at the next instant, those that they add at the same instant included.
   * @returns whether there is a later instant, nothing left, or the run is over
   */
  advance(): AdvanceStatus {
    if (this.#limitReached !== undefined) return 'ended'
    const next = this.#queue.nextTimeMicros
    if (next > this.#endMicros) return this.#finish(this.#endMicros)
    if (next === Number.POSITIVE_INFINITY) return 'idle'
    try {
      if (next > this.limits.virtualTimeMicros) this.reachLimit('virtualTimeMicros', this.#busiestOwner())
      this.#nowMicros = next
      this.#runInstant(next)
    } catch (error) {
      if (!(error instanceof LimitError)) throw error
      this.#limitReached = error.reached
      return 'ended'
    }
    return 'instant'
  }

  /** Runs until the given end or until nothing is left, without waiting for any promise. */
  runUntil(endMicros: number): void {
    this.#endMicros = endMicros
    while (this.advance() === 'instant');
    if (this.#limitReached === undefined && endMicros !== Number.POSITIVE_INFINITY) this.#finish(endMicros)
  }

  #runInstant(instant: number): void {
    const queue = this.#queue
    while (queue.nextTimeMicros === instant) {
      if (this.#events >= this.limits.events) this.reachLimit('events', this.#busiestOwner())
      this.#events++
      queue.pop()?.()
      this.#afterEachEvent?.()
    }
  }

  #finish(endMicros: number): AdvanceStatus {
    if (endMicros > this.#nowMicros) this.#nowMicros = endMicros
    return 'ended'
  }

  #busiestOwner(): string {
    let busiest: EventOwner | undefined
    for (const owner of this.#owners) {
      if (busiest === undefined || owner.eventsUsed > busiest.eventsUsed) busiest = owner
    }
    return busiest === undefined ? 'nothing that has a name' : `${busiest.name} (${String(busiest.eventsUsed)} events)`
  }
}
