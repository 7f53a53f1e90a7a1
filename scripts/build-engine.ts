// Bundles the engine, once: the same bytes run in the browser, in Node, in QuickJS and while the guide is built.
//   dist-engine/engine.js        an IIFE that defines `KafkaVsFlume` (all that engine/host.ts exports)
//   dist-engine/engine.mjs       the same as a module
//   dist-engine/engine.d.ts      what a scenario may import, for the editor
//   dist-engine/engine-hash.txt  the hash of engine.js
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import type { BuildOptions } from 'esbuild'
import { engineHashOf } from '../src/runs/build/releases.ts'
import { scenarioDeclarations } from './scenario-declarations.ts'

const folder = 'dist-engine'
const common: BuildOptions = {
  entryPoints: ['engine/host.ts'],
  bundle: true,
  minify: true,
  target: 'es2022',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  charset: 'utf8',
  legalComments: 'inline',
  logLevel: 'warning',
}

mkdirSync(folder, { recursive: true })
await build({ ...common, outfile: `${folder}/engine.js`, format: 'iife', globalName: 'KafkaVsFlume' })
await build({ ...common, outfile: `${folder}/engine.mjs`, format: 'esm' })

const bytes = readFileSync(`${folder}/engine.js`)
const hash = engineHashOf(bytes.toString('utf8'))
writeFileSync(`${folder}/engine-hash.txt`, `${hash}\n`)
writeFileSync(`${folder}/engine.d.ts`, scenarioDeclarations())
const kilobytes = (count: number): string => (count / 1000).toFixed(0)
console.log(`engine ${hash}: ${kilobytes(bytes.length)} kB, ${kilobytes(gzipSync(bytes, { level: 9 }).length)} kB gzip`)
