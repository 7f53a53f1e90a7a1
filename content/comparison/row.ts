import type { RunNumberRequest } from '../../src/runs/run-number.ts'

/** How far a statement held at one point in time. */
export type Held = 'held' | 'partly' | 'not'

/** A judgement of a cell at one point in time, with where it can be checked. */
export interface Judgement {
  readonly held: Held
  /** One sentence: what was so, in which version. */
  readonly because: string
  /** Where that stands, with its date: release, documentation page, source file. */
  readonly source: string
}

/** A number of a shipped scenario's run that stands for the whole of it. */
export interface CellRun extends RunNumberRequest {
  readonly scenario: string
}

/** What is commonly said of one system in one row, how far it held at the end of 2015 and holds today, and the runs of it. */
export interface Cell {
  readonly says: string
  readonly in2015: Judgement
  readonly today: Judgement
  /** The run that shows what is said, as far as it holds or held. */
  readonly shownBy: CellRun
  /** The run in which it does not hold. */
  readonly brokenBy: CellRun
}

/** One row of the comparison; its slug is also the address of its page. */
export interface ComparisonRow {
  readonly slug: string
  readonly title: string
  readonly flume: Cell
  readonly kafka: Cell
}
