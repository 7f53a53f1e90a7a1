import type { RunDigest } from '../../../engine/scenario/run/verdict.ts'
import type { FileChange } from './file-change.ts'

/** What a link carries. */
export interface LinkDocument {
  /** The shipped scenario that it changes, for example `durability/process-kill`, and the hash of its files. */
  readonly base: string
  readonly baseHash: string
  readonly engineHash: string
  readonly changes: Readonly<Record<string, FileChange>>
  /** Parameters that differ from their defaults. */
  readonly parameters: Readonly<Record<string, number>>
  readonly seed: number | undefined
  /** The moment in view. */
  readonly momentMicros: number | undefined
  /** The outcome that the link claims. */
  readonly expected: RunDigest | undefined
}

/** Checks a decoded value field by field; undefined when it is no link document. Links come from strangers. */
export function readLinkDocument(data: unknown): LinkDocument | undefined {
  if (!isObject(data)) return undefined
  const { base, baseHash, engineHash } = data
  const changes = readChanges(data['changes'])
  const parameters = readParameters(data['parameters'])
  if (!isScenarioId(base) || !isHash(baseHash) || !isHash(engineHash)) return undefined
  if (changes === undefined || parameters === undefined) return undefined
  return {
    base,
    baseHash,
    engineHash,
    changes,
    parameters,
    seed: readWhole(data['seed']),
    momentMicros: readWhole(data['momentMicros']),
    expected: readExpected(data['expected']),
  }
}

const pathPattern = /^[A-Za-z0-9][\w.-]{0,63}$/
const namePattern = /^[A-Za-z][\w.-]{0,63}$/

function readChanges(data: unknown): Readonly<Record<string, FileChange>> | undefined {
  if (!isObject(data)) return undefined
  const changes: Record<string, FileChange> = {}
  for (const [path, change] of Object.entries(data)) {
    if (!pathPattern.test(path)) return undefined
    const read = change === null ? null : readChange(change)
    if (read === undefined) return undefined
    changes[path] = read
  }
  return changes
}

function readChange(change: unknown): FileChange | undefined {
  if (!Array.isArray(change) || change.length !== 3) return undefined
  const [head, middle, tail] = change.map((part: unknown) => part)
  const [keptBefore, keptAfter] = [readWhole(head), readWhole(tail)]
  if (keptBefore === undefined || keptAfter === undefined || !Array.isArray(middle)) return undefined
  const lines = middle.map((line: unknown) => line).filter((line) => typeof line === 'string')
  return lines.length === middle.length ? [keptBefore, lines, keptAfter] : undefined
}

function readParameters(data: unknown): Readonly<Record<string, number>> | undefined {
  if (!isObject(data)) return undefined
  const parameters: Record<string, number> = {}
  for (const [name, value] of Object.entries(data)) {
    if (!namePattern.test(name) || typeof value !== 'number' || !Number.isFinite(value)) return undefined
    parameters[name] = value
  }
  return parameters
}

function readExpected(data: unknown): RunDigest | undefined {
  if (!isObject(data) || !isHash(data['hash']) || !Array.isArray(data['rows'])) return undefined
  const rows = data['rows'].map(readRow).filter((row) => row !== undefined)
  return rows.length === data['rows'].length ? { hash: data['hash'], rows } : undefined
}

function readRow(data: unknown): RunDigest['rows'][number] | undefined {
  if (!isObject(data)) return undefined
  const { lane, destination } = data
  const [owed, delivered, lost, duplicates] = [data['owed'], data['delivered'], data['lost'], data['duplicates']].map(readWhole)
  if (!isShortText(lane) || !isShortText(destination)) return undefined
  if (owed === undefined || delivered === undefined || lost === undefined || duplicates === undefined) return undefined
  return { lane, destination, owed, delivered, lost, duplicates }
}

function isShortText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 200
}

function isScenarioId(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z0-9-]+\/[a-z0-9-]+$/.test(value)
}

function isHash(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-zA-Z]{1,64}$/.test(value)
}

function readWhole(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined
}

function isObject(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
}
