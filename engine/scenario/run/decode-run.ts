import { fates } from '../../ledger/fate.ts'
import { runDocumentVersion } from './run-document.ts'
import type { RunDocument } from './run-document.ts'

/** Checks a value at a path. @throws TypeError with the path and what was wanted */
type Check = (value: unknown, path: string) => void

/** Entries of one list that are let through; a document with more was not written by the engine. */
const entriesMax = 20_000_000

const fail = (path: string, wanted: string): never => {
  throw new TypeError(`This is no Run document: ${path} must be ${wanted}.`)
}
const text: Check = (value, path) => { if (typeof value !== 'string') fail(path, 'a text') }
const number: Check = (value, path) => { if (typeof value !== 'number') fail(path, 'a number') }
const count: Check = (value, path) => { if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) fail(path, 'a whole number from 0') }
const yesNo: Check = (value, path) => { if (typeof value !== 'boolean') fail(path, 'true or false') }
const optional = (check: Check): Check => (value, path) => { if (value !== undefined) check(value, path) }
const oneOf = (...words: readonly unknown[]): Check => (value, path) => { if (!words.includes(value)) fail(path, `one of ${words.join(', ')}`) }
const textOrNumber: Check = (value, path) => { if (typeof value !== 'string' && typeof value !== 'number') fail(path, 'a text or a number') }
const columnOf = (name: 'Float64Array' | 'Int32Array'): Check => (value, path) => {
  // By tag and not by class, since a document may come from another realm.
  if (!ArrayBuffer.isView(value) || Object.prototype.toString.call(value) !== `[object ${name}]`) fail(path, `a ${name}`)
}
const floats = columnOf('Float64Array')
const integers = columnOf('Int32Array')

const list = (check: Check): Check => (value, path) => {
  if (!Array.isArray(value) || value.length > entriesMax) fail(path, 'a list')
  else value.forEach((entry, index) => { check(entry, `${path}[${index}]`) })
}

const object = (shape: Readonly<Record<string, Check>>): Check => {
  const checks = Object.entries(shape)
  return (value, path) => {
    if (typeof value !== 'object' || value === null) fail(path, 'an object')
    const entries = new Map<string, unknown>(Object.entries(value as object))
    for (const [key, check] of checks) check(entries.get(key), `${path}.${key}`)
  }
}

const table = (keys: Check, values: Check): Check => (value, path) => {
  if (Object.prototype.toString.call(value) !== '[object Map]') fail(path, 'a map')
  for (const [key, entry] of value as Map<unknown, unknown>) {
    keys(key, `a key of ${path}`)
    values(entry, `${path}.${String(key)}`)
  }
}

const record = (check: Check): Check => (value, path) => {
  if (typeof value !== 'object' || value === null) fail(path, 'an object')
  for (const [key, entry] of Object.entries(value as object)) check(entry, `${path}.${key}`)
}

const position = optional(object({ file: text, line: count, column: count }))
const diagnostic = object({ severity: oneOf('error', 'warning', 'info'), message: text, position, fix: optional(text) })
const latency = object({ p50Micros: number, p99Micros: number, p999Micros: number, maxMicros: number })
const destination = object({
  name: text, owed: count, delivered: count, duplicates: count, replayed: count, reordered: count, lostWrites: count, latency,
  lines: list(object({ fate: oneOf(...fates), place: text, cause: text, isTold: yesNo, count, acknowledged: count, firstRecord: count })),
  imbalances: list(object({ record: count, problem: oneOf('vanished', 'appeared') })),
  longestWithoutDeliveryMicros: count, peakBacklog: count, timeToDrainMicros: number,
})
const lane = object({
  name: text, hash: text, offered: count, acknowledged: count, refusedAttempts: count,
  longestWithoutAcknowledgementMicros: count, longestWithoutDeliveryMicros: count, totalWithoutAcknowledgementMicros: count,
  destinations: list(destination),
  series: list(object({ name: oneOf('offered', 'acknowledged', 'owed', 'delivered', 'ended'), destination: optional(text), bucketMicros: count, counts: floats })),
  story: object({ kinds: list(text), timesMicros: floats, kindIndexes: integers, places: integers, details: integers, firsts: floats, counts: integers, entriesNotKept: count }),
  nodes: list(object({ id: text, kind: text, label: text, parent: optional(text), properties: record(textOrNumber) })),
  edges: list(object({ from: text, to: text, label: text })),
  costs: object({ hosts: count, disks: count, bytesWritten: number, bytesOffered: number, bytesAccepted: number, bytesSent: number, peakMemoryBytes: count, peakDiskBytes: count, fsyncs: count, copies: count }),
})
const changes = object({
  tracks: list(object({ index: count, component: text, field: text, kind: oneOf('number', 'text') })), texts: list(text),
  timesMicros: floats, trackIndexes: integers, values: floats, causes: integers,
  journal: list(object({ timeMicros: number, component: text, level: oneOf('INFO', 'WARN', 'ERROR', 'FAULT'), message: text })),
  journalLinesNotKept: count,
})
const runDocument = object({
  version: oneOf(runDocumentVersion), engineHash: text, scenarioHash: text, seed: number, startMs: number, timeZone: text,
  durationMicros: count, endedAtMicros: count, eventsExecuted: count, hash: text, componentHashes: table(text, text), changes,
  limitReached: optional(object({ limit: text, allowed: number, usedBy: text, atMicros: number, sentence: text })),
  error: optional(diagnostic), diagnostics: list(diagnostic), lanes: list(lane),
  parameters: list(object({ name: text, value: number, defaultValue: number, min: number, max: number, step: number, unit: text })),
  modelParameters: list(object({ name: text, value: number, unit: text, source: text })),
  expectations: list(object({ description: text, expected: text, actual: text, isMet: yesNo, position })),
  streams: list(object({ name: text, base: count, count, offeredAtMicros: floats, samples: list(text) })),
  markers: list(object({ kind: oneOf('fault', 'recovery', 'edit'), timeMicros: number, lane: text, component: text, text })),
  console: list(object({ timeMicros: number, level: oneOf('log', 'info', 'warn', 'error', 'debug'), text })),
})

/**
 * Checks that a value from another realm (a worker that has run a stranger's code, a cache) is a Run document.
 * @throws TypeError that names the part that is not as it must be
 */
export function decodeRun(value: unknown): RunDocument {
  runDocument(value, 'run')
  const run = value as RunDocument
  checkColumns(run)
  return run
}

/** Columns that belong together have one length, and indexes point into what they index. */
function checkColumns({ changes: { tracks, timesMicros, trackIndexes, values, causes }, lanes }: RunDocument): void {
  const lengths = [trackIndexes, values, causes].map(({ length }) => length)
  if (lengths.some((length) => length !== timesMicros.length)) fail('run.changes', 'columns of one length')
  if (trackIndexes.some((index) => index < 0 || index >= tracks.length)) fail('run.changes.trackIndexes', 'indexes of tracks')
  for (const { name, story } of lanes) {
    const columns = [story.kindIndexes, story.places, story.details, story.firsts, story.counts]
    if (columns.some(({ length }) => length !== story.timesMicros.length)) fail(`the story of ${name}`, 'columns of one length')
  }
}
