import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

const folder = resolve('conformance/facts')

/** The part of a recorded fact that pages speak of. */
interface RecordedFact {
  readonly id: string
  readonly observed?: Readonly<Record<string, unknown>>
}

let facts: ReadonlyMap<string, RecordedFact> | undefined

/**
 * A figure that was observed when the real system was run, as the page shows it: `500`, or `200–300` where runs differed.
 *
 * @throws Error when there is no such fact, or it has no such figure; the build ends then
 */
export function recordedFigure(id: string, name: string): string {
  facts ??= readFacts()
  const observed = facts.get(id)?.observed
  if (observed === undefined) throw new Error(`There is no fact "${id}" in conformance/facts.`)
  const figure = observed[name]
  if (typeof figure === 'number') return String(figure)
  const range = figure as { readonly min?: unknown; readonly max?: unknown } | null | undefined
  if (typeof range?.min === 'number' && typeof range.max === 'number') return `${range.min}–${range.max}`
  throw new Error(`The fact ${id} has no figure "${name}": it has ${Object.keys(observed).join(', ')}.`)
}

function readFacts(): ReadonlyMap<string, RecordedFact> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'))
  // The judge checks their shape; here only what is used is looked at.
  const read = files.flatMap((name) => JSON.parse(readFileSync(resolve(folder, name), 'utf8')) as RecordedFact[])
  return new Map(read.map((fact) => [fact.id, fact]))
}
