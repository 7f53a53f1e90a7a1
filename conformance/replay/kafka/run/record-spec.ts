import { isObject, listOf, numberOf, property, textOf, type Json, type JsonObject } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'
import { fillTemplate } from '../fill-template.ts'
import type { RecordSpec } from './client-records.ts'
import type { RunWorld } from './run-world.ts'

/** What the records of a step contain: without a value it is the number over the client's life, from `first` on. */
export function specOf(step: JsonObject, first: number): RecordSpec {
  const values = listOf(step, 'values').map(String)
  const keys = listOf(step, 'keys').map(String)
  const valueBytes = numberOf(step, 'valueBytes')
  const key = textAt(property(step, 'key'), keys)
  const value = textAt(property(step, 'value'), values) ?? ((index: number) => (valueBytes === undefined ? String(first + index) : 'z'.repeat(valueBytes)))
  return { value, ...(key === undefined ? {} : { key }), ...(valueBytes === undefined ? {} : { valueBytes }) }
}

function textAt(field: Json | undefined, list: readonly string[]): ((index: number) => string) | undefined {
  if (list.length > 0) return (index) => list[index] ?? ''
  if (typeof field === 'string') return () => field
  const template = textOf(field, 'template')
  return isObject(field) && template !== '' ? (index) => fillTemplate(template, index) : undefined
}

/** The timestamp of a step's record by its place: a number, `now`, `now+ms`, or `{ from, step }`. @throws NotReplayable for another form */
export function timestampOf(world: RunWorld, step: Json, index = 0): number | undefined {
  const given = property(step, 'timestamp')
  if (isObject(given)) return pointInTime(world, property(given, 'from')) + index * (numberOf(given, 'step') ?? 0)
  return given === undefined || given === null ? undefined : pointInTime(world, given)
}

function pointInTime(world: RunWorld, given: Json | undefined): number {
  if (typeof given === 'number') return given
  const match = typeof given === 'string' ? /^now(?:([+-]\d+))?$/.exec(given) : null
  if (match === null) throw new NotReplayable(`the timestamp ${JSON.stringify(given)} is not known`)
  return world.lane.nowMs + Number(match[1] ?? 0)
}
