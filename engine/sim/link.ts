import type { EventOwner } from './event-queue.ts'
import type { Simulation } from './simulation.ts'
import { microsPerMilli, microsPerSecond } from './time.ts'

/** How a network link behaves; modelling parameters. */
export interface LinkOptions {
  /** One way. */
  readonly latencyMicros: number
  readonly bytesPerSecond: number
  /** First retransmission time-out of TCP, doubled on each repetition (RFC 6298; Linux's minimum is 200 ms). */
  readonly retransmitMicros: number
}

/** A 10 Gbit/s network within one datacentre. */
export const defaultLinkOptions: LinkOptions = {
  latencyMicros: 250,
  bytesPerSecond: 1_250_000_000,
  retransmitMicros: 200 * microsPerMilli,
}

const retransmitMaxMicros = 120 * microsPerSecond

/** The path between two hosts: latency and bandwidth, and the faults cut, slow and lossy. */
export class Link implements EventOwner {
  readonly name: string
  eventsUsed = 0
  readonly simulation: Simulation
  readonly #options: LinkOptions
  #isUp = true
  #slowFactor = 1
  #lossRate = 0
  #busyUntilMicros = 0
  readonly #healListeners = new Set<() => void>()

  constructor(simulation: Simulation, name: string, options: Partial<LinkOptions>) {
    this.simulation = simulation
    this.name = name
    this.#options = { ...defaultLinkOptions, ...options }
  }

  get isUp(): boolean {
    return this.#isUp
  }

  /** First retransmission time-out in microseconds. */
  get retransmitMicros(): number {
    return this.#options.retransmitMicros
  }

  /** Fault: nothing passes until `heal`. TCP repeats what was under way, with its doubling time-out. */
  cut(): void {
    this.#isUp = false
    this.simulation.recorder.log(this.name, 'FAULT', 'link cut')
  }

  /** The link works again. */
  heal(): void {
    if (this.#isUp) return
    this.#isUp = true
    this.simulation.recorder.log(this.name, 'FAULT', 'link healed')
    for (const listener of [...this.#healListeners]) listener()
  }

  /** Fault: latency is multiplied and bandwidth divided by a factor; 1 is normal. */
  slow(factor: number): void {
    this.#slowFactor = factor
  }

  /** Fault: a share of segments from 0 to below 1 is lost; each loss costs a retransmission time-out. */
  lose(rate: number): void {
    this.#lossRate = rate
  }

  /** Calls back at each heal until the returned function is called. */
  onHeal(listener: () => void): () => void {
    this.#healListeners.add(listener)
    return () => this.#healListeners.delete(listener)
  }

  /**
   * When bytes that enter the link between two moments arrive, if it stays up: queueing, transfer, latency and lost
   * segments. Bytes go on as they come, so that the slowest part of the way alone decides how long they take.
   * @param lastMicros when the sender's network card has sent the last of them; at once when absent
   */
  arrivalMicros(firstMicros: number, bytes: number, lastMicros = firstMicros): number {
    const transfer = (bytes * microsPerSecond * this.#slowFactor) / this.#options.bytesPerSecond
    const done = Math.max(lastMicros, Math.max(firstMicros, this.#busyUntilMicros) + transfer)
    if (bytes > 0) this.#busyUntilMicros = done
    return Math.round((bytes > 0 ? done : firstMicros) + this.#options.latencyMicros * this.#slowFactor) + this.#lossDelay()
  }

  /** When TCP next repeats a segment that was first sent at a moment, at or after now. */
  nextRetransmissionMicros(sentMicros: number): number {
    let timeout = this.#options.retransmitMicros
    let next = sentMicros + timeout
    while (next < this.simulation.nowMicros) {
      timeout = Math.min(timeout * 2, retransmitMaxMicros)
      next += timeout
    }
    return next
  }

  #lossDelay(): number {
    if (this.#lossRate === 0) return 0
    const random = this.simulation.random(this.name)
    let delay = 0
    let timeout = this.#options.retransmitMicros
    while (random.nextFloat() < this.#lossRate && delay < retransmitMaxMicros) {
      delay += timeout
      timeout *= 2
    }
    return delay
  }
}
