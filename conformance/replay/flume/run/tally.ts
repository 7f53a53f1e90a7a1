import type { Json, JsonObject } from '../../../json.ts'

/** Lines that were never fed are shown up to this number. */
const foreignMax = 5

/** Compares the lines in the outputs with those that were fed. */
export function tally(fed: readonly string[], delivered: readonly string[]): JsonObject {
  const counts = new Map<string, number>()
  for (const line of delivered) counts.set(line, (counts.get(line) ?? 0) + 1)
  const known = new Set(fed)
  const lost = fed.filter((line) => !counts.has(line))
  const repeated = fed.filter((line) => (counts.get(line) ?? 0) > 1)
  const foreign = [...counts.keys()].filter((line) => !known.has(line))
  const distinct = fed.length - lost.length
  const surplus = fed.reduce((sum, line) => sum + Math.max(0, (counts.get(line) ?? 0) - 1), 0)
  return {
    fed: fed.length,
    sent: fed.length,
    delivered: delivered.length,
    total: delivered.length,
    distinct,
    lost: lost.length,
    duplicated: surplus,
    lostRange: ends(lost),
    duplicatedRange: ends(repeated),
    foreign: foreign.slice(0, foreignMax),
    tornLines: foreign.length,
    secondRunStartsAtZeroAgain: (counts.get('0') ?? 0) === 2,
  }
}

/** What the acknowledgements of a feed were worth. */
export function tallyAcks(fed: readonly string[], delivered: readonly string[], acked: ReadonlySet<string>): JsonObject {
  const arrived = new Set(delivered)
  return { acked: acked.size, notAcked: fed.length - acked.size, ackedLost: [...acked].filter((line) => !arrived.has(line)).length }
}

function ends(lines: readonly string[]): readonly Json[] {
  const first = lines[0]
  const last = lines[lines.length - 1]
  return first === undefined || last === undefined ? [] : [first, last, lines.length]
}
