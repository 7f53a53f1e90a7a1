import { existsSync, readFileSync } from 'node:fs'
import { createContext, runInContext } from 'node:vm'
import type * as Host from '../engine/host.ts'

/** What the engine's bundle exports. */
export type Engine = typeof Host

/** The engine in a realm of its own, with the hash of its bytes and the macrotask that a run needs. */
export interface EngineRealm {
  readonly engine: Engine
  readonly engineHash: string
  readonly drain: () => Promise<void>
}

/**
 * Evaluates dist-engine/engine.js in a fresh realm of this process, without anything of Node in it: every call gives
 * intrinsics that the next one does not share.
 *
 * @throws Error when the engine was not built
 */
export function loadEngine(folder = 'dist-engine'): EngineRealm {
  const path = `${folder}/engine.js`
  if (!existsSync(path)) throw new Error(`${path} does not exist: run npm run engine first.`)
  const source = readFileSync(path, 'utf8')
  const context = createContext(Object.create(null) as object)
  const engine = runInContext(`${source}\n;KafkaVsFlume`, context, { filename: 'engine.js' }) as Engine
  const engineHash = readFileSync(`${folder}/engine-hash.txt`, 'utf8').trim()
  const drain = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  return { engine, engineHash, drain }
}
