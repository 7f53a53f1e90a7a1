import type { RunDocument } from '../../engine/scenario/run/run-document.ts'
import { runNumber, unitOf, type RunNumberRequest } from './run-number.ts'
import { formatRunNumber } from './run-quantity.ts'

/** When an answer is right: the number of the run lies between two bounds, which belong to it. At least one is given. */
export interface GuessCondition extends RunNumberRequest {
  readonly from?: number
  readonly to?: number
}

/** A question that the reader is asked before the outcome is shown. */
export interface Guess {
  readonly question: string
  readonly answers: readonly { readonly label: string; readonly when: GuessCondition }[]
}

/** An answer with what the page says to who chooses it. */
export interface JudgedAnswer {
  readonly label: string
  readonly isRight: boolean
  readonly says: string
}

/**
 * Judges the answers by a run.
 *
 * @throws Error when not exactly one answer is right, which ends the build: the page would teach something else than its run
 */
export function judgedAnswers(run: RunDocument, { question, answers }: Guess): readonly JudgedAnswer[] {
  const measured = answers.map(({ label, when }) => ({ label, when, value: runNumber(run, when) }))
  const right = measured.filter(({ when, value }) => holds(when, value, question))
  const [only] = right
  if (only === undefined || right.length > 1) {
    const values = measured.map(({ label, when, value }) => `"${label}" has ${when.of} ${value}`).join(', ')
    throw new Error(`Exactly one answer to "${question}" must be right, and ${right.length} are: ${values}.`)
  }
  const { lane, destination, of } = only.when
  const place = destination === undefined ? lane : `${lane} to ${destination}`
  const fact = `${place}, ${of}: ${formatRunNumber(only.value, unitOf(of))}.`
  return measured.map((answer) => ({
    label: answer.label,
    isRight: answer === only,
    says: answer === only ? `You were right. ${fact}` : `Not in this run: the answer is “${only.label}”. ${fact}`,
  }))
}

function holds({ from, to }: GuessCondition, value: number, question: string): boolean {
  if (from === undefined && to === undefined) throw new Error(`An answer to "${question}" says neither "from" nor "to".`)
  return value >= (from ?? -Infinity) && value <= (to ?? Infinity)
}
