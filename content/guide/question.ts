import type { RunNumberName } from '../../src/runs/run-number.ts'

/** A number of a shipped scenario's run that bears on an answer. */
export interface DecidingRun {
  readonly scenario: string
  readonly lane: string
  /** Needed only where a lane has more than one, and the number is of a destination. */
  readonly destination?: string
  readonly of: RunNumberName
}

/** An answer to a question: what then matters, and the runs that show it. */
export interface Answer {
  /** A short name for the address and the form. */
  readonly key: string
  readonly label: string
  readonly because: string
  readonly runs: readonly DecidingRun[]
}

/** A question on the reader's own case. */
export interface Question {
  readonly key: string
  readonly asks: string
  /** The row that has the rest. */
  readonly row: string
  readonly answers: readonly Answer[]
}
