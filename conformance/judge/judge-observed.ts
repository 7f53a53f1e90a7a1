import { isList, isObject, numberOf, show, type Json, type JsonObject } from '../json.ts'
import { compareAs } from './compare-kinds.ts'
import { difference } from './compare-values.ts'
import { numbersInLineDifference } from './log-line-numbers.ts'
import { boundDifference, rangeDifference } from './range.ts'
import { parsedList, recordedRuns } from './recorded-runs.ts'
import { hasRuleBelow, readRules, ruleFor, type Rule, type RuleBook } from './rule.ts'

/** A place where the simulation differs from the recording. */
export interface Difference {
  readonly path: string
  readonly message: string
}

/** What was simulated: one value for each seed. */
export type Simulated = readonly (Json | undefined)[]

interface Judgement {
  readonly rules: RuleBook
  readonly runCount: number
  readonly whole: Simulated
  readonly differences: Difference[]
}

/**
 * Compares the fields of `observed` and `varied` of a fact with what was simulated, by the fact's rules.
 * @returns the differences; empty when the fact is reproduced
 */
export function judgeObserved(source: JsonObject, simulated: Simulated): readonly Difference[] {
  const judgement: Judgement = {
    rules: readRules(source['judge']),
    runCount: numberOf(source, 'runs') ?? 1,
    whole: simulated,
    differences: [],
  }
  judgeFields(source['observed'], simulated, [], judgement)
  const { varied } = source
  if (isObject(varied)) {
    for (const [name, runs] of Object.entries(varied)) judgeVaried(name, isList(runs) ? runs : [runs ?? null], judgement)
  }
  return judgement.differences
}

/**
 * Judges a field that has one value a recorded run. With rules for parts of it (`varied.name.*.part`, where `*` is the run)
 * the simulation has to agree with one of the runs in all parts.
 */
function judgeVaried(name: string, runs: readonly Json[], judgement: Judgement): void {
  const path = ['varied', name]
  const seeds = judgement.whole.map((seed) => child(seed, name))
  if (!hasRuleBelow(judgement.rules, path)) {
    judgeValue({ runs }, seeds, path, judgement)
    return
  }
  const attempts = runs.map((run, index) => {
    const attempt: Judgement = { ...judgement, differences: [] }
    judgeFields(run, seeds, [...path, String(index)], attempt)
    return attempt.differences
  })
  if (attempts.every((differences) => differences.length > 0)) judgement.differences.push(...(attempts[0] ?? []))
}

function judgeFields(recorded: Json | undefined, simulated: Simulated, path: readonly string[], judgement: Judgement): void {
  const isEntries = isObject(recorded) || isList(recorded)
  if (!isEntries) {
    judgeValue(recorded, simulated, path, judgement)
    return
  }
  const entries = isList(recorded) ? recorded.map((entry, index): [string, Json] => [String(index), entry]) : Object.entries(recorded)
  for (const [name, value] of entries) {
    const below = [...path, name]
    const seeds = simulated.map((seed) => child(seed, name))
    if (isTakenApart(value, below, judgement.rules)) judgeFields(value, seeds, below, judgement)
    else judgeValue(value, seeds, below, judgement)
  }
  if (isList(recorded)) judgeLength(recorded, simulated, path, judgement)
}

/**
 * Whether the fields of a value are judged one by one: because rules name some of them, or because its numbers have a
 * range each. The keys of a range's object may differ from run to run, so extra ones are no difference.
 */
function isTakenApart(value: Json | undefined, path: readonly string[], rules: RuleBook): boolean {
  if (!isObject(value) && !isList(value)) return false
  if (hasRuleBelow(rules, path)) return true
  const rule = ruleFor(rules, path)
  const isWrapped = isObject(value) && (value['runs'] !== undefined || value['onlyInSomeRuns'] !== undefined || value['min'] !== undefined)
  return isObject(value) && !isWrapped && rule?.judge === 'range' && (rule.compare === undefined || rule.compare === 'timed-texts')
}

function judgeLength(recorded: readonly Json[], simulated: Simulated, path: readonly string[], judgement: Judgement): void {
  const wrong = simulated.find((seed) => !isList(seed) || seed.length !== recorded.length)
  if (wrong !== undefined) add(judgement, path, `recorded ${String(recorded.length)} entries, simulated ${show(wrong)}`)
}

function judgeValue(recorded: Json | undefined, seeds: Simulated, path: readonly string[], judgement: Judgement): void {
  const rule = ruleFor(judgement.rules, path)
  if (rule === undefined || rule.judge === 'ignore' || rule.judge === 'derived') return
  const parent = path.slice(0, -1)
  const message = path[path.length - 1] === 'messageOneOf' ? oneOfDifference(recorded, judgement.whole.map((seed) => child(parent.reduce(child, seed), 'message'))) : valueDifference(rule, recorded, seeds, path, judgement)
  if (message !== undefined) add(judgement, path, message)
}

