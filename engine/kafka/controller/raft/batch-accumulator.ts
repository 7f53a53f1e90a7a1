import type { Process, Timer } from '../../../sim/process.ts'
import { microsPerMilli } from '../../../sim/time.ts'
import type { MetadataRecord } from '../../metadata/metadata-record.ts'

/** Gathers the leader's records for `controller.quorum.append.linger.ms` before they are appended (BatchAccumulator). */
export class BatchAccumulator {
  readonly #process: Process
  readonly #lingerMs: number
  readonly #drain: (records: readonly MetadataRecord[]) => void
  #records: MetadataRecord[] = []
  #nextOffset: number
  #timer: Timer | undefined

  /** @param nextOffset offset of the first record that will be gathered */
  constructor(process: Process, lingerMs: number, nextOffset: number, drain: (records: readonly MetadataRecord[]) => void) {
    this.#process = process
    this.#lingerMs = lingerMs
    this.#nextOffset = nextOffset
    this.#drain = drain
  }

  /** Offset that the next record will get. */
  get nextOffset(): number {
    return this.#nextOffset
  }

  /** Adds records; returns the offset of the last one. */
  add(records: readonly MetadataRecord[]): number {
    this.#records.push(...records)
    this.#nextOffset += records.length
    this.#timer ??= this.#process.after(this.#lingerMs * microsPerMilli, () => {
      this.#timer = undefined
      const gathered = this.#records
      this.#records = []
      this.#drain(gathered)
    })
    return this.#nextOffset - 1
  }

  /** Drops what was gathered: the leader has lost its term. */
  close(): void {
    this.#process.cancel(this.#timer)
    this.#timer = undefined
    this.#records = []
  }
}
