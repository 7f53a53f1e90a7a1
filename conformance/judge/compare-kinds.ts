import { isList, isObject, show, type Json } from '../json.ts'
import { callbackDifference, groupEventDifference } from './compare-groups.ts'
import { difference } from './compare-values.ts'
import { sameText } from './masks.ts'
import { rangeDifference, type Field } from './range.ts'

/** Values of one field: one a recorded run, one a seed. */
export interface Compared {
  readonly runs: readonly (Json | undefined)[]
  readonly seeds: readonly (Json | undefined)[]
  readonly field: Field
  /** Everything that was simulated, one value a seed, for comparisons with another field. */
  readonly whole: readonly (Json | undefined)[]
}

type Comparison = (compared: Compared) => string | undefined

/** The comparisons that the `compare` of a rule can name. */
const comparisons: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ['some-run', someRun],
  ['keys', sameKeys],
  ['zero-or-not', zeroOrNot],
  ['timed-texts', (compared) => timedTexts(compared, false)],
  ['timed-texts-subsequence', (compared) => timedTexts(compared, true)],
  ['texts', textsOnly],
  ['texts-per-partition', textsOnly],
  ['first-last', firstLast],
  ['offset-in-text', offsetInText],
  ['or-null', ({ runs, seeds }) => (seeds.some((seed) => seed === null || runs.some((run) => difference(run, seed) === undefined)) ? undefined : `recorded ${show(runs[0])} or nothing, simulated ${show(seeds[0])}`)],
  ['callbacks', callbackDifference],
  ['group-events', groupEventDifference],
  ['exact', someRun],
  ['codec', someRun],
])

/** Compares as the rule's `compare` says. Undefined means reproduced; an unknown comparison is a difference. */
export function compareAs(kind: string, compared: Compared): string | undefined {
  if (kind.startsWith('equals:')) return equalsField(kind.slice('equals:'.length), compared)
  const comparison = comparisons.get(kind)
  return comparison === undefined ? `no comparison '${kind}' exists yet` : comparison(compared)
}

function someRun({ runs, seeds }: Compared): string | undefined {
  const matches = seeds.some((seed) => runs.some((run) => difference(run, seed) === undefined))
  return matches ? undefined : difference(runs[0], seeds[0])
}

/** The same keys as in a run; the counts below them by range. */
function sameKeys({ runs, seeds, field }: Compared): string | undefined {
  const keysOf = (value: Json | undefined): string => {
    const present = isObject(value) ? Object.entries(value).filter(([, entry]) => !isAbsentInSomeRuns(entry)) : []
    return present.map(([key]) => maskNumbers(key)).sort().join('\n')
  }
  const optional = new Set(runs.flatMap((run) => (isObject(run) ? Object.entries(run).filter(([, entry]) => isAbsentInSomeRuns(entry)).map(([key]) => maskNumbers(key)) : [])))
  const accepted = new Set(runs.map(keysOf))
  const matches = seeds.some((seed) => {
    const keys = keysOf(seed).split('\n').filter((key) => key !== '' && !optional.has(key))
    return accepted.has(keys.join('\n'))
  })
  return matches ? undefined : `recorded keys ${show(runs.map((run) => Object.keys(isObject(run) ? run : {}))[0] ?? null)} of ${field.name}, simulated ${show(Object.keys(isObject(seeds[0]) ? seeds[0] : {}))}`
}

function isAbsentInSomeRuns(entry: Json | undefined): boolean {
  return isObject(entry) && entry['onlyInSomeRuns'] !== undefined
}

const maskNumbers = (text: string): string => text.replaceAll(/\d+/g, '#')

function zeroOrNot({ runs, seeds }: Compared): string | undefined {
  const signs = new Set(runs.map((run) => typeof run === 'number' && run !== 0))
  return seeds.some((seed) => typeof seed === 'number' && signs.has(seed !== 0)) ? undefined : `recorded ${show([...runs].map((run) => run ?? null))}, simulated ${show(seeds[0])}`
}

