import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ScenarioFiles } from '../../playground/link/file-change.ts'

const root = resolve('content/scenarios')
/** The file of a scenario's folder that is run. */
export const scenarioEntry = 'scenario.ts'

/** The ids of all shipped scenarios, `<row>/<name>`, in the order of their names. */
export function scenarioIds(): readonly string[] {
  if (!existsSync(root)) return []
  return foldersIn(root).flatMap((row) =>
    foldersIn(resolve(root, row))
      .map((name) => `${row}/${name}`)
      .filter((id) => existsSync(resolve(root, id, scenarioEntry))),
  )
}

/** The files of a scenario that its readers get: the entry first, no tests. @throws Error naming the known ids */
export function scenarioFiles(id: string): ScenarioFiles {
  const folder = resolve(root, id)
  if (!existsSync(resolve(folder, scenarioEntry))) {
    throw new Error(`There is no scenario "${id}" in content/scenarios: the scenarios are ${scenarioIds().join(', ')}.`)
  }
  const names = readdirSync(folder).filter((name) => /\.(?:ts|conf|properties|txt|log|json|csv)$/.test(name) && !name.endsWith('.test.ts'))
  const sorted = names.toSorted((left, right) => Number(right === scenarioEntry) - Number(left === scenarioEntry) || (left < right ? -1 : 1))
  return Object.fromEntries(sorted.map((name) => [name, readFileSync(resolve(folder, name), 'utf8')]))
}

/** A scenario's title: the heading of its first comment line, else its name in words. */
export function scenarioTitle(id: string, files: ScenarioFiles): string {
  const heading = /^\/\/ (.{3,90}?)\.?\n/.exec(files[scenarioEntry] ?? '')?.[1]
  if (heading !== undefined) return heading
  const words = (id.split('/')[1] ?? id).replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function foldersIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted()
}
