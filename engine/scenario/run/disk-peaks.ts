import type { Lane } from '../../ledger/lane.ts'

/** How often disks are looked at. */
const sampleMicros = 100_000

/**
 * The most bytes that a lane's files took at one moment, by lane, on all members of arrays and all copies. Looked at every
 * tenth of a second of virtual time and at the end: a file that lived for less is not seen.
 */
export class DiskPeaks {
  readonly #peaks = new Map<string, number>()
  #nextMicros = 0

  /** Looks, when it is time again. */
  sample(lanes: readonly Lane[], nowMicros: number): void {
    if (nowMicros < this.#nextMicros) return
    this.#nextMicros = nowMicros + sampleMicros
    for (const lane of lanes) this.#look(lane)
  }

  /** The largest so far, in bytes, now included. */
  of(lane: Lane): number {
    this.#look(lane)
    return Math.round(this.#peaks.get(lane.name) ?? 0)
  }

  #look(lane: Lane): void {
    let bytes = 0
    for (const host of lane.hosts) for (const { fileBytes, array } of host.disks) bytes += fileBytes * (array?.bytesPerByte ?? 1)
    if (bytes > (this.#peaks.get(lane.name) ?? 0)) this.#peaks.set(lane.name, bytes)
  }
}
