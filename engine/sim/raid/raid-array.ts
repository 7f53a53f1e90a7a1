import type { Host } from '../host.ts'
import type { Track } from '../recorder.ts'
import { microsPerSecond } from '../time.ts'
import { dataDisks, mirrorCopies, mirrorOf, raidProblem, survives, type RaidShape } from './raid-level.ts'
import { Rebuild } from './rebuild.ts'
import { writeCost, type MemberSpeed, type WriteCost } from './write-cost.ts'

/** An array: its shape, and values that are modelling parameters. */
export interface RaidOptions extends RaidShape {
  /** Bytes that go to one disk before the next one's turn. */
  readonly chunkBytes: number
  /** How fast a new member is filled; so much of each member's bandwidth is then not there for others. */
  readonly rebuildBytesPerSecond: number
  /** Unrecoverable read errors per bit read, as data sheets give them. */
  readonly unreadableBitRate: number
  /** Disks that stand by and take the place of a lost one at once. */
  readonly spares: number
}

/** Linux md's default chunk, a rebuild at 100 MB/s, and the data sheet of an enterprise SSD. */
export const defaultRaidOptions: Omit<RaidOptions, 'level' | 'disks'> = {
  chunkBytes: 524_288,
  rebuildBytesPerSecond: 100_000_000,
  unreadableBitRate: 1e-17,
  spares: 0,
}

/** What an array is made of, and who hears of its end. */
export interface RaidParts extends MemberSpeed {
  readonly host: Host
  /** The name of the disk that it is to the operating system. */
  readonly name: string
  /** Capacity of one member. */
  readonly memberBytes: number
  readonly onFailed: (cause: string) => void
}

/** What an operator sees of an array (Linux: mdadm --detail). */
export type ArrayState = 'optimal' | 'degraded' | 'rebuilding' | 'failed'

/**
 * Several disks that the operating system sees as one: it survives the losses that its level allows, is rebuilt onto new
 * members, and fails as a whole with one loss, or one unreadable sector, too many.
 */
export class RaidArray {
  readonly options: RaidOptions
  readonly #parts: RaidParts
  readonly #lost = new Set<number>()
  readonly #rebuilds = new Map<number, Rebuild>()
  readonly #stateTrack: Track
  readonly #percentTrack: Track
  #spares: number
  #hasFailed = false

