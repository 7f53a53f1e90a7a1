import { isList, isObject, show, plainText, type Json, type JsonObject } from '../json.ts'
import { boundDifference } from './range.ts'

/** Compares a log line whose numbers have rules of their own: `name: number` pairs; the words between them are exact. */
export function numbersInLineDifference(rule: JsonObject, recorded: Json | undefined, seeds: readonly (Json | undefined)[]): string | undefined {
  for (const seed of seeds) {
    if (typeof recorded !== 'string' || typeof seed !== 'string') return `recorded ${show(recorded)}, simulated ${show(seed)}`
    const found = lineDifference(rule, recorded, seed)
    if (found !== undefined) return found
  }
  return undefined
}

function lineDifference(rule: JsonObject, recorded: string, simulated: string): string | undefined {
  if (words(recorded) !== words(simulated)) return `recorded ${show(recorded)}, simulated ${show(simulated)}`
  const expected = namedNumbers(recorded)
  const actual = namedNumbers(simulated)
  const exact = isList(rule['exact']) ? rule['exact'] : []
  for (const name of exact) {
    if (typeof name === 'string' && expected.get(name) !== actual.get(name)) return `${name}: recorded ${String(expected.get(name))}, simulated ${String(actual.get(name))}`
  }
  const bounds = isObject(rule['bound']) ? rule['bound'] : {}
  for (const [name, bound] of Object.entries(bounds)) {
    const found = expected.get(name) === actual.get(name) ? undefined : boundDifference(plainText(bound), [actual.get(name)])
    if (found !== undefined) return `${name}: ${found}`
  }
  const derived = isObject(rule['derived']) ? rule['derived'] : {}
  for (const [name, formula] of Object.entries(derived)) {
    const sum = plainText(formula).split('+').reduce((total, term) => total + (actual.get(term.trim()) ?? Number.NaN), 0)
    if (sum !== actual.get(name)) return `${name}: must be ${plainText(formula)} = ${String(sum)}, simulated ${String(actual.get(name))}`
  }
  return undefined
}

const words = (line: string): string => line.replaceAll(/\d+/g, '#')

function namedNumbers(line: string): ReadonlyMap<string, number> {
  return new Map([...line.matchAll(/(\w+):\s*(\d+)/g)].map(([, name = '', digits]) => [name, Number(digits)]))
}
