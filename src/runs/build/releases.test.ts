import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { decodeRun } from '../../../engine/scenario/run/decode-run.ts'
import { modelChangelog } from '../../../content/model-changelog.ts'
import { loadEngine } from '../../../scripts/engine-realm.ts'
import type { ShippedScenario } from '../../playground/bench/shipped-scenario.ts'
import { builtScenario } from './build-time-run.ts'
import { unexplainedVerdicts } from './changed-verdicts.ts'
import { engineHashOf, readReleases, writeRelease, type Release } from './releases.ts'
import { scenarioIds } from './scenario-folders.ts'

const folder = mkdtempSync(join(tmpdir(), 'releases-'))
afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

const scenario = (lost: number): ShippedScenario => ({
  id: 'durability/one',
  title: 'One',
  entry: 'scenario.ts',
  files: { 'scenario.ts': '// one' },
  hash: 'cafe',
  engineHash: 'e',
  seed: 7,
  parameters: [],
  digest: { hash: 'h', rows: [{ lane: 'Flume', destination: 'archive', owed: 10, delivered: 10 - lost, lost, duplicates: 0 }] },
})

const release = (script: string, releasedOn: string): Release => ({ engineHash: engineHashOf(script), releasedOn, script, declarations: 'export {}', scenarios: [scenario(4)] })

describe('released engines', () => {
  it('come back as they were released, the oldest first', () => {
    const [first, second] = [release('var KafkaVsFlume = 1', '2026-01-02'), release('var KafkaVsFlume = 2', '2026-01-01')]
    writeRelease(folder, first)
    writeRelease(folder, second)
    expect(readReleases(folder)).toEqual([second, first])
    expect(() => { writeRelease(folder, first) }).toThrow('released already')
  })

  it('are refused when their bytes are not the released ones', () => {
    const made = release('var KafkaVsFlume = 1', '2026-01-01')
    writeRelease(folder, made)
    writeFileSync(join(folder, made.engineHash, 'engine.js.br'), brotliCompressSync('var KafkaVsFlume = 3'))
    expect(() => readReleases(folder)).toThrow('released bytes never change')
    appendFileSync(join(folder, made.engineHash, 'engine.js.br'), 'x')
    expect(() => readReleases(folder)).toThrow()
  })

  it('are none where nothing was released', () => {
    expect(readReleases(join(folder, 'nothing'))).toEqual([])
  })
})

describe('what was released', () => {
  const releases = readReleases()

  it('still runs to the verdict of its day, and its runs can still be read', { timeout: 240_000 }, async () => {
    for (const { engineHash, script, scenarios } of releases) {
      mkdirSync(join(folder, engineHash), { recursive: true })
      writeFileSync(join(folder, engineHash, 'engine.js'), script)
      writeFileSync(join(folder, engineHash, 'engine-hash.txt'), engineHash)
      for (const { id, files, entry, digest } of scenarios) {
        const { engine, drain } = loadEngine(join(folder, engineHash))
        const run = decodeRun(structuredClone(await engine.runScenario({ files, entry, engineHash, drain })))
        expect(run.hash, `${id} with ${engineHash}`).toBe(digest.hash)
      }
    }
  })
})

describe('a verdict that changed since a release', () => {
  const before = release('var KafkaVsFlume = 1', '2026-01-01')

  it('has to be explained in the changelog, for that scenario and that release', () => {
    expect(unexplainedVerdicts(before, [scenario(5)], [])).toHaveLength(1)
    const entry = { on: '2026-02-01', since: before.engineHash, scenarios: ['durability/one'], because: 'The channel syncs.' }
    expect(unexplainedVerdicts(before, [scenario(5)], [entry])).toEqual([])
    expect(unexplainedVerdicts(before, [scenario(5)], [{ ...entry, since: 'another' }])).toHaveLength(1)
    expect(unexplainedVerdicts(before, [scenario(5)], [{ ...entry, scenarios: ['durability/two'] }])).toHaveLength(1)
  })

  it('needs no entry when it is the same, or when the files are others', () => {
    expect(unexplainedVerdicts(before, [scenario(4)], [])).toEqual([])
    expect(unexplainedVerdicts(before, [{ ...scenario(5), hash: 'beef' }], [])).toEqual([])
  })

  it('is explained for everything that was released', { timeout: 120_000 }, async () => {
    const releases = readReleases()
    const present = releases.length === 0 ? [] : (await Promise.all(scenarioIds().map(builtScenario))).map(({ shipped }) => shipped)
    expect(releases.flatMap((released) => unexplainedVerdicts(released, present, modelChangelog))).toEqual([])
  })
})
