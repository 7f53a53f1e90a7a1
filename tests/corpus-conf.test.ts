import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { agentsOf } from '../engine/scenario/check-conf.ts'
import { confReport, reportEntry } from '../engine/scenario/from-conf/conf-report.ts'
import { judgeConf } from '../engine/scenario/from-conf/judge-conf.ts'
import { reportLine, type ReportLine } from '../engine/scenario/from-conf/report-line.ts'
import { runScenario } from '../engine/scenario/run/run-scenario.ts'

const own = 'tests/confs'
const corpus = '../shared/corpus/flume'
/** Of the corpus every file is judged and its first line is run; of so many files one gets its whole report. */
const wholeEvery = 16
/** Shorter than the page's defaults: what is looked for here needs no long runs. */
const shortWorld = { sources: {}, stores: {}, faults: { loadSeconds: 30, outageSeconds: 90, floodSeconds: 15 } }
const drain = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

async function lineOf(files: Readonly<Record<string, string>>): Promise<ReportLine> {
  return reportLine(await runScenario({ files, entry: reportEntry, drain, sharesRealm: true }))
}

/** What must hold of a line whatever the file: it was run to its end, and every event has its fate. */
function expectWhole(line: ReportLine, of: string): void {
  expect(line.trouble, of).toBeUndefined()
  for (const { owed, delivered, lost, givenUp, filtered, waiting } of line.ends) {
    expect(delivered + lost + givenUp + filtered + waiting, of).toBe(owed)
  }
}

/** Judges a file for each of its agents and runs lines of the reports. @returns how many agents ended in a report, and the refusals */
async function reportOn(path: string, isWhole: boolean): Promise<{ readonly reports: number; readonly refusals: readonly string[] }> {
  const text = readFileSync(path, 'utf8')
  const refusals: string[] = []
  let reports = 0
  for (const agent of agentsOf(text).slice(0, isWhole ? 3 : 1)) {
    const { load, coverage, lint, runnable } = judgeConf(text, agent)
    const lines = text.split('\n').length
    for (const finding of [...load.findings, ...lint]) expect(finding.line, finding.message).toBeLessThanOrEqual(lines)
    expect(coverage.length).toBeGreaterThanOrEqual(0)
    if (runnable.refusal !== undefined) {
      refusals.push(runnable.refusal)
      continue
    }
    for (const { name, files, inapplicable } of confReport(runnable, agent, shortWorld).runs.slice(0, isWhole ? undefined : 1)) {
      if (files === undefined) expect(inapplicable, `${path} ${name}`).toMatch(/\.$/)
      else expectWhole(await lineOf(files), `${path} ${agent} ${name}`)
    }
    reports++
  }
  return { reports, refusals }
}

describe.each(readdirSync(own))('tests/confs/%s', { timeout: 120_000 }, (name) => {
  it('ends in a report, each line of it run, or in a sentence that says why not', async () => {
    const { reports, refusals } = await reportOn(`${own}/${name}`, true)
    if (reports === 0 && name !== 'empty.conf') expect(refusals.join(' ')).toMatch(/There is nothing to run|cannot be run here/)
  })
})

describe('files as the public writes them', { timeout: 120_000 }, () => {
  const files = existsSync(corpus) ? readdirSync(corpus).filter((name) => name.endsWith('.conf')) : []

  it.runIf(files.length > 0)('are at least a hundred', () => {
    expect(files.length).toBeGreaterThanOrEqual(100)
  })

  it.skipIf(files.length > 0)('are not here: the folder shared/corpus/flume beside the project is missing', () => undefined)

  it.each(files.map((file, index) => [file, index] as const))('%s ends in a report or in a sentence', async (file, index) => {
    const { reports, refusals } = await reportOn(`${corpus}/${file}`, index % wholeEvery === 0)
    expect(reports + refusals.length).toBeGreaterThan(0)
    for (const refusal of refusals) expect(refusal).toMatch(/^(?:There is nothing to run|This cannot be run here)/)
  })
})
