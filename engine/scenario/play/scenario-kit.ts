import type { LaneHandle } from '../api/lane-types.ts'
import type { ScenarioKit } from '../api/scenario-types.ts'
import { describe, durationMicros, OptionError, OptionReader } from '../check-options.ts'
import { LaneBuilder } from '../lane/lane-builder.ts'
import { Handles } from '../lane/handles.ts'
import { expectation } from './expectations.ts'
import type { Play } from './play.ts'

/** What the function that builds a scenario gets, bound to one run. */
export function scenarioKit(play: Play): ScenarioKit {
  const handles = new Handles(play)
  return Object.freeze({
    param: (name: unknown, value: unknown, options: unknown) => declareParameter(play, name, value, options),
    lane: (name: unknown, build: unknown): LaneHandle => {
      const builder = new LaneBuilder(play, handles, play.addLane(name))
      requireFunction('lane', build)(builder.kit)
      return builder.handle
    },
    at: (moment: unknown, action: unknown) => {
      const atMicros = durationMicros('at', moment)
      const act = requireFunction('at', action)
      const { simulation, owner } = play
      if (atMicros < simulation.nowMicros) throw new OptionError(`at('${String(moment)}', …) lies in the past: it is ${simulation.nowMicros / 1_000_000} s.`)
      simulation.at(atMicros, owner, () => { play.call(act) })
    },
    when: (condition: unknown, action: unknown) => { play.addCondition(requireFunction('when', condition), requireFunction('when', action)) },
    sleep: (duration: unknown) => sleep(play, durationMicros('sleep', duration)),
    expect: (actual: unknown, ...rest: readonly unknown[]) => expectation(play, actual, rest.length),
  })
}

function sleep(play: Play, micros: number): Promise<void> {
  return play.promise((resolve) => { play.simulation.after(micros, play.owner, () => { resolve() }) })
}

function requireFunction(call: string, value: unknown): (...values: unknown[]) => unknown {
  if (typeof value !== 'function') throw new OptionError(`${call} takes a function, and got ${describe(value)}.`)
  return value as (...values: unknown[]) => unknown
}

function declareParameter(play: Play, name: unknown, value: unknown, options: unknown): number {
  if (typeof name !== 'string' || name === '') throw new OptionError(`param takes a name first, and got ${describe(name)}.`)
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new OptionError(`param('${name}', …) takes a number as its default, and got ${describe(value)}.`)
  if (play.parameters.some((parameter) => parameter.name === name)) throw new OptionError(`There is already a parameter called '${name}'.`)
  const reader = new OptionReader(`param('${name}', …)`, options ?? {}, ['min', 'max', 'step', 'unit'])
  const min = reader.number('min', Math.min(0, value))
  const max = reader.number('max', Math.max(2 * value, 1), { min })
  if (value < min || value > max) throw new OptionError(`param('${name}', …): the default ${value} is not between ${min} and ${max}.`)
  const step = reader.number('step', Number.isInteger(value) && Number.isInteger(min) ? 1 : (max - min) / 100, { min: 0 })
  return play.parameter({ name, defaultValue: value, min, max, step, unit: reader.text('unit', '') })
}
