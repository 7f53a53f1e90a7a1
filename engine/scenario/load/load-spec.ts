import type { Load } from '../api/load-types.ts'
import type { Simulation } from '../../sim/simulation.ts'
import { OptionError } from '../check-options.ts'
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

  /** Loads are the same in all lanes and known beforehand; the way to another rate is said to whoever looks for it here. @throws OptionError */
  changesTo(): never {
    throw new OptionError('A load cannot be changed while the run goes on: all lanes get the same records at the same moments.', undefined, "Declare its rates beforehand: load.steps({ steps: [{ from: '0s', perSecond: 100 }, { from: '20s', perSecond: 1000 }] }).")
  }

  /** The parts of a load; undefined for anything else. */
  static partsOf(value: unknown): LoadParts | undefined {
    return typeof value === 'object' && value !== null && #parts in value ? value.#parts : undefined
  }
}

sealClass(LoadSpec)
