import type { Load, Loads } from '../api/load-types.ts'
import { OptionError, OptionReader } from '../check-options.ts'
import { groupedArrivals, poissonArrivals, stagedArrivals } from './arrivals.ts'
import type { Arrivals, RateStage } from './arrivals.ts'
import { LoadSpec } from './load-spec.ts'
import type { LoadParts, RecordShape } from './load-spec.ts'

const recordKeys = ['name', 'bytes', 'value', 'key', 'headers', 'from', 'for']
const defaultBytes = 200
const ratePerSecondMax = 10_000_000

/** The `load` of a scenario. */
export const loads: Loads = Object.freeze({
  steady: (options: unknown): Load => {
    const reader = new OptionReader('load.steady', options, [...recordKeys, 'perSecond'])
    const rate = readRate(reader, 'perSecond')
    return staged(reader, (lastingMicros) => [{ lastingMicros, fromPerSecond: rate, toPerSecond: rate }])
  },
  ramp: (options: unknown): Load => {
    const reader = new OptionReader('load.ramp', options, [...recordKeys, 'fromPerSecond', 'toPerSecond', 'over'])
    const [fromPerSecond, toPerSecond] = [readRate(reader, 'fromPerSecond'), readRate(reader, 'toPerSecond')]
    const overMicros = required(reader, 'over')
    return staged(reader, (lastingMicros) => {
      const rising = Math.min(overMicros, lastingMicros)
      const reached = fromPerSecond + ((toPerSecond - fromPerSecond) * rising) / overMicros
      return [
        { lastingMicros: rising, fromPerSecond, toPerSecond: reached },
        { lastingMicros: lastingMicros - rising, fromPerSecond: reached, toPerSecond: reached },
      ]
    })
  },
  burst: (options: unknown): Load => {
    const reader = new OptionReader('load.burst', options, [...recordKeys, 'perSecond', 'peakPerSecond', 'at', 'lasting'])
    const [base, peak] = [readRate(reader, 'perSecond'), readRate(reader, 'peakPerSecond')]
    const [atMicros, peakMicros] = [required(reader, 'at'), required(reader, 'lasting')]
    return staged(reader, (lastingMicros) => {
      const before = Math.min(atMicros, lastingMicros)
      const during = Math.min(peakMicros, lastingMicros - before)
      const stretches = [[before, base], [during, peak], [lastingMicros - before - during, base]] as const
      return stretches.map(([lasting, rate]) => ({ lastingMicros: lasting, fromPerSecond: rate, toPerSecond: rate }))
    })
  },
  steps: (options: unknown): Load => {
    const reader = new OptionReader('load.steps', options, [...recordKeys, 'steps'])
    const steps = readSteps(reader)
    return staged(reader, (lastingMicros) => steps.map(({ fromMicros, perSecond }, index) => {
      const endMicros = Math.min(lastingMicros, steps[index + 1]?.fromMicros ?? lastingMicros)
      return { lastingMicros: endMicros - Math.min(fromMicros, endMicros), fromPerSecond: perSecond, toPerSecond: perSecond }
    }))
  },
  poisson: (options: unknown): Load => {
    const reader = new OptionReader('load.poisson', options, [...recordKeys, 'perSecond'])
    const rate = readRate(reader, 'perSecond')
    return new LoadSpec({
      ...commonParts(reader),
      arrivals: (simulation, { name, fromMicros, lastingMicros }) =>
        groupedArrivals(poissonArrivals(simulation.random(`load/${name}`), rate, fromMicros, lastingMicros), rate),
    })
  },
  lines: (text: unknown, options: unknown): Load => {
    if (typeof text !== 'string') throw new OptionError('load.lines takes a text, and then options.', undefined, "Import a file of the scenario: import lines from './lines.txt'.")
    const reader = new OptionReader('load.lines', options, [...recordKeys.filter((key) => key !== 'bytes' && key !== 'value'), 'perSecond'])
    const rate = readRate(reader, 'perSecond')
    const lines = text.split(/\r?\n/).filter((line) => line !== '')
    const parts = commonParts(reader)
    return new LoadSpec({
      ...parts,
      shape: { ...parts.shape, value: (number) => lines[number] ?? '' },
      arrivals: (_simulation, { fromMicros, lastingMicros }) => {
        const arrivals = groupedStages([{ lastingMicros, fromPerSecond: rate, toPerSecond: rate }], fromMicros)
        return { ...arrivals, count: Math.min(arrivals.count, lines.length) }
      },
    })
  },
})

