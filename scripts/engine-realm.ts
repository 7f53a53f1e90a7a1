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

/** Names that cannot be parameters, or need not. */
const constants: readonly string[] = ['undefined', 'NaN', 'Infinity', 'eval']

/**
 * Evaluates dist-engine/engine.js in a fresh realm of this process, without anything of Node in it: every call gives
 * intrinsics that the next one does not share. They are handed in as parameters, because Node looks up every global name
 * of such a realm anew, which makes a run several times slower.
 *
 * @throws Error when the engine was not built
 */
export function loadEngine(folder = 'dist-engine'): EngineRealm {
  const path = `${folder}/engine.js`
  if (!existsSync(path)) throw new Error(`${path} does not exist: run npm run engine first.`)
  const source = readFileSync(path, 'utf8')
  const context = createContext(Object.create(null) as object)
  const names = runInContext('Object.getOwnPropertyNames(globalThis)', context) as readonly string[]
  const parameters = names.filter((name) => /^[A-Za-z]\w*$/.test(name) && !constants.includes(name)).join(', ')
  const engine = runInContext(`(function (${parameters}) {${source}\n;return KafkaVsFlume})(${parameters})`, context, { filename: 'engine.js' }) as Engine
  const engineHash = readFileSync(`${folder}/engine-hash.txt`, 'utf8').trim()
  const drain = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  return { engine, engineHash, drain }
}
