import type { Expectation } from '../api/scenario-types.ts'
import { describe, OptionError } from '../check-options.ts'
import { LaneMetric } from '../lane/outcome-metrics.ts'
import type { Play } from './play.ts'

/** What an expectation looks at: its name, and how to read it at the end. */
interface Subject {
  readonly name: string
  readonly read: () => unknown
}

/** `expect` of a scenario: states what should hold at the end of the run. @param others how many arguments came beside the value */
export function expectation(play: Play, actual: unknown, others = 0): Expectation {
  if (others > 0) throw new OptionError(`expect takes one value, and got ${others + 1}.`, undefined, 'What it should be follows: expect(lane.lost).toBe(0).')
  const subject = subjectOf(actual)
  const state = (words: string, wanted: readonly unknown[], holds: (value: unknown) => boolean): void => {
    for (const value of wanted) if (LaneMetric.read(value) === undefined) requireComparable(value)
    play.expectations.push({
      statedAt: new Error('stated here'),
      evaluate: () => {
        const value = subject.read()
        const expected = `${words} ${wanted.map((one) => shownWanted(one)).join(' and ')}`.trim()
        return { description: subject.name, expected, actual: shown(value), isMet: holds(value) }
      },
    })
  }
  const compare = (words: string, wanted: number, holds: (value: number) => boolean): void => {
    requireNumber(wanted)
    state(words, [wanted], (value) => typeof value === 'number' && holds(value))
  }
  return Object.freeze({
    toBe: (wanted: unknown) => { state('', [wanted], (value) => Object.is(value, LaneMetric.read(wanted)?.value ?? wanted)) },
    toBeGreaterThan: (wanted: number) => { compare('more than', wanted, (value) => value > wanted) },
    toBeGreaterThanOrEqual: (wanted: number) => { compare('at least', wanted, (value) => value >= wanted) },
    toBeLessThan: (wanted: number) => { compare('less than', wanted, (value) => value < wanted) },
    toBeLessThanOrEqual: (wanted: number) => { compare('at most', wanted, (value) => value <= wanted) },
    toBeBetween: (least: number, most: number) => {
      requireNumber(least)
      requireNumber(most)
      state('between', [least, most], (value) => typeof value === 'number' && value >= least && value <= most)
    },
  })
}

function subjectOf(actual: unknown): Subject {
  const metric = LaneMetric.read(actual)
  if (metric !== undefined) return { name: metric.name, read: () => LaneMetric.read(actual)?.value }
  if (typeof actual === 'function') {
    const read = actual as () => unknown
    return { name: read.name === '' ? 'a value of the scenario' : read.name, read: () => LaneMetric.read(read())?.value ?? read() }
  }
  requireComparable(actual)
  return { name: 'a value', read: () => actual }
}

function requireComparable(value: unknown): void {
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return
  throw new OptionError(`expect compares numbers, texts and yes or no, and got ${describe(value)}.`)
}

function requireNumber(value: unknown): void {
  if (typeof value !== 'number' || Number.isNaN(value)) throw new OptionError(`A number is expected here, and got ${describe(value)}.`)
}

function shownWanted(wanted: unknown): string {
  const metric = LaneMetric.read(wanted)
  return metric === undefined ? shown(wanted) : `${shown(metric.value)} (${metric.name})`
}

function shown(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' ? String(value) : describe(value)
}
