/** What bounds a run, in the engine's own terms; reaching one ends the run with its partial result. */
export interface Limits {
  /** Events executed. */
  readonly events: number
  /** Virtual time in microseconds. */
  readonly virtualTimeMicros: number
  /** Records offered to a lane. */
  readonly records: number
  /** Bytes in the files of the run, page caches included. Queues and sockets have bounds of their own, those of the real systems. */
  readonly countedBytes: number
  /** Lines that the reader's code wrote to the console. */
  readonly consoleLines: number
  /** Loop turns and function entries of the reader's code. */
  readonly steps: number
}

/** Limits of an ordinary run. */
export const defaultLimits: Limits = {
  events: 20_000_000,
  virtualTimeMicros: 7 * 86_400 * 1_000_000,
  records: 20_000_000,
  countedBytes: 64 * 2 ** 30,
  consoleLines: 2_000,
  steps: 50_000_000,
}

/** Names a limit. */
export type LimitName = keyof Limits

const limitWords: Readonly<Record<LimitName, string>> = {
  events: 'events',
  virtualTimeMicros: 'microseconds of virtual time',
  records: 'records',
  countedBytes: 'bytes held',
  consoleLines: 'console lines',
  steps: 'steps of your code (loop turns and function calls)',
}

/** A limit that ended a run: which, what used it up, and where that is. */
export interface LimitReached {
  readonly limit: LimitName
  readonly allowed: number
  /** What used most of it: a component's name, or a place in the reader's file. */
  readonly usedBy: string
  readonly atMicros: number
  /** The sentence for the reader. */
  readonly sentence: string
}

/** Thrown inside a run to end it at a limit. */
export class LimitError extends Error {
  readonly reached: LimitReached

  constructor(limit: LimitName, allowed: number, usedBy: string, atMicros: number) {
    const seconds = (atMicros / 1_000_000).toFixed(3)
    const sentence = `The run ended at ${seconds} s of virtual time: it reached its limit of ${String(allowed)} ${limitWords[limit]}. Most were used by ${usedBy}.`
    super(sentence)
    this.name = 'LimitError'
    this.reached = { limit, allowed, usedBy, atMicros, sentence }
  }
}
