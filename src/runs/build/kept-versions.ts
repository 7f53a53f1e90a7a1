import type { ShippedScenario } from '../../playground/bench/shipped-scenario.ts'
import { builtScenario } from './build-time-run.ts'
import { engineFiles } from './engine-files.ts'
import { readReleases } from './releases.ts'
import { scenarioIds } from './scenario-folders.ts'

/** An engine that the site serves. */
export interface KeptEngine {
  readonly hash: string
  readonly script: string
  readonly declarations: string
}

/** Every engine that a link may name: the released ones, and the one of this build. */
export function keptEngines(): readonly KeptEngine[] {
  const { hash, script, declarations } = engineFiles()
  const released = readReleases().filter(({ engineHash }) => engineHash !== hash)
  return [{ hash, script, declarations }, ...released.map((release) => ({ ...release, hash: release.engineHash }))]
}

/** Every version of a scenario that a link may start from; of versions with the same files the present run's. */
export async function keptScenarios(): Promise<readonly ShippedScenario[]> {
  const present = await Promise.all(scenarioIds().map(async (id) => (await builtScenario(id)).shipped))
  const released = readReleases().flatMap(({ scenarios }) => scenarios)
  return [...new Map([...released, ...present].map((scenario) => [scenario.hash, scenario])).values()]
}
