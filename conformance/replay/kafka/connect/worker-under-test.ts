import { restCall, type RestAnswer, type RestJson } from '../../../../engine/connect/runtime/rest-interface.ts'
import { ConnectWorker } from '../../../../engine/connect/runtime/connect-worker.ts'
import { HostFiles } from '../../../../engine/flume/files/host-files.ts'
import { property, isObject, textOf, type Json } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'
import type { RunWorld } from '../run/run-world.ts'

/** How long the recorder waits for an answer, in virtual microseconds. */
const answerTimeoutMicros = 90_000_000

/** The Connect worker of a fact, on a machine with the fact's files. */
export class WorkerUnderTest {
  readonly files: HostFiles
  readonly #world: RunWorld
  readonly #worker: ConnectWorker

  /** Starts the worker and waits until it is up. @throws NotReplayable for a worker that is not standalone */
  constructor(world: RunWorld) {
    const setup = world.setupOf('worker')
    if (textOf(setup, 'mode') !== 'standalone') throw new NotReplayable('only standalone workers are replayed')
    const { lane, clock } = world
    this.#world = world
    const host = lane.host('WORKER')
    this.files = new HostFiles(lane, host)
    writeFiles(world, this.files)
    const properties = new Map(textOf(setup, 'properties').split('\n').filter((line) => line.includes('=')).map((line) => {
      const at = line.indexOf('=')
      return [line.slice(0, at), line.slice(at + 1)] as const
    }))
    properties.set('bootstrap.servers', world.view.bootstrap())
    const name = 'connect'
    this.#worker = new ConnectWorker({
      lane, host, files: this.files, name, properties, bootMicros: 2_000_000,
      destinations: (connector) => [lane.ledger.destination(connector)],
      // The recorder had the connectors on its class path, too.
      pluginLocations: [`file:${properties.get('plugin.path') ?? ''}/file/`, 'classpath'],
    })
    this.#worker.process.start()
    clock.waitFor(() => this.#worker.process.isRunning, answerTimeoutMicros)
  }

  /** One request to the REST interface. */
  call(method: string, path: string, body: Json): RestAnswer {
    const state: { answer?: RestAnswer } = {}
    restCall(this.#worker, { method, path, body: restJson(body) }, (answer) => { state.answer = answer })
    this.#world.clock.waitFor(() => state.answer !== undefined, answerTimeoutMicros)
    if (state.answer === undefined) throw new Error(`${method} ${path} got no answer`)
    return state.answer
  }
}

function restJson(json: Json): RestJson {
  return JSON.parse(JSON.stringify(json)) as RestJson
}

/** Whole lines become records; what follows the last newline is not there yet for readers of lines. */
function writeFiles({ lane, setup }: RunWorld, files: HostFiles): void {
  const given = property(setup, 'files')
  for (const [path, text] of Object.entries(isObject(given) ? given : {})) {
    const lines = (typeof text === 'string' ? text : '').split('\n').slice(0, -1)
    const stream = lane.streams.add({
      name: path, isUniform: false, valueBytes: (number) => new TextEncoder().encode(lines[number] ?? '').length, value: (number) => lines[number] ?? '',
      key: () => undefined, headers: () => undefined,
    })
    if (lines.length > 0) files.open(path).write([{ first: stream.base, count: lines.length }])
  }
}
