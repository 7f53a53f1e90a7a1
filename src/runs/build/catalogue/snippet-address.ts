import { scenarioPage } from '../../../playground/bench/shipped-scenario.ts'
import { changesBetween } from '../../../playground/link/file-change.ts'
import { writeLink } from '../../../playground/link/link-fragment.ts'
import { builtScenario } from '../build-time-run.ts'
import type { Snippet } from './catalogue-section.ts'

/** The address at which a snippet opens: that of its base when nothing differs, else a link with the differences. */
export async function snippetAddress({ base, files }: Snippet): Promise<string> {
  const { shipped } = await builtScenario(base)
  const changes = changesBetween(shipped.files, files)
  if (Object.keys(changes).length === 0) return scenarioPage(base)
  return scenarioPage(base) + (await writeLink({
    base, baseHash: shipped.hash, engineHash: shipped.engineHash, changes, parameters: {}, seed: undefined, momentMicros: undefined, expected: undefined,
  }))
}
