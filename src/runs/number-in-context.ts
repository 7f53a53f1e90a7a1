import { fates } from '../../engine/ledger/fate.ts'
import type { RunDocument } from '../../engine/scenario/run/run-document.ts'
import { runNumber, unitOf, type RunNumberName, type RunNumberRequest } from './run-number.ts'
import { formatRunNumber } from './run-quantity.ts'

/** What is a part of the records that a destination is owed. */
const parts: ReadonlySet<RunNumberName> = new Set<RunNumberName>([...fates, 'acknowledged and lost'])

/**
 * A number of a run as it reads without the run beside it: a part of the records with their number (`20 of 1,120`),
 * everything else in its unit (`4.80 s`). A destination that came too late to be owed anything is given what was offered.
 *
 * @throws Error naming what the run has, which ends the build
 */
export function numberInContext(run: RunDocument, { lane, destination, of }: RunNumberRequest): string {
  const number = formatRunNumber(runNumber(run, { lane, destination, of }), unitOf(of))
  if (!parts.has(of)) return number
  const whole = runNumber(run, { lane, destination, of: 'owed' }) || runNumber(run, { lane, of: 'offered' })
  return `${number} of ${formatRunNumber(whole, 'records')}`
}