type TimedText = readonly [number, string]

function timed(value: Json | undefined): readonly TimedText[] {
  if (!isList(value)) return []
  return value.flatMap((entry): readonly TimedText[] => {
    if (!isList(entry)) return []
    const [time, ...texts] = entry
    return typeof time === 'number' ? [[time, texts.map(String).join(' ')]] : []
  })
}

/** Texts in the order of a run, and each time within the range of the runs that have these texts. */
function timedTexts({ runs, seeds, field }: Compared, isSubsequence: boolean): string | undefined {
  const text = (entries: readonly TimedText[]): readonly string[] => entries.map(([, words]) => (field.rule.mask === 'numbers' ? maskNumbers(words) : words))
  const recorded = runs.map(timed)
  for (const simulated of seeds.map(timed)) {
    const alike = recorded.filter((run) => (isSubsequence ? containsInOrder(text(run), text(simulated)) : sameTexts(text(run), text(simulated))))
    if (alike.length === 0 || isSubsequence) {
      if (alike.length > 0) return undefined
      continue
    }
    const differences = simulated.map((_, index) => rangeDifference(
      alike.map((run) => run[index]?.[0]),
      seeds.map((seed) => timed(seed)).filter((seed) => sameTexts(text(seed), text(simulated))).map((seed) => seed[index]?.[0]),
      { ...field, isTime: true },
    ))
    const found = differences.find((entry) => entry !== undefined)
    if (found === undefined) return undefined
    return found
  }
  return `recorded ${show((recorded[0] ?? []).map(([time, words]) => [time, words]))}, simulated ${show(timed(seeds[0]).map(([time, words]) => [time, words]))}`
}

function sameTexts(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((entry, index) => sameText(entry, right[index] ?? ''))
}

function containsInOrder(all: readonly string[], part: readonly string[]): boolean {
  let position = 0
  for (const entry of all) if (position < part.length && sameText(entry, part[position] ?? '')) position++
  return position === part.length
}

function textsOnly({ runs, seeds }: Compared): string | undefined {
  const words = (value: Json | undefined): readonly string[] => timed(value).map(([, text]) => text)
  return seeds.some((seed) => runs.some((run) => sameTexts(words(run), words(seed)))) ? undefined : `recorded ${show(runs[0])}, simulated ${show(seeds[0])}`
}

function firstLast({ runs, seeds, field }: Compared): string | undefined {
  const ends = (value: Json | undefined): Json | undefined => (isList(value) && value.length > 0 ? [value[0] ?? null, value[value.length - 1] ?? null] : value)
  return rangeDifference(runs.map(ends), seeds.map(ends), { ...field, isTime: true })
}

/** A list of texts that differ in an offset only, within the rule's tolerance. */
function offsetInText({ runs, seeds, field }: Compared): string | undefined {
  const tolerance = field.rule.tolerance ?? 0
  const isNear = (run: Json | undefined, seed: Json | undefined): boolean => {
    const left = JSON.stringify(run ?? null)
    const right = JSON.stringify(seed ?? null)
    if (maskNumbers(left) !== maskNumbers(right)) return false
    const numbers = (text: string): readonly number[] => [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits))
    const others = numbers(right)
    return numbers(left).every((number, index) => Math.abs(number - (others[index] ?? Number.NaN)) <= tolerance)
  }
  return seeds.some((seed) => runs.some((run) => isNear(run, seed))) ? undefined : `recorded ${show(runs[0])} ± ${String(tolerance)}, simulated ${show(seeds[0])}`
}

function equalsField(name: string, { seeds, whole }: Compared): string | undefined {
  for (const [index, seed] of seeds.entries()) {
    const all = whole[index]
    const other = isObject(all) ? all[name] : undefined
    const found = difference(other, seed)
    if (found !== undefined) return `must equal ${name}: ${found}`
  }
  return undefined
}
