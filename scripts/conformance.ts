import { existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { readFacts } from '../conformance/fact.ts'
import { judgeFact, type FactVerdict } from '../conformance/judge/judge-fact.ts'
import { replayers } from '../conformance/replay/registry.ts'
import { closingLine, familyLines } from '../conformance/report.ts'
import { familyText, writtenFact, type WrittenFact } from '../conformance/written-family.ts'

// npm run conformance -- [--corpus DIR] [--json FILE] [--write FOLDER] [--seeds N] [--only TEXT] [--reasons N] [FACT-FILE…]
// Replays recorded facts against the engine and says how much is reproduced. Without files it takes the project's own.
// --write makes one file for each file of facts, as soon as it is judged: the site's page on fidelity reads content/fidelity.
const { values, positionals } = parseArgs({
  options: {
    corpus: { type: 'string' },
    json: { type: 'string' },
    seeds: { type: 'string', default: '20' },
    reasons: { type: 'string', default: '3' },
    only: { type: 'string' },
    write: { type: 'string' },
  },
  allowPositionals: true,
})

const files = positionals.length > 0 ? positionals : globSync('conformance/facts/**/*.json').sort()
if (values.write !== undefined && values.only !== undefined) throw new Error('--write takes whole files of facts: leave out --only.')
if (files.length === 0) throw new Error('There are no facts: name files, or put some into conformance/facts/.')
const verdicts: FactVerdict[] = []
for (const file of files) {
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`)
  const family = `${basename(dirname(file))}/${basename(file, '.json')}`
  const written: WrittenFact[] = []
  for (const fact of readFacts(file, family)) {
    if (values.only !== undefined && !fact.id.includes(values.only)) continue
    const verdict = await judgeFact(fact, { replayers, seeds: Number(values.seeds), corpusFolder: values.corpus })
    verdicts.push(verdict)
    written.push(writtenFact(fact, verdict, written.length))
  }
  if (values.write !== undefined) writeFamily(values.write, family, written)
}
for (const line of familyLines(verdicts, Number(values.reasons))) console.log(line)
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(verdicts, undefined, 1)}\n`)
console.log(closingLine(verdicts))

function writeFamily(folder: string, family: string, facts: readonly WrittenFact[]): void {
  const file = join(folder, `${family}.json`)
  mkdirSync(dirname(file), { recursive: true })
  const judgedOn = new Date().toISOString().slice(0, 10)
  writeFileSync(file, familyText({ family, judgedOn, seeds: Number(values.seeds), facts }))
}
