import type { Load } from '../api/load-types.ts'
import type { Simulation } from '../../sim/simulation.ts'
import type { Arrivals } from './arrivals.ts'
import { sealClass } from '../source/seal-class.ts'

/** What a load's records look like; functions are the reader's own. */
export interface RecordShape {
  readonly bytes: number | ((number: number) => unknown)
  readonly value: ((number: number) => unknown) | undefined
  readonly key: ((number: number) => unknown) | undefined
  readonly headers: ((number: number) => unknown) | undefined
}

/** The parts of a load; times in microseconds from the start of the run. */
export interface LoadParts {
  readonly name: string | undefined
  readonly shape: RecordShape
  /** The start of the run, or the moment at which it is first given to somebody, when absent. */
  readonly fromMicros: number | undefined
  /** Until the end of the run when absent. */
  readonly forMicros: number | undefined
  /** Computes the arrivals once the run, and with it the end, is known. */
  readonly arrivals: (simulation: Simulation, stretch: { readonly name: string; readonly fromMicros: number; readonly lastingMicros: number }) => Arrivals
}

/** A load as the reader declared it. Its parts are not in the reader's reach. */
export class LoadSpec implements Load {
  readonly kind = 'load'
  readonly name: string
  readonly #parts: LoadParts

  constructor(parts: LoadParts) {
    this.name = parts.name ?? ''
    this.#parts = parts
    Object.freeze(this)
  }

  /** The parts of a load; undefined for anything else. */
  static partsOf(value: unknown): LoadParts | undefined {
    return typeof value === 'object' && value !== null && #parts in value ? value.#parts : undefined
  }
}

sealClass(LoadSpec)
