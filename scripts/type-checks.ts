import type { Step } from './run-step.ts'

/** The type checks, one per world: the pure engine, what runs in Node, the Astro pages, the Svelte islands. */
export const typeChecks: readonly Step[] = [
  { title: 'Types of the engine', command: 'tsc', args: ['-p', 'tsconfig.engine.json'] },
  { title: 'Types of scripts and tests', command: 'tsc', args: ['-p', 'tsconfig.node.json'] },
  { title: 'Types of the site', command: 'astro', args: ['check', '--minimumFailingSeverity', 'warning'] },
  {
    title: 'Types of the islands',
    command: 'svelte-check',
    args: ['--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human'],
  },
]
