import { readFileSync } from 'node:fs'
import { isList, isObject, listOf, textOf, type Json, type JsonObject } from './json.ts'

/** How a fact is replayed; the headline counts runs. */
export type FactKind = 'run' | 'sequence' | 'function' | 'table'

/** One recorded fact. `source` is the whole record. */
export interface Fact {
  readonly id: string
  readonly family: string
  readonly kind: FactKind
  readonly source: JsonObject
}

/** What a replayer may see: the fact without what it claims, and without what was observed. */
export interface Task {
  readonly kind: FactKind
  readonly given: Json | undefined
  readonly setup: Json | undefined
  readonly replay: Json | undefined
  readonly call: Json | undefined
  /** The inputs of its vectors, in order. */
  readonly inputs: readonly Json[]
}

/** Reads a file of facts. @throws Error with the file's name when it is no list of facts */
export function readFacts(file: string, familyOfFile: string): readonly Fact[] {
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (!isList(parsed as Json)) throw new Error(`${file} is not a list of facts`)
  return (parsed as readonly Json[]).filter(isObject).map((record) => {
    const source = withObserved(record)
    return { id: idOf(source), family: familyOfFile, kind: kindOf(source), source }
  })
}

/** The fact with `id`, `claim`, `steps`, `observed` and the outputs of its vectors and calls taken away. */
export function withhold(fact: Fact): Task {
  const { source } = fact
  return {
    kind: fact.kind,
    given: source['given'],
    setup: source['setup'],
    replay: fact.kind === 'sequence' ? withoutOutputs(source['replay']) : source['replay'],
    call: callOf(source),
    inputs: listOf(source, 'vectors').map((vector) => (isObject(vector) ? (vector['input'] ?? null) : null)),
  }
}

function idOf(source: JsonObject): string {
  return textOf(source, 'id') === '' ? `${textOf(source, 'file')}#${textOf(source, 'agent')}` : textOf(source, 'id')
}

/** Records of the corpus keep what was observed beside their other fields: those that `judge` names. */
function withObserved(record: JsonObject): JsonObject {
  if (record['observed'] !== undefined || record['vectors'] !== undefined) return record
  const judge = record['judge']
  const names = new Set(isObject(judge) ? Object.keys(judge).map((path) => path.split('.', 1)[0] ?? '') : [])
  if (record['fatal'] !== undefined) names.add('fatal')
  const observed = Object.entries(record).filter(([name]) => names.has(name))
  return { ...record, observed: Object.fromEntries(observed) }
}

/** A record of the corpus names its file and agent beside its call. */
function callOf(source: JsonObject): Json | undefined {
  const call = source['call']
  if (!isObject(call)) return call
  const named: Record<string, Json> = {}
  for (const key of ['file', 'agent']) {
    const value = source[key]
    if (value !== undefined) named[key] = value
  }
  return { ...call, ...named }
}

/** Calls of a sequence hold their answers; a step of a run names a directory as its `output`. */
function withoutOutputs(replay: Json | undefined): Json | undefined {
  if (!isList(replay)) return replay
  return replay.map((step) => {
    if (!isObject(step)) return step
    const kept: Record<string, Json | undefined> = { ...step }
    delete kept['output']
    return kept
  })
}

function kindOf(source: JsonObject): FactKind {
  const kind = textOf(source, 'kind')
  return kind === 'run' || kind === 'sequence' || kind === 'table' ? kind : 'function'
}
