import type { Host } from './host.ts'
import { microsPerMilli, microsPerSecond } from './time.ts'

/** Bandwidth of a machine's network card, each way: 1 Gbit/s; a modelling parameter. */
export const defaultNicBytesPerSecond = 125_000_000

/**
 * What one flow may send at once before others have their turn, in bytes: a flow that has nothing else under way goes
 * before those with a backlog, as Linux's fq_codel lets sparse flows. So a heartbeat does not wait behind a megabyte.
 */
const turnBytes = 64 * 1024

/** A backlog of so long counts as saturation, and one below the other as its end. */
const saturatedMicros = 100 * microsPerMilli
const clearMicros = 10 * microsPerMilli

/** One direction of a network card: whole messages one after another, messages of sparse flows first. */
class NicDirection {
  readonly #host: Host
  readonly #name: 'egress' | 'ingress'
  readonly #bytesPerSecond: number
  #busyUntilMicros = 0
  #sparseUntilMicros = 0
  #bytes = 0
  #isSaturated = false

  constructor(host: Host, name: 'egress' | 'ingress', bytesPerSecond: number) {
    this.#host = host
    this.#name = name
    this.#bytesPerSecond = bytesPerSecond
  }

  /** Bytes that have passed so far. */
  get bytes(): number {
    return this.#bytes
  }

  /** How long a message of these bytes takes by itself, in microseconds, not rounded. */
  transferMicros(bytes: number): number {
    return (bytes * microsPerSecond) / this.#bytesPerSecond
  }

  /** How long a new message of a flow with a backlog would wait now, in microseconds. */
  get backlogMicros(): number {
    return Math.max(0, this.#busyUntilMicros - this.#host.simulation.nowMicros)
  }

  /**
   * Takes the card's time for a message. @returns when its last byte has passed, in microseconds, not rounded
   * @param isSparse whether its flow has nothing else under way
   */
  pass(bytes: number, isSparse: boolean): number {
    const now = this.#host.simulation.nowMicros
    const transfer = this.transferMicros(bytes)
    this.#bytes += bytes
    const wait = Math.max(0, this.#busyUntilMicros - now)
    this.#busyUntilMicros = now + wait + transfer
    if (wait + transfer > saturatedMicros) this.#saturated()
    if (!isSparse || bytes > turnBytes) return this.#busyUntilMicros
    this.#sparseUntilMicros = Math.max(now + Math.min(wait, this.transferMicros(turnBytes)), this.#sparseUntilMicros) + transfer
    return this.#sparseUntilMicros
  }

  /** Everything that waited is gone with the power. */
  reset(): void {
    this.#busyUntilMicros = 0
    this.#sparseUntilMicros = 0
  }

  #saturated(): void {
    if (this.#isSaturated) return
    this.#isSaturated = true
    this.#record('saturated', `more than ${String(saturatedMicros / microsPerMilli)} ms of traffic waits for ${String(this.#bytesPerSecond)} bytes/s`)
    const look = (): void => {
      if (this.backlogMicros > clearMicros) {
        this.#host.simulation.after(Math.ceil(this.backlogMicros), this.#host, look)
        return
      }
      this.#isSaturated = false
      this.#record('free', 'the backlog is gone')
    }
    this.#host.simulation.after(saturatedMicros, this.#host, look)
  }

  #record(state: string, cause: string): void {
    const { recorder } = this.#host.simulation
    recorder.setText(recorder.track(this.#host.name, this.#name, 'text'), state, cause)
  }
}

/**
 * The network card of a machine, shared by all its connections: full duplex, each way a queue of whole messages. What
 * leaves for another process of the same machine does not pass it.
 */
export class NetworkInterface {
  readonly bytesPerSecond: number
  readonly egress: NicDirection
  readonly ingress: NicDirection

  constructor(host: Host, bytesPerSecond: number) {
    this.bytesPerSecond = bytesPerSecond
    this.egress = new NicDirection(host, 'egress', bytesPerSecond)
    this.ingress = new NicDirection(host, 'ingress', bytesPerSecond)
  }

  /** The machine has lost its power. */
  losePower(): void {
    this.egress.reset()
    this.ingress.reset()
  }
}
