import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { decodeRun } from '../../../engine/scenario/run/decode-run.ts'
import type { RunDocument } from '../../../engine/scenario/run/run-document.ts'
import { digestOf } from '../../../engine/scenario/run/verdict.ts'
import type { ShippedScenario } from '../../playground/bench/shipped-scenario.ts'
import { objectionsTo } from '../outcome-model.ts'
import { engineFiles } from './engine-files.ts'
import { cacheKey, readCached, writeCached } from './run-cache.ts'
import { scenarioEntry, scenarioFiles, scenarioTitle } from './scenario-folders.ts'

/** A shipped scenario with the run that the build made of it. */
export interface BuiltScenario {
  readonly shipped: ShippedScenario
  readonly run: RunDocument
}

const built = new Map<string, Promise<BuiltScenario>>()

/**
 * Runs a shipped scenario with its defaults, or takes the result of an earlier build with the same engine and files.
 *
 * @throws Error naming the scenario when its run fails, does not balance or misses an expectation: the build ends then
 */
export function builtScenario(id: string): Promise<BuiltScenario> {
  const known = built.get(id)
  if (known !== undefined) return known
  const fresh = build(id)
  built.set(id, fresh)
  return fresh
}

async function build(id: string): Promise<BuiltScenario> {
  const engine = engineFiles()
  const files = scenarioFiles(id)
  const key = cacheKey([engine.hash, files])
  const cached = readCached(key)
  const run = decodeRun(cached ?? (await runInTurn(engine.moduleUrl, { files, entry: scenarioEntry, engineHash: engine.hash })))
  const objections = objectionsTo(run)
  if (objections.length > 0) throw new Error(`The scenario ${id} cannot be shipped. ${objections.join(' ')}`)
  if (cached === undefined) writeCached(key, run)
  return {
    run,
    shipped: {
      id,
      title: scenarioTitle(id, files),
      entry: scenarioEntry,
      files,
      hash: run.scenarioHash,
      engineHash: engine.hash,
      seed: run.seed,
      parameters: run.parameters,
      digest: digestOf(run),
    },
  }
}

/** Turns of workers that are taken; a page that lists all scenarios asks for all their runs at once. */
const turns: Promise<unknown>[] = Array.from({ length: availableParallelism() }, () => Promise.resolve())
let turnsTaken = 0

/** Runs in a worker as soon as there is a processor for it. */
function runInTurn(enginePath: string, request: object): Promise<unknown> {
  const turn = turnsTaken++ % turns.length
  const run = (turns[turn] ?? Promise.resolve()).then(() => runInWorker(enginePath, request))
  turns[turn] = run.catch(() => undefined)
  return run
}

function runInWorker(enginePath: string, request: object): Promise<unknown> {
  return new Promise((settle, fail) => {
    const worker = new Worker(resolve('src/runs/build/run-worker.mjs'), { workerData: { enginePath, request } })
    worker.once('message', (run) => {
      settle(run)
      void worker.terminate()
    })
    worker.once('error', fail)
  })
}
