// Adds the engine of dist-engine and the scenarios of content/ to releases/, so that links made with them run for ever.
import { modelChangelog } from '../content/model-changelog.ts'
import { builtScenario } from '../src/runs/build/build-time-run.ts'
import { unexplainedVerdicts } from '../src/runs/build/changed-verdicts.ts'
import { engineFiles } from '../src/runs/build/engine-files.ts'
import { readReleases, releasesFolder, writeRelease } from '../src/runs/build/releases.ts'
import { scenarioIds } from '../src/runs/build/scenario-folders.ts'

const { hash, script, declarations } = engineFiles()
const releases = readReleases()
const scenarios = (await Promise.all(scenarioIds().map(builtScenario))).map(({ shipped }) => shipped)
const unexplained = releases.flatMap((release) => unexplainedVerdicts(release, scenarios, modelChangelog))

if (releases.some(({ engineHash }) => engineHash === hash)) {
  console.log(`The engine ${hash} is in ${releasesFolder}/ already.`)
} else if (unexplained.length > 0) {
  console.error(unexplained.join('\n'))
  process.exitCode = 1
} else {
  writeRelease(releasesFolder, { engineHash: hash, releasedOn: new Date().toISOString().slice(0, 10), script, declarations, scenarios })
  console.log(`Released the engine ${hash} with ${scenarios.length} scenarios: commit ${releasesFolder}/${hash}.`)
}
