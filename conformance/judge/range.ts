import { isList, isObject, show, type Json } from '../json.ts'
import { difference } from './compare-values.ts'
import type { Rule } from './rule.ts'

/** Milliseconds by which a recorded time is widened when the rule says nothing else. */
const toleranceMsDefault = 1500

/** The field that is compared, for messages and for its unit. */
export interface Field {
  readonly name: string
  readonly rule: Rule
  /** Whether numbers without a unit in their name are times. */
  readonly isTime: boolean
}

/** Why the simulated values (one a seed) do not overlap the recorded ones (one a run); undefined when they do. */
export function rangeDifference(runs: readonly (Json | undefined)[], seeds: readonly (Json | undefined)[], field: Field): string | undefined {
  const recordedNumbers = runs.filter((run) => typeof run === 'number')
  const simulatedNumbers = seeds.filter((seed) => typeof seed === 'number')
  if (recordedNumbers.length > 0 || field.rule.range !== undefined) {
    if (simulatedNumbers.length === 0 && field.rule.compare !== 'or-null') return `recorded ${show([...recordedNumbers])}, simulated ${show(seeds[0])}`
    return numbersOverlap(recordedNumbers, simulatedNumbers, field)
  }
  if (runs.every(isList)) return listsOverlap(runs, seeds, field)
  if (runs.every(isObject)) return objectsOverlap(runs, seeds, field)
  if (seeds.some((seed) => runs.some((run) => difference(run, seed) === undefined))) return undefined
  return `recorded ${show(runs[0])}, simulated ${show(seeds[0])}`
}

function numbersOverlap(recorded: readonly number[], simulated: readonly number[], { rule, isTime, name }: Field): string | undefined {
  const [low, high] = rule.range ?? [Math.min(...recorded), Math.max(...recorded)]
  const isMs = isTime || /Ms$|^ms|\bms\b/.test(name)
  const share = (rule.tolerancePercent ?? 0) / 100
  const width = rule.range !== undefined ? 0 : isMs ? (rule.toleranceMs ?? rule.tolerance ?? toleranceMsDefault) : (rule.tolerance ?? 0)
  const from = low - width - Math.abs(low) * share
  const to = high + width + Math.abs(high) * share
  const least = Math.min(...simulated)
  const most = Math.max(...simulated)
  return most >= from && least <= to ? undefined : `recorded ${String(low)}..${String(high)} (widened to ${from.toFixed(0)}..${to.toFixed(0)}), simulated ${String(least)}..${String(most)}`
}

/** Lists of numbers are compared place by place; lists of texts by their length. */
function listsOverlap(runs: readonly (readonly Json[])[], seeds: readonly (Json | undefined)[], field: Field): string | undefined {
  const simulated = seeds.filter(isList)
  const areNumbers = runs.every((run) => run.every((entry) => typeof entry === 'number'))
  if (!areNumbers) {
    if (simulated.some((list) => runs.some((run) => difference(run, list) === undefined))) return undefined
    return numbersOverlap(runs.map((run) => run.length), simulated.map((list) => list.length), { ...field, name: 'length', isTime: false })
  }
  const length = Math.max(...runs.map((run) => run.length))
  if (!simulated.some((list) => list.length === length)) return `recorded ${String(length)} numbers, simulated ${show(seeds[0])}`
  for (let index = 0; index < length; index++) {
    const found = rangeDifference(runs.map((run) => run[index]), simulated.map((list) => list[index]), field)
    if (found !== undefined) return `[${String(index)}]: ${found}`
  }
  return undefined
}

function objectsOverlap(runs: readonly (Readonly<Record<string, Json | undefined>>)[], seeds: readonly (Json | undefined)[], field: Field): string | undefined {
  for (const key of new Set(runs.flatMap((run) => Object.keys(run)))) {
    const found = rangeDifference(runs.map((run) => run[key]), seeds.map((seed) => (isObject(seed) ? seed[key] : undefined)), { ...field, name: key })
    if (found !== undefined) return `${key}: ${found}`
  }
  return undefined
}

/** Why a number, or one of a list, breaks a bound such as `>= 2.45 and <= 50`; undefined when all keep it. An entry that is null was not measured. */
export function boundDifference(bound: string, seeds: readonly (Json | undefined)[]): string | undefined {
  const conditions = [...bound.matchAll(/(>=|<=|>|<|==)\s*(-?[\d.]+)/g)]
  if (conditions.length === 0) return `the bound '${bound}' is not understood`
  for (const seed of seeds.flatMap((value) => (isList(value) ? value.filter((entry) => entry !== null) : [value]))) {
    if (typeof seed !== 'number') return `bound ${bound}, simulated ${show(seed)}`
    for (const [, operator, limit] of conditions) {
      if (!holds(seed, operator ?? '', Number(limit))) return `bound ${bound}, simulated ${String(seed)}`
    }
  }
  return undefined
}

function holds(value: number, operator: string, limit: number): boolean {
  if (operator === '>=') return value >= limit
  if (operator === '<=') return value <= limit
  if (operator === '>') return value > limit
  if (operator === '<') return value < limit
  return value === limit
}
