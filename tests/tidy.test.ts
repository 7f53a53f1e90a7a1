import { describe, expect, it } from 'vitest'
import { componentTexts, parseSource, typeScriptFiles } from './source-file.ts'
import { engineFindings } from './tidy-engine.ts'
import {
  docCommentFindings,
  fileLengthFindings,
  functionLengthFindings,
  nameFindings,
  silencedCheckFindings,
} from './tidy-shape.ts'
import { unusedExportFindings } from './unused-exports.ts'

const files = typeScriptFiles()
const lines = (count: number): string => 'step()\n'.repeat(count)

describe('the sources', () => {
  const rules = [
    ['depend on nothing but their inputs in engine/', engineFindings],
    ['are short files', fileLengthFindings],
    ['have short functions', functionLengthFindings],
    ['are named after the one thing in them', nameFindings],
    ['silence no check', silencedCheckFindings],
    ['explain what they export', docCommentFindings],
  ] as const
  it.each(rules)('%s', (_rule, findings) => {
    expect(files.length).toBeGreaterThan(0)
    expect(files.flatMap((file) => findings(file))).toEqual([])
  })

  it('export nothing that nobody imports', () => {
    expect(unusedExportFindings(files, componentTexts())).toEqual([])
  })
})

describe('the rule on what a run may depend on', () => {
  const refused = [
    'const now = Date.now()',
    'const at = new Date()',
    'const chance = Math.random()',
    'const angle = Math.atan2(1, 2)',
    'setTimeout(step, 10)',
    'const later = setTimeout',
    'const text = (1).toLocaleString()',
    'names.sort((a, b) => a.localeCompare(b))',
    'const half = 2 ** 0.5',
    'const power = (n: number) => 10 ** n',
    'let count = 0',
    'export const cache = new Map<string, number>()',
    'const lists: Map<string, number> = new Map()',
  ]
  it.each(refused)('refuses %s', (text) => {
    expect(engineFindings(parseSource('engine/sim/sample.ts', text))).not.toEqual([])
  })

  const allowed = [
    'const root = Math.sqrt(2)',
    'const kibibyte = 2 ** 10',
    'const limit = 2n ** 63n',
    'const power = (bits: number) => 2 ** bits',
    'const names: ReadonlyMap<string, number> = new Map([["a", 1]])',
    'function run() { let count = 0; const seen = new Map(); return [count, seen] }',
    'interface Message { readonly Date: string }',
    'const message = { Date: 1 }; const day = message.Date',
    'function kill(process: Process) { process.stop() }',
  ]
  it.each(allowed)('allows %s', (text) => {
    expect(engineFindings(parseSource('engine/sim/sample.ts', text))).toEqual([])
  })

  it('leaves tests and the site alone', () => {
    expect(engineFindings(parseSource('engine/sim/sample.test.ts', 'Date.now()'))).toEqual([])
    expect(engineFindings(parseSource('src/site/sample.ts', 'Date.now()'))).toEqual([])
  })
})

describe('the rules on shape', () => {
  it('refuse a file of 301 lines and take one of 300, or a long one that is a table of data', () => {
    expect(fileLengthFindings(parseSource('src/long.ts', lines(301)))).toHaveLength(1)
    expect(fileLengthFindings(parseSource('src/fits.ts', lines(300)))).toEqual([])
    expect(fileLengthFindings(parseSource('src/table.ts', `/* data table */\n${lines(400)}`))).toEqual([])
  })

  it('refuse a function of 61 lines, a method or an arrow as well, and take one of 60', () => {
    const path = 'src/long.ts'
    expect(functionLengthFindings(parseSource(path, `function f() {\n${lines(59)}}`))).toHaveLength(1)
    expect(functionLengthFindings(parseSource(path, `const f = () => {\n${lines(59)}}`))).toHaveLength(1)
    expect(functionLengthFindings(parseSource(path, `class C { f() {\n${lines(59)}} }`))).toHaveLength(1)
    expect(functionLengthFindings(parseSource(path, `function f() {\n${lines(58)}}`))).toEqual([])
  })

  it.each(['src/utils.ts', 'engine/kafka/helpers/log.ts', 'scripts/util.ts'])('refuse the name %s', (path) => {
    expect(nameFindings(parseSource(path, ''))).toHaveLength(1)
  })

  it('take a name that only contains such a word', () => {
    expect(nameFindings(parseSource('engine/kafka/common-prefix.ts', ''))).toEqual([])
  })

  it('refuse a silenced check', () => {
    expect(silencedCheckFindings(parseSource('src/a.ts', ['// eslint', 'disable-next-line no-var'].join('-')))).toHaveLength(1)
  })

  it('refuse an export without a doc comment and take one with it', () => {
    expect(docCommentFindings(parseSource('src/a.ts', '// a note\nexport const a = 1'))).toHaveLength(1)
    expect(docCommentFindings(parseSource('src/a.ts', 'export interface A {}'))).toHaveLength(1)
    expect(docCommentFindings(parseSource('src/a.ts', '/** The first. */\nexport const a = 1\nconst b = 2'))).toEqual([])
  })
})

describe('the rule on unused exports', () => {
  const target = parseSource('src/a.ts', 'export const a = 1; export function b() {}; export interface C {}')

  it('refuses what nobody imports', () => {
    expect(unusedExportFindings([target], [])).toHaveLength(3)
  })

  it('counts imports of files, of components, and of everything at once', () => {
    const file = parseSource('src/deep/b.ts', "import { a as other } from '../a.ts'")
    const component = { path: 'src/D.astro', text: "---\nimport { b, type C } from './a.ts'\n---" }
    expect(unusedExportFindings([target, file], [component])).toEqual([])
    expect(unusedExportFindings([target, parseSource('src/b.ts', "import * as all from './a.ts'")], [])).toEqual([])
  })

  it('takes a type that a used declaration of its file mentions, but not such a value', () => {
    const shapes = parseSource('src/a.ts', 'export interface Point { x: number }; const origin: Point = { x: 0 }')
    expect(unusedExportFindings([shapes], [])).toEqual([])
    const values = parseSource('src/a.ts', 'export const one = 1; const two = one + one')
    expect(unusedExportFindings([values], [])).toHaveLength(1)
  })
})
