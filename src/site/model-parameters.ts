import type { ModelParameter, RunDocument } from '../../engine/scenario/run/run-document.ts'

/** A parameter of the model over several runs. */
export interface SharedParameter extends ModelParameter {
  /** What of it is a part: `Disk`, `Kafka node`. */
  readonly component: string
  /** Its name within the component. */
  readonly what: string
  /** How many of the runs have another value. */
  readonly others: number
}

/**
 * The parameters of the model that some runs list, each once and with the value that most of them have; in the order in
 * which runs first name them.
 */
export function parametersOf(runs: readonly Pick<RunDocument, 'modelParameters'>[]): readonly SharedParameter[] {
  const byName = new Map<string, ModelParameter[]>()
  for (const parameter of runs.flatMap(({ modelParameters }) => modelParameters)) {
    const known = byName.get(parameter.name)
    if (known === undefined) byName.set(parameter.name, [parameter])
    else known.push(parameter)
  }
  return [...byName].flatMap(([name, parameters]) => {
    const usual = mostCommon(parameters)
    if (usual === undefined) return []
    const [component = '', ...words] = name.split(': ')
    return [{ ...usual, component, what: words.join(': '), others: parameters.filter(({ value }) => value !== usual.value).length }]
  })
}

function mostCommon(parameters: readonly ModelParameter[]): ModelParameter | undefined {
  const count = (value: number): number => parameters.filter((other) => other.value === value).length
  return parameters.toSorted((left, right) => count(right.value) - count(left.value))[0]
}
