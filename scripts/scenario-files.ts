import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** The files of a scenario by path, and the one that is run. */
export interface ScenarioFolder {
  readonly files: Readonly<Record<string, string>>
  readonly entry: string
}

/**
 * Reads the folder of a scenario, or the folder around its entry file.
 *
 * @param path a folder with a scenario.ts, or the file itself
 * @throws Error when there is none
 */
export function readScenario(path: string): ScenarioFolder {
  const isFolder = statSync(path).isDirectory()
  const folder = isFolder ? path : dirname(path)
  const entry = isFolder ? 'scenario.ts' : basename(path)
  const names = readdirSync(folder).filter((name) => /\.(?:ts|conf|properties|txt|log|json|csv)$/.test(name) && !name.endsWith('.test.ts'))
  if (!names.includes(entry)) throw new Error(`There is no ${entry} in ${folder}.`)
  return { files: Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')])), entry }
}
