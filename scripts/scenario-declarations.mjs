import { readFileSync } from 'node:fs'

const folder = 'engine/scenario/api'
const files = ['load-types.ts', 'fault-types.ts', 'lane-types.ts', 'scenario-types.ts']

/**
 * The declarations of 'kafka-vs-flume' as one text, for the editor. The files of the scenario API hold types only, so that
 * they are declarations already once their imports are gone.
 *
 * @returns {string}
 */
export function scenarioDeclarations() {
  const bodies = files.map((file) => withoutImports(readFileSync(`${folder}/${file}`, 'utf8')))
  const functions = [
    '/** Declares a scenario: its frame, and the function that builds lanes, faults and expectations. */',
    'export function scenario(options: ScenarioOptions, build: (kit: ScenarioKit) => void): Scenario',
    '/** Records and when they come. */',
    'export const load: Loads',
  ]
  const body = [...bodies, ...functions].join('\n').replaceAll(/^(?=.)/gm, '  ')
  return [
    `declare module 'kafka-vs-flume' {\n${body}\n}`,
    "/** A file of the scenario, as its text. */\ndeclare module '*.conf' {\n  const text: string\n  export default text\n}",
    "declare module '*.txt' {\n  const text: string\n  export default text\n}\n",
  ].join('\n\n')
}

function withoutImports(text) {
  return text.replaceAll(/^import type [^\n]*\n/gm, '').replaceAll(/^export type \{[^}]*\}\n/gm, '')
}
