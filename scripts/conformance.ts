import { existsSync, globSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { readFacts } from '../conformance/fact.ts'
import { judgeFact, type FactVerdict } from '../conformance/judge/judge-fact.ts'
import { replayers } from '../conformance/replay/registry.ts'
import { closingLine, familyLines } from '../conformance/report.ts'

// npm run conformance -- [--corpus DIR] [--json FILE] [--seeds N] [--only TEXT] [--reasons N] [FACT-FILE…]
// Replays recorded facts against the engine and says how much is reproduced. Without files it takes the project's own.
const { values, positionals } = parseArgs({
  options: {
    corpus: { type: 'string' },
    json: { type: 'string' },
    seeds: { type: 'string', default: '20' },
    reasons: { type: 'string', default: '3' },
    only: { type: 'string' },
  },
  allowPositionals: true,
})

const files = positionals.length > 0 ? positionals : globSync('conformance/facts/**/*.json').sort()
if (files.length === 0) throw new Error('There are no facts: name files, or put some into conformance/facts/.')
const verdicts: FactVerdict[] = []
for (const file of files) {
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`)
  const family = `${basename(dirname(file))}/${basename(file, '.json')}`
  for (const fact of readFacts(file, family)) {
    if (values.only !== undefined && !fact.id.includes(values.only)) continue
    verdicts.push(await judgeFact(fact, { replayers, seeds: Number(values.seeds), corpusFolder: values.corpus }))
  }
}
for (const line of familyLines(verdicts, Number(values.reasons))) console.log(line)
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(verdicts, undefined, 1)}\n`)
console.log(closingLine(verdicts))
