import type { ModelChange } from '../../../content/model-changelog.ts'
import type { ShippedScenario } from '../../playground/bench/shipped-scenario.ts'
import type { Release } from './releases.ts'

/**
 * Scenarios with the same files, seed and parameters whose verdict is another one now than in a release, and of which the
 * model's changelog says nothing. Each as a sentence.
 */
export function unexplainedVerdicts(release: Release, present: readonly ShippedScenario[], changelog: readonly ModelChange[]): readonly string[] {
  return release.scenarios.flatMap((before) => {
    const now = present.find(({ hash }) => hash === before.hash)
    if (now === undefined || JSON.stringify(now.digest.rows) === JSON.stringify(before.digest.rows)) return []
    const isExplained = changelog.some(({ since, scenarios }) => since === release.engineHash && scenarios.includes(before.id))
    return isExplained
      ? []
      : [`${before.id} has another verdict than with the engine ${release.engineHash} of ${release.releasedOn}: say why in content/model-changelog.ts.`]
  })
}