function staged(reader: OptionReader, stages: (lastingMicros: number) => readonly RateStage[]): Load {
  return new LoadSpec({
    ...commonParts(reader),
    arrivals: (_simulation, { fromMicros, lastingMicros }) =>
      groupedStages(stages(lastingMicros).filter((stage) => stage.lastingMicros > 0), fromMicros),
  })
}

function groupedStages(stages: readonly RateStage[], fromMicros: number): Arrivals {
  const highest = stages.reduce((most, { fromPerSecond, toPerSecond }) => Math.max(most, fromPerSecond, toPerSecond), 0)
  return groupedArrivals(stagedArrivals(stages, fromMicros), highest)
}

function commonParts(reader: OptionReader): Omit<LoadParts, 'arrivals'> {
  return {
    name: reader.has('name') ? reader.text('name') : undefined,
    shape: readShape(reader),
    fromMicros: reader.optionalMicros('from'),
    forMicros: reader.optionalMicros('for'),
  }
}

/** The steps with their moments, the first one at 0. @throws OptionError for moments that do not rise, or steps that bring nothing */
function readSteps(reader: OptionReader): readonly { readonly fromMicros: number; readonly perSecond: number }[] {
  const given = reader.raw('steps')
  if (!Array.isArray(given) || given.length === 0) throw reader.wrong('steps', "an array such as [{ from: '0s', perSecond: 100 }]", given)
  const steps = given.map((step: unknown) => {
    const one = new OptionReader('load.steps: a step', step, ['from', 'perSecond'])
    if (!one.has('perSecond')) throw one.wrong('perSecond', 'a number of records a second', undefined)
    return { fromMicros: required(one, 'from'), perSecond: one.number('perSecond', 0, { min: 0, max: ratePerSecondMax }) }
  })
  for (const [index, { fromMicros }] of steps.entries()) {
    if (index > 0 && fromMicros <= (steps[index - 1]?.fromMicros ?? 0)) throw new OptionError('load.steps: each step must begin later than the one before.', 'steps')
  }
  if (steps.every(({ perSecond }) => perSecond === 0)) throw new OptionError('load.steps: no step brings any records.', 'steps')
  return (steps[0]?.fromMicros ?? 0) === 0 ? steps : [{ fromMicros: 0, perSecond: 0 }, ...steps]
}

function readShape(reader: OptionReader): RecordShape {
  const bytes = reader.raw('bytes')
  return {
    bytes: isFunction(bytes) ? bytes : reader.number('bytes', defaultBytes, { min: 0, max: 100_000_000, whole: true }),
    value: optionalFunction(reader, 'value'),
    key: optionalFunction(reader, 'key'),
    headers: optionalFunction(reader, 'headers'),
  }
}

function optionalFunction(reader: OptionReader, key: string): ((number: number) => unknown) | undefined {
  const value = reader.raw(key)
  if (value === undefined || isFunction(value)) return value
  throw reader.wrong(key, 'a function of the record’s number', value)
}

function isFunction(value: unknown): value is (number: number) => unknown {
  return typeof value === 'function'
}

function readRate(reader: OptionReader, key: string): number {
  if (!reader.has(key)) throw reader.wrong(key, 'a number of records a second', undefined)
  const rate = reader.number(key, 0, { min: 0, max: ratePerSecondMax })
  if (rate === 0) throw reader.wrong(key, 'above 0', 0)
  return rate
}

function required(reader: OptionReader, key: string): number {
  const value = reader.optionalMicros(key)
  if (value === undefined) throw reader.wrong(key, "a duration such as '10s'", undefined)
  return value
}
