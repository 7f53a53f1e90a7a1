import { isList, isObject, numberOf, textOf, type Json, type JsonObject } from '../../json.ts'
import { NotReplayable } from '../replayer.ts'
import { thrownAsJson, type HdfsWorld } from './hdfs-world.ts'
import { isStep } from './hdfs-verbs.ts'

/** Does one step of a kind that it knows; undefined for a verb that it does not. */
export type DoStep = (step: JsonObject) => Json | undefined

/** The steps of a value. */
export function stepsOf(value: Json | undefined): readonly JsonObject[] {
  return isList(value) ? value.filter((step) => isStep(step)) : []
}

/** Fields of `observed`, and outputs of vectors by their index. */
export interface Answers {
  readonly observed: Record<string, Json>
  readonly outputs: Json[]
}

/** Does the steps of a fact one after the other and gathers their answers. @throws NotReplayable for an unknown verb */
export function replaySteps(world: HdfsWorld, steps: readonly JsonObject[], doStep: DoStep): Answers {
  const answers: Answers = { observed: {}, outputs: [] }
  for (const step of steps) {
    if (!isWanted(step, answers)) continue
    const beganMs = world.nowMs
    const answer = answerOf(world, step, doStep)
    const sinceMs = world.moments.get(textOf(step, 'since')) ?? beganMs
    if (typeof step['label'] === 'string') world.moments.set(step['label'], world.nowMs)
    if (typeof step['msAs'] === 'string') put(answers, step['msAs'], Math.round(world.nowMs - sinceMs))
    store(answers, step['as'], answer)
  }
  return answers
}

/** The answer of one step: a result, or what it threw. */
export function answerOf(world: HdfsWorld, step: JsonObject, doStep: DoStep): Json {
  try {
    return perform(world, step, doStep)
  } catch (error) {
    if (error instanceof NotReplayable) throw error
    return thrownAsJson(error)
  }
}

function perform(world: HdfsWorld, step: JsonObject, doStep: DoStep): Json {
  if (textOf(step, 'op') !== 'call' && textOf(step, 'op') !== 'writerProcess') {
    const answer = doStep(step)
    if (answer === undefined) throw new NotReplayable(`the verb ${textOf(step, 'op')} is not known`)
    return answer
  }
  const isOfWriter = textOf(step, 'op') === 'writerProcess'
  const inner = stepsOf(step['do']).map((part) => (isOfWriter ? { ...part, client: 'writer process' } : part))
  const once = (): Json => inner.reduce<Json>((_last, part) => perform(world, part, doStep), 'ok')
  if (step['untilOk'] !== true) return once()
  let answer: Json = null
  world.waitFor(() => {
    try {
      answer = once()
    } catch (error) {
      answer = thrownAsJson(error)
    }
    return !isObject(answer)
  }, 120_000, numberOf(step, 'everyMs') ?? 500)
  return answer
}

function isWanted(step: JsonObject, { observed }: Answers): boolean {
  const condition = textOf(step, 'onlyIf')
  if (condition === '') return true
  if (condition === 'start answered ok') return observed['startResult'] === 'ok'
  return observed[condition] === true
}

/** Puts an answer where `as` says: a dotted path, several fields of the answer, its own fields, or a vector. */
function store(answers: Answers, as: Json | undefined, answer: Json): void {
  if (as === undefined || as === null) return
  const name = typeof as === 'string' ? as : JSON.stringify(as)
  if (/^\d+$/.test(name)) answers.outputs[Number(name)] = answer
  else if (name === '(top level)') Object.assign(answers.observed, answer)
  else if (name.includes(', ')) for (const part of name.split(', ')) answers.observed[part] = isObject(answer) ? (answer[part] ?? null) : null
  else put(answers, name, answer)
}

function put({ observed }: Answers, path: string, answer: Json): void {
  const [first = '', second] = path.split('.')
  if (second === undefined) {
    observed[path] = answer
    return
  }
  const before = observed[first]
  if (/^\d+$/.test(second)) {
    const list = isList(before) ? [...before] : []
    list[Number(second)] = answer
    observed[first] = list
  } else observed[first] = { ...(isObject(before) ? before : {}), [second]: answer }
}
