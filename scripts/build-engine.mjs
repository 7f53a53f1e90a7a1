// Bundles engine/host.ts, with all it imports, into dist-engine/host.mjs.
import { existsSync } from 'node:fs'
import { build } from 'esbuild'

if (existsSync('engine/host.ts')) {
  await build({
    entryPoints: ['engine/host.ts'],
    outfile: 'dist-engine/host.mjs',
    bundle: true,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    logLevel: 'warning',
  })
} else {
  console.log('engine/host.ts does not exist yet: nothing to bundle.')
}
