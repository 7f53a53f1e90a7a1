import { readdirSync } from 'node:fs'
import type { Step } from './run-step.ts'

/** True when a folder holds a file with this ending, at any depth. */
function hasFile(folder: string, ending: string): boolean {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((name) => name.endsWith(ending))
}

// svelte-check warns when it has nothing to check.
const islandChecks: readonly Step[] = hasFile('src', '.svelte')
  ? [
      {
        title: 'Types of the islands',
        command: 'svelte-check',
        args: ['--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human'],
      },
    ]
  : []

/** The type checks, one per world: the pure engine, what runs in Node, the Astro pages, the Svelte islands. */
export const typeChecks: readonly Step[] = [
  { title: 'Types of the engine', command: 'tsc', args: ['-p', 'tsconfig.engine.json'] },
  { title: 'Types of scripts and tests', command: 'tsc', args: ['-p', 'tsconfig.node.json'] },
  { title: 'Types of the site', command: 'astro', args: ['check', '--minimumFailingSeverity', 'warning'] },
  ...islandChecks,
]
