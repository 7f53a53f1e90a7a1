// Everything that has to hold, in the order in which it fails fastest. The last line is the sum.
import { mkdirSync, rmSync } from 'node:fs'
import { addTallies, tallyOf, tallyReport } from './count-tests.ts'
import type { Tally } from './count-tests.ts'
import { endToEndStep } from './end-to-end-step.ts'
import { runStep } from './run-step.ts'
import type { Step } from './run-step.ts'
import { typeChecks } from './type-checks.ts'

const reports = '.cache/test-reports'
const unitReport = `${reports}/unit.json`
const endToEndReport = `${reports}/end-to-end.json`
const npmRun = (name: string): Step => ({ title: `npm run ${name}`, command: 'npm', args: ['run', '--silent', name] })

async function check(step: Step): Promise<Tally> {
  const { ok, seconds } = await runStep(step)
  console.log(`${ok ? 'passed' : 'FAILED'}: ${step.title} (${seconds} s)`)
  return tallyOf(ok)
}

async function unitTests(): Promise<Tally> {
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`]
  const { ok } = await runStep({ title: 'Unit tests', command: 'vitest', args })
  return tallyReport(unitReport, ok)
}

async function endToEndTests(): Promise<Tally> {
  const step = await endToEndStep(['--reporter=list,json'])
  if ('sentence' in step) {
    console.error(step.sentence)
    return tallyOf(false)
  }
  const { ok } = await runStep({ ...step, env: { ...step.env, PLAYWRIGHT_JSON_OUTPUT_NAME: endToEndReport } })
  return tallyReport(endToEndReport, ok)
}

async function everything(): Promise<Tally> {
  let tally: Tally = { passed: 0, failed: 0 }
  // The check of the site's types writes those of its content, without which the linter knows nothing of it.
  for (const step of [npmRun('engine'), ...typeChecks, npmRun('lint')]) tally = addTallies(tally, await check(step))
  tally = addTallies(tally, await unitTests())
  const build = await check(npmRun('build'))
  tally = addTallies(tally, build)
  // Without a build there is nothing to look at, and an old dist/ must not be tested in its place.
  return build.failed > 0 ? tally : addTallies(tally, await endToEndTests())
}

rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })
const { passed, failed } = await everything()
process.exitCode = failed === 0 ? 0 : 1
console.log(`\n${passed} passed, ${failed} failed`)
