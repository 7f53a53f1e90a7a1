import type { RunParameter } from '../../../engine/scenario/run/run-document.ts'
import type { RunDigest } from '../../../engine/scenario/run/verdict.ts'
import type { ScenarioFiles } from '../link/file-change.ts'

/** A scenario as the site ships it: what the playground starts from, and what links are a difference to. */
export interface ShippedScenario {
  /** Its folder in content/scenarios, for example `durability/process-kill`. */
  readonly id: string
  readonly title: string
  readonly entry: string
  readonly files: ScenarioFiles
  /** Over the files; names them in links. */
  readonly hash: string
  readonly engineHash: string
  readonly seed: number
  readonly parameters: readonly RunParameter[]
  /** What the build's run of it came to. */
  readonly digest: RunDigest
}

/** Where the site keeps a released engine, by its hash. */
export function engineAddress(hash: string): string {
  return `/engine/${hash}.js`
}

/** The hashes of the engines that the site keeps: today's and the released ones. */
export async function keptEngineHashes(): Promise<readonly string[]> {
  const response = await fetch('/engine/kept.json')
  return response.ok ? ((await response.json()) as readonly string[]) : []
}

/** Where the site keeps the declarations of an engine's public API. */
export function declarationsAddress(hash: string): string {
  return `/engine/${hash}.d.ts`
}

/** Where the site keeps a scenario, by the hash of its files. */
function scenarioAddress(hash: string): string {
  return `/scenario-files/${hash}.json`
}

/** Where a scenario has its own page. */
export function scenarioPage(id: string): string {
  return `/scenarios/${id}/`
}

/**
 * Fetches a scenario that the site ships or has shipped.
 *
 * @throws Error with a sentence for the reader when the site does not have it
 */
export async function fetchScenario(hash: string): Promise<ShippedScenario> {
  const response = await fetch(scenarioAddress(hash))
  if (!response.ok) throw new Error(`This site does not have the version ${hash.slice(0, 8)} of this scenario.`)
  // Our own build has written it, under an address that is the hash of what it holds.
  return (await response.json()) as ShippedScenario
}
