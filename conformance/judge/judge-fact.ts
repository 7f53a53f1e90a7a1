import { withhold, type Fact } from '../fact.ts'
import { isObject, listOf, show, type Json } from '../json.ts'
import { NotReplayable, type Replayed, type Replayer, type ReplayEnvironment } from '../replay/replayer.ts'
import { difference } from './compare-values.ts'
import { judgeObserved } from './judge-observed.ts'

/** What the judge says of one fact. */
export interface FactVerdict {
  readonly id: string
  readonly family: string
  readonly kind: Fact['kind']
  /** Vectors, or 1. */
  readonly units: number
  readonly reproduced: number
  /** The first differences, or why it was not replayed. */
  readonly reasons: readonly string[]
}

/** How a judge is run. */
export interface JudgeOptions {
  readonly replayers: readonly Replayer[]
  /** Seeds over which ranges and invariants are judged. */
  readonly seeds: number
  readonly corpusFolder: string | undefined
}

/** Reasons that are kept for a fact. */
const reasonsMax = 5

/** Replays a fact from its own data and compares. */
export async function judgeFact(fact: Fact, options: JudgeOptions): Promise<FactVerdict> {
  const vectors = listOf(fact.source, 'vectors')
  const units = Math.max(1, vectors.length)
  const verdict = (reproduced: number, reasons: readonly string[]): FactVerdict =>
    ({ id: fact.id, family: fact.family, kind: fact.kind, units, reproduced, reasons: reasons.slice(0, reasonsMax) })
  const task = withhold(fact)
  const replayer = options.replayers.find((candidate) => candidate.accepts(task))
  if (replayer === undefined) return verdict(0, ['nothing replays facts of this shape yet'])
  try {
    if (vectors.length > 0) {
      const { outputs } = await replayer.replay(task, environmentOf(options, 0))
      const reasons = vectors.flatMap((vector, index) => vectorDifference(vector, outputs?.[index]))
      return verdict(units - reasons.length, reasons)
    }
    const reasons = await judgeOverSeeds(fact, replayer, options)
    return verdict(reasons.length === 0 ? units : 0, reasons)
  } catch (error) {
    if (error instanceof NotReplayable) return verdict(0, [error.message])
    return verdict(0, [`the engine threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`])
  }
}

function vectorDifference(vector: Json, output: Json | NotReplayable | undefined): readonly string[] {
  if (!isObject(vector)) return ['the vector is no object']
  if (output instanceof NotReplayable) return [`${show(vector['input'])}: ${output.message}`]
  if (output === undefined) return [`${show(vector['input'])}: no output`]
  const found = difference(vector['output'], output)
  return found === undefined ? [] : [`${show(vector['input'])}: ${found}`]
}

/** Seeds are added one by one: ranges may be met early, but what must always hold is tried with all of them. */
async function judgeOverSeeds(fact: Fact, replayer: Replayer, options: JudgeOptions): Promise<readonly string[]> {
  const seeds = replayer.usesChance && needsSeeds(fact) ? options.seeds : 1
  const simulated: Replayed[] = []
  for (let seed = 0; seed < seeds; seed++) simulated.push(await replayer.replay(withhold(fact), environmentOf(options, seed)))
  const differences = judgeObserved(fact.source, simulated.map(({ observed }) => observed))
  return differences.map(({ path, message }) => `${path}: ${message}`)
}

/** Facts without a range or an invariant say the same for every seed. */
function needsSeeds(fact: Fact): boolean {
  const { judge } = fact.source
  const rules = isObject(judge) ? Object.values(judge) : []
  return rules.some((rule) => {
    const name = isObject(rule) ? rule['judge'] : rule
    return name === 'range' || name === 'invariant' || (typeof name === 'string' && name.startsWith('bound'))
  })
}

function environmentOf({ corpusFolder }: JudgeOptions, seed: number): ReplayEnvironment {
  return { seed: seed + 1, corpusFolder }
}