  /** @throws RangeError for a shape that cannot be built, or a rebuild that leaves no bandwidth */
  constructor(options: RaidOptions, parts: RaidParts) {
    const problem = raidProblem(options.level, options.disks)
    if (problem !== undefined) throw new RangeError(problem.message)
    if (options.rebuildBytesPerSecond >= parts.bytesPerSecond) throw new RangeError('a rebuild must leave some of the bandwidth of a member')
    this.options = options
    this.#parts = parts
    this.#spares = options.spares
    const { recorder } = parts.host.simulation
    this.#stateTrack = recorder.track(parts.name, 'array', 'text')
    this.#percentTrack = recorder.track(parts.name, 'rebuiltPercent', 'number')
    recorder.setText(this.#stateTrack, 'optimal')
    parts.host.onPower((hasPower) => { this.#onPower(hasPower) })
  }

  /** Bytes that the array holds. */
  get capacityBytes(): number {
    return dataDisks(this.options) * this.#parts.memberBytes
  }

  /** Bytes that the members hold for each byte of content. */
  get bytesPerByte(): number {
    return this.options.disks / dataDisks(this.options)
  }

  get state(): ArrayState {
    if (this.#hasFailed) return 'failed'
    if (this.#rebuilds.size > 0) return 'rebuilding'
    return this.#lost.size > 0 ? 'degraded' : 'optimal'
  }

  /** Whether a member is lost and nothing is in its place yet. */
  isLost(member: number): boolean {
    return this.#lost.has(member)
  }

  /** What a flush of so many dirty bytes costs now: a degraded array has fewer members, a rebuilding one less of each. */
  writeCost(dirtyBytes: number): WriteCost {
    const { chunkBytes, rebuildBytesPerSecond } = this.options
    const cost = writeCost(this.options, this.#parts, chunkBytes, dirtyBytes, this.#lost.size)
    if (this.#rebuilds.size === 0) return cost
    const factor = 1 / (1 - rebuildBytesPerSecond / this.#parts.bytesPerSecond)
    return { latencyMicros: cost.latencyMicros * factor, occupancyMicros: cost.occupancyMicros * factor }
  }

  /** Fault: a member fails for good. A spare takes its place; without one, it waits for `replaceMember`. */
  loseMember(member: number): void {
    if (this.#hasFailed || this.#lost.has(member)) return
    this.#rebuilds.get(member)?.pause()
    this.#rebuilds.delete(member)
    this.#lost.add(member)
    if (!survives(this.options, this.#missing())) {
      this.#failWith(`the array failed: member ${String(member)} lost while ${this.#othersMissing(member)}`)
      return
    }
    this.#record(`member ${String(member)} lost`)
    if (this.#spares === 0) return
    this.#spares--
    this.replaceMember(member)
  }

  /** A new disk takes the place of a lost one and is filled from the others. */
  replaceMember(member: number): void {
    if (this.#hasFailed || !this.#lost.delete(member)) return
    const { host, memberBytes } = this.#parts
    this.#rebuilds.set(member, new Rebuild({
      host,
      durationMicros: Math.round((memberBytes * microsPerSecond) / this.options.rebuildBytesPerSecond),
      drawUnreadableAfterMicros: () => this.#drawUnreadableAfterMicros(member),
      onPercent: () => { this.#recordPercent() },
      onUnreadable: () => { this.#meetUnreadable(member) },
      onDone: () => {
        this.#rebuilds.delete(member)
        this.#record(`member ${String(member)} rebuilt`)
      },
    }))
    this.#record(`rebuild of member ${String(member)} begins`)
    this.#recordPercent()
  }

  /** The controller, or all members at once, are gone. */
  fail(cause: string): void {
    this.#hasFailed = true
    this.#stopRebuilds()
    this.#record(cause)
  }

  /** A new array of empty disks takes its place. */
  renew(): void {
    this.#hasFailed = false
    this.#lost.clear()
    this.#spares = this.options.spares
    this.#record('a new array put in')
  }

  #failWith(cause: string): void {
    this.fail(cause)
    this.#parts.onFailed(cause)
  }

  #missing(): Set<number> {
    return new Set([...this.#lost, ...this.#rebuilds.keys()])
  }

  #othersMissing(member: number): string {
    const others = [...this.#missing()].filter((other) => other !== member).sort((left, right) => left - right)
    if (others.length === 0) return 'nothing stands in for it'
    const named = others.map((other) => `member ${String(other)} ${this.#rebuilds.has(other) ? 'was being rebuilt' : 'was missing'}`)
    return named.join(' and ')
  }

  /** A rebuild reads the mirror, or every other member; the distance to the next unreadable bit is exponential. */
  #drawUnreadableAfterMicros(member: number): number {
    const { unreadableBitRate, rebuildBytesPerSecond, disks } = this.options
    if (unreadableBitRate === 0) return Infinity
    const { host, name } = this.#parts
    const bits = host.simulation.random(`${name}: unreadable sectors`).nextExponential(1 / unreadableBitRate)
    const readers = mirrorCopies(this.options) > 1 ? 1 : disks - this.#missing().add(member).size
    return Math.ceil((bits * microsPerSecond) / (8 * readers * rebuildBytesPerSecond))
  }

  #meetUnreadable(member: number): void {
    const source = this.#sourceOf(member)
    const missing = this.#missing()
    if (source !== undefined) missing.add(source)
    if (survives(this.options, missing)) {
      this.#parts.host.simulation.recorder.log(this.#parts.name, 'WARN', `unreadable sector during the rebuild of member ${String(member)}: read from the rest of the redundancy`)
    } else this.#failWith(`the array failed: an unreadable sector during the rebuild of member ${String(member)}`)
  }

  #sourceOf(member: number): number | undefined {
    if (this.options.level === 10) return mirrorOf(member)
    const missing = this.#missing()
    return Array.from({ length: this.options.disks }, (_, index) => index).find((index) => !missing.has(index))
  }

  #onPower(hasPower: boolean): void {
    for (const rebuild of this.#rebuilds.values()) {
      if (hasPower) rebuild.resume()
      else rebuild.pause()
    }
  }

  #stopRebuilds(): void {
    for (const rebuild of this.#rebuilds.values()) rebuild.pause()
    this.#rebuilds.clear()
  }

  #record(cause: string): void {
    const { recorder } = this.#parts.host.simulation
    recorder.setText(this.#stateTrack, this.state, cause)
    recorder.log(this.#parts.name, this.#hasFailed ? 'ERROR' : 'INFO', `array ${this.state}: ${cause}`)
  }

  #recordPercent(): void {
    const percents = [...this.#rebuilds.values()].map(({ percent }) => percent)
    this.#parts.host.simulation.recorder.set(this.#percentTrack, Math.min(100, ...percents))
  }
}
