import { isObject, listOf, numberOf, plainText, property, textOf, type Json, type JsonObject } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'
import { conditionOf } from './conditions.ts'
import { putObserved, withLists, type Observed } from './observed-path.ts'
import type { RunWorld } from './run-world.ts'
import type { StepResult } from './verb.ts'
import { verbs } from './verbs/verbs.ts'

const microsPerSecond = 1_000_000
/** How long a condition without a timeout is waited for, in seconds. */
const timeoutSecondsDefault = 120

/** What the steps of a run gave. */
export interface StepOutcome {
  readonly observed: Observed
  /** Results of the steps that belong to a vector, in order. */
  readonly outputs: readonly (Json | NotReplayable | undefined)[]
}

interface Given {
  readonly step: JsonObject
  /** A step of a sequence that cannot be replayed does not keep the others from it. */
  readonly result: StepResult | NotReplayable
}

/** Carries out all steps. Results that are settled later than their step are read at the end. */
export function replaySteps(world: RunWorld, steps: readonly Json[]): StepOutcome {
  const given: Given[] = []
  const firstMicros = world.clock.nowMicros
  world.firstMicros = firstMicros
  for (const step of steps) if (textOf(step, 'op') === 'signal') for (const id of listOf(step, 'clients')) world.ownJvms.add(plainText(id))
  for (const step of steps) {
    if (!isObject(step)) throw new NotReplayable('a step is no object')
    waitForStep(world, step, firstMicros)
    const label = textOf(step, 'label')
    if (label !== '') world.labels.set(label, world.clock.nowMicros)
    const result = isOneOfMany(steps) ? orWhyNot(() => carryOut(world, step)) : carryOut(world, step)
    keepResult(world, step, result)
    given.push({ step, result })
  }
  return outcomeOf(world, given)
}

function waitForStep(world: RunWorld, step: JsonObject, firstMicros: number): void {
  const { clock } = world
  let sinceMicros: number | undefined
  const at = numberOf(step, 'at')
  if (at !== undefined) {
    const label = textOf(step, 'relativeTo')
    const zero = label === '' ? firstMicros : world.labels.get(label)
    if (zero === undefined) throw new NotReplayable(`no step has the label ${label}`)
    clock.sleepUntilDue(zero + at * microsPerSecond)
  }
  const after = textOf(step, 'after')
  if (after !== '') {
    const condition = conditionOf(world, after)
    const timeout = (numberOf(step, 'timeout') ?? timeoutSecondsDefault) * microsPerSecond
    const came = condition.isOfCluster ? clock.watchFor(condition.holds, timeout) : clock.waitFor(condition.holds, timeout)
    if (came) world.cameTrue.set(after, condition.sinceMicros?.() ?? clock.nowMicros)
    else world.cameTrue.delete(after)
    sinceMicros = condition.sinceMicros?.()
  }
  const delay = numberOf(step, 'delay')
  if (delay !== undefined) clock.sleepUntilDue((sinceMicros ?? clock.nowMicros) + delay * microsPerSecond, sinceMicros !== undefined)
}

function carryOut(world: RunWorld, step: JsonObject): StepResult {
  const op = textOf(step, 'op')
  const verb = verbs.get(op)
  if (verb === undefined) throw new NotReplayable(`the verb ${op} is not replayed yet`)
  if (isAsked(step) || (op !== 'call' && op !== 'try')) return verb(world, step)
  // What nobody asks for only has to be said: a call that cannot be replayed is left out.
  const result = orWhyNot(() => verb(world, step))
  return result instanceof NotReplayable ? undefined : result
}

function isAsked(step: JsonObject): boolean {
  return ['out', 'fields', 'input', 'causeOut'].some((name) => step[name] !== undefined)
}

/** Whether the steps belong to vectors, each of which counts by itself. */
function isOneOfMany(steps: readonly Json[]): boolean {
  return steps.some((step) => property(step, 'input') !== undefined)
}

function orWhyNot(result: () => StepResult): StepResult | NotReplayable {
  try {
    return result()
  } catch (error) {
    if (error instanceof NotReplayable) return error
    throw error
  }
}

function keepResult(world: RunWorld, step: JsonObject, result: StepResult | NotReplayable): void {
  const name = textOf(step, 'as')
  if (name !== '' && result !== undefined && typeof result !== 'function' && !(result instanceof NotReplayable)) world.results.set(name, result)
}

/** What a step is, where nobody asks for a part of it: the values that were read, or the offset. */
function wholeResult(step: JsonObject, value: Json): Json {
  const part = new Map([['read-all', 'values'], ['end-offset', 'offset']]).get(textOf(step, 'op'))
  return (part === undefined ? undefined : property(value, part)) ?? value
}

function outcomeOf(world: RunWorld, given: readonly Given[]): StepOutcome {
  const observed: Observed = {}
  const outputs: (Json | NotReplayable | undefined)[] = []
  for (const { step, result } of given) {
    const value = typeof result === 'function' ? result() : result
    if (step['input'] !== undefined && step['withheld'] !== true) outputs.push(value)
    if (value === undefined || value instanceof NotReplayable) continue
    const out = textOf(step, 'out')
    if (out !== '') putObserved(observed, out, wholeResult(step, value))
    const causeOut = textOf(step, 'causeOut')
    const cause = world.causes.get(step)
    if (causeOut !== '' && cause !== undefined) putObserved(observed, causeOut, cause)
    const fields = step['fields']
    if (!isObject(fields)) continue
    for (const [name, path] of Object.entries(fields)) {
      const field = name === '$' ? value : property(value, name)
      if (typeof path !== 'string' || field === undefined) continue
      putObserved(observed, path, field)
      // The first column of a row of calls is the call itself; no field names it.
      const row = /^(.+\.\d+)\.1$/.exec(path)?.[1]
      const called = property(value, 'call')
      if (row !== undefined && called !== undefined) putObserved(observed, `${row}.0`, called)
    }
  }
  return { observed: withLists(observed), outputs }
}

/** The steps of a run. @throws NotReplayable when it has none */
export function stepsOf(replay: Json | undefined): readonly Json[] {
  const steps = listOf({ replay: replay ?? null }, 'replay')
  if (steps.length === 0) throw new NotReplayable('the fact has no steps that a program could replay')
  return steps
}
