import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import type { ShippedScenario } from '../../playground/bench/shipped-scenario.ts'

/** An engine that was released, with the scenarios of that day: what links of that time need to open and to run. */
export interface Release {
  /** The hash of the script's bytes, and the name of the release's folder. */
  readonly engineHash: string
  /** The day, as `2026-11-23`. */
  readonly releasedOn: string
  /** The classic script that assigns to `KafkaVsFlume`. */
  readonly script: string
  readonly declarations: string
  readonly scenarios: readonly ShippedScenario[]
}

/** Where releases are kept, in the repository. */
export const releasesFolder = 'releases'

/** The hash under which an engine is kept and named in links. */
export function engineHashOf(script: string): string {
  return createHash('sha256').update(script).digest('hex').slice(0, 32)
}

/**
 * All releases in a folder, the oldest first.
 *
 * @throws Error naming the release whose engine is not what its folder's name says: released bytes never change
 */
export function readReleases(folder: string = releasesFolder): readonly Release[] {
  if (!existsSync(folder)) return []
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const releases = names.map(({ name }) => readRelease(resolve(folder, name), name))
  return releases.toSorted((left, right) => (left.releasedOn + left.engineHash < right.releasedOn + right.engineHash ? -1 : 1))
}

/** Adds a release to a folder. @throws Error when its engine is there already */
export function writeRelease(folder: string, { engineHash, releasedOn, script, declarations, scenarios }: Release): void {
  const path = resolve(folder, engineHash)
  if (existsSync(path)) throw new Error(`The engine ${engineHash} is released already.`)
  mkdirSync(path, { recursive: true })
  writeFileSync(resolve(path, 'engine.js.br'), brotliCompressSync(script))
  writeFileSync(resolve(path, 'engine.d.ts.br'), brotliCompressSync(declarations))
  writeFileSync(resolve(path, 'release.json'), `${JSON.stringify({ releasedOn, scenarios }, undefined, 1)}\n`)
}

function readRelease(path: string, engineHash: string): Release {
  const unpacked = (name: string): string => brotliDecompressSync(readFileSync(resolve(path, name))).toString('utf8')
  const script = unpacked('engine.js.br')
  if (engineHashOf(script) !== engineHash) {
    throw new Error(`The engine in ${releasesFolder}/${engineHash} has the hash ${engineHashOf(script)}: released bytes never change.`)
  }
  // Written by `writeRelease` of some version, and checked into the repository.
  const { releasedOn, scenarios } = JSON.parse(readFileSync(resolve(path, 'release.json'), 'utf8')) as Pick<Release, 'releasedOn' | 'scenarios'>
  return { engineHash, releasedOn, script, declarations: unpacked('engine.d.ts.br'), scenarios }
}
