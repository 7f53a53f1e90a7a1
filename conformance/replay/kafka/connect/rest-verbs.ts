import { listOf, property, textOf, type Json, type JsonObject } from '../../../json.ts'
import { eachEvent } from '../../../../engine/flume/event/event-run.ts'
import type { RunWorld } from '../run/run-world.ts'
import type { Verb } from '../run/verb.ts'
import { WorkerUnderTest } from './worker-under-test.ts'

const traceLinesMax = 6

/** The workers of the runs under way; a run's is started by its first step that needs it. */
const workers = new WeakMap<RunWorld, WorkerUnderTest>()

function workerOf(world: RunWorld): WorkerUnderTest {
  const known = workers.get(world)
  if (known !== undefined) return known
  const worker = new WorkerUnderTest(world)
  workers.set(world, worker)
  return worker
}

/** `rest`: one request to the worker; beside status and body what the body says of states and of an exception. */
export const rest: Verb = (world, step) => {
  const { status, body } = workerOf(world).call(textOf(step, 'method'), textOf(step, 'path'), step['body'] ?? null)
  const json = body as Json
  if (step['input'] !== undefined) return { status, body: json }
  const tasks = listOf(json, 'tasks')
  const connectorState = textOf(property(json, 'connector'), 'state')
  const path = textOf(step, 'path')
  return {
    call: `${textOf(step, 'method')} ${path.slice(path.lastIndexOf('/') + 1)}`,
    status,
    body: json,
    ...(connectorState === '' ? {} : { connectorState, taskStates: tasks.map((task) => textOf(task, 'state')), traceLines: traceLines(tasks) }),
  }
}

/** Exception lines without frames; where Jackson says where in its source, the recorder cut the line. */
function traceLines(tasks: readonly Json[]): Json {
  const traces = tasks.map((task) => textOf(task, 'trace')).filter((trace) => trace !== '')
  return traces.flatMap((trace) => trace.split('\n').slice(0, -1).map((line) => (line.startsWith(' at [') ? '' : line))).slice(0, traceLinesMax)
}

/** `read-file`: lines split at newline; null for no file. */
export const readFile: Verb = (world, step: JsonObject) => {
  const file = workerOf(world).files.find(textOf(step, 'file'))
  if (file === undefined) return { lines: null }
  const lines = file.read(0, file.lineCount)
  const texts = [...eachEvent(lines)].map(({ first, body }) => body ?? world.lane.streams.valueOf(first))
  return { lines: [...texts, ''] }
}
