// npm run run -- FOLDER_OR_FILE [--seed N] [--param name=value]… [--json]
import { parseArgs } from 'node:util'
import { loadEngine } from './engine-realm.ts'
import { runReport } from './run-report.ts'
import { readScenario } from './scenario-files.ts'

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: { seed: { type: 'string' }, param: { type: 'string', multiple: true }, json: { type: 'boolean' } },
})
const [path] = positionals
if (path === undefined) {
  console.error('Usage: npm run run -- content/scenarios/durability/process-kill [--seed 7] [--param rate=500] [--json]')
  process.exit(2)
}

const parameters = Object.fromEntries((values.param ?? []).map((text) => {
  const [name = '', value] = text.split('=')
  return [name, Number(value)]
}))
const { engine, engineHash, drain } = loadEngine()
const { files, entry } = readScenario(path)
const startedMs = performance.now()
const run = await engine.runScenario({ files, entry, parameters, drain, engineHash, seed: values.seed === undefined ? undefined : Number(values.seed) })
if (values.json === true) {
  console.log(JSON.stringify({ table: engine.verdictTable(run), sentence: engine.verdictSentence(run), expectations: run.expectations, error: run.error, limit: run.limitReached, hash: run.hash }, undefined, 2))
} else {
  for (const line of runReport(run, engine.verdictTable(run), engine.verdictSentence(run))) console.log(line)
  console.log(`${Math.round(performance.now() - startedMs)} ms`)
}
const isClean = run.error === undefined && run.expectations.every(({ isMet }) => isMet)
process.exitCode = isClean ? 0 : 1
