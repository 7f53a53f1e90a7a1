import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const folder = resolve('dist-engine')

/** The engine's bundle as the build finds it: the same bytes serve the site's own runs and the reader's. */
export interface EngineFiles {
  readonly hash: string
  /** The module's address, for `import()`. */
  readonly moduleUrl: string
  /** The classic script that assigns to `KafkaVsFlume`. */
  readonly script: string
  /** Declarations of the public API, for the editor. */
  readonly declarations: string
}

/** @throws Error when the engine was not bundled before the site */
export function engineFiles(): EngineFiles {
  const read = (name: string): string => readFileSync(resolve(folder, name), 'utf8')
  if (!existsSync(resolve(folder, 'engine-hash.txt'))) throw new Error('dist-engine is empty: run `npm run engine` first.')
  return {
    hash: read('engine-hash.txt').trim(),
    moduleUrl: pathToFileURL(resolve(folder, 'engine.mjs')).href,
    script: read('engine.js'),
    declarations: read('engine.d.ts'),
  }
}
