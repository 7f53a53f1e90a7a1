/** A length or moment of virtual time: a number and a unit, as in `'250ms'`, `'30s'`, `'1.5m'`, `'2m30s'`. */
export type Duration = string

/** What records look like; functions get the record's number, from 0, and must depend on nothing else. */
export interface RecordOptions {
  /** Name on charts and in stories; `load`, `load 2`, … when not given. */
  readonly name?: string
  /** Bytes of the value. 200 when neither this nor `value` is given. */
  readonly bytes?: number | ((number: number) => number)
  /** The value as text. */
  readonly value?: (number: number) => string
  /** The record's key (Kafka). */
  readonly key?: (number: number) => string | undefined
  /** The record's headers (Flume's event headers, Kafka's record headers). */
  readonly headers?: (number: number) => Readonly<Record<string, string>> | undefined
  /** When the first record comes; the start of the run when not given. */
  readonly from?: Duration
  /** For how long records come; until the end of the run when not given. */
  readonly for?: Duration
}

/** Records and when they come. The same load can be given to several lanes, which then get the same records. */
export interface Load {
  readonly kind: 'load'
  readonly name: string
}

/** A rate from a moment on. */
export interface LoadStep {
  readonly from: Duration
  readonly perSecond: number
}

/** Loads, by how they arrive. */
export interface Loads {
  /** So many records a second, evenly. */
  readonly steady: (options: RecordOptions & { readonly perSecond: number }) => Load
  /** From one rate to another, evenly, over a time; then the last rate. */
  readonly ramp: (options: RecordOptions & { readonly fromPerSecond: number; readonly toPerSecond: number; readonly over: Duration }) => Load
  /** A steady rate with a peak at a moment. */
  readonly burst: (options: RecordOptions & { readonly perSecond: number; readonly peakPerSecond: number; readonly at: Duration; readonly lasting: Duration }) => Load
  /** One rate after the other: each from a moment on, counted from the load's own beginning; 0 is silence. */
  readonly steps: (options: RecordOptions & { readonly steps: readonly LoadStep[] }) => Load
  /** Independent arrivals of a mean rate, as from many clients that know nothing of each other. */
  readonly poisson: (options: RecordOptions & { readonly perSecond: number }) => Load
  /** The lines of a text (a file of the scenario, for example), evenly. */
  readonly lines: (text: string, options: Omit<RecordOptions, 'bytes' | 'value'> & { readonly perSecond: number }) => Load
}