/** The message of an exception that several threads can word: it has to be one of those recorded. */
function oneOfDifference(recorded: Json | undefined, messages: Simulated): string | undefined {
  const list = isList(recorded) ? recorded : []
  const strange = messages.find((message) => !list.some((one) => difference(one, message) === undefined))
  return strange === undefined ? undefined : `recorded one of ${show(recorded)}, simulated ${show(strange)}`
}

/** Fields whose names say that what is below them is in milliseconds: `fullIsrMs`, `events[ms,text]`. */
const millisecondsName = /Ms(?:$|\[)|^ms|\bms\b/

/** A plain list of numbers stands for the runs where the simulation has one number. */
function isNumberPerRun(recorded: Json | undefined, seeds: Simulated): recorded is readonly Json[] {
  return isList(recorded) && recorded.length > 0 && recorded.every((entry) => typeof entry === 'number') && seeds.some((seed) => typeof seed === 'number')
}

function valueDifference(rule: Rule, recorded: Json | undefined, seeds: Simulated, path: readonly string[], judgement: Judgement): string | undefined {
  if (rule.numbers !== undefined) return numbersInLineDifference(rule.numbers, recorded, seeds)
  const until = untilRestart(rule, judgement.whole)
  const isRange = rule.judge === 'range'
  const runs = (isRange && isNumberPerRun(recorded, seeds) ? recorded : recordedRuns(isRange ? parsedList(recorded) : recorded, isRange ? judgement.runCount : undefined)).map(until)
  const compared = { runs, seeds: seeds.map((seed, index) => until(isRange ? parsedList(seed) : seed, index)), whole: judgement.whole, field: { name: path[path.length - 1] ?? '', rule, isTime: rule.until !== undefined || path.some((segment) => millisecondsName.test(segment)) } }
  if (rule.judge === 'bound') return boundDifference(rule.bound ?? '', seeds)
  if (rule.compare !== undefined && rule.compare !== 'exact') return compareAs(rule.compare, compared)
  if (rule.except.length > 0) return exceptDifference(rule.except, compared.runs, compared.seeds)
  if (rule.judge === 'invariant' || rule.judge === 'exact') return everySeed(compared.runs, compared.seeds)
  if (isTimedList(runs[0])) return compareAs('timed-texts', compared)
  return rangeDifference(compared.runs, compared.seeds, compared.field)
}

function everySeed(runs: Simulated, seeds: Simulated): string | undefined {
  for (const seed of seeds) {
    if (!runs.some((run) => difference(run, seed) === undefined)) return difference(runs[0], seed)
  }
  return undefined
}

/** With `until: restart` entries later than the restart (20 s after the fault, unless the run says when) are left out. */
function untilRestart(rule: Rule, whole: Simulated): (value: Json | undefined, index?: number) => Json | undefined {
  if (rule.until !== 'restart') return (value) => value
  return (value, index = 0) => {
    const restartMs = numberOf(whole[index], 'restartMs') ?? 20_000
    if (!isList(value)) return value
    return value.filter((entry) => (typeof entry === 'number' ? entry < restartMs : !isList(entry) || typeof entry[0] !== 'number' || entry[0] < restartMs))
  }
}

/** Transitions that may come or not are taken out of both sides; with `order-of-isr-returns` the order inside ISRs is free. */
function exceptDifference(except: readonly string[], runs: Simulated, seeds: Simulated): string | undefined {
  const reduce = (value: Json | undefined): Json | undefined => {
    if (!isList(value)) return value
    let entries = value
    if (except.includes('preferred-leader-move')) entries = entries.filter((entry) => typeof entry !== 'string' || !/^leader: \S+ -> \S+, leaderEpoch: \S+ -> \S+$|^leader: \S+ -> \S+$/.test(entry))
    if (except.includes('order-of-isr-returns')) entries = entries.map((entry) => (typeof entry === 'string' ? sortLists(entry) : entry))
    return entries
  }
  return everySeed(runs.map(reduce), seeds.map(reduce))
}

function sortLists(text: string): string {
  return text.replaceAll(/\[([\d, ]*)\]/g, (_, list: string) => `[${list.split(',').map((entry) => entry.trim()).sort().join(', ')}]`)
}

function isTimedList(value: Json | undefined): boolean {
  return isList(value) && value.length > 0 && value.every((entry) => isList(entry) && typeof entry[0] === 'number' && typeof entry[1] === 'string')
}

function child(value: Json | undefined, name: string): Json | undefined {
  if (isList(value)) return value[Number(name)]
  if (!isObject(value)) return undefined
  // A field may have a dot in its name, where the path that fills it makes an object of it.
  const [first = '', ...rest] = name.split('.')
  const own = value[name]
  return own !== undefined || rest.length === 0 ? own : child(value[first], rest.join('.'))
}

function add(judgement: Judgement, path: readonly string[], message: string): void {
  judgement.differences.push({ path: path.join('.'), message })
}
