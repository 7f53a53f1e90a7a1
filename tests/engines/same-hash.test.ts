import { describe, expect, it } from 'vitest'
import { loadEngine } from '../../scripts/engine-realm.ts'
import { runInQuickJs } from './quickjs-engine.ts'
import { smallScenario as files } from './small-scenario.ts'

describe('the engine’s bundle', () => {
  it('gives the same hashes in V8 and in QuickJS', { timeout: 120_000 }, async () => {
    const { engine, drain } = loadEngine()
    const inV8 = await engine.runScenario({ files, entry: 'scenario.ts', drain })
    expect(inV8.error).toBeUndefined()
    const inQuickJs = await runInQuickJs('dist-engine/engine.js', files)
    expect(inQuickJs.error).toBeUndefined()
    expect(inQuickJs.componentHashes).toEqual(Object.fromEntries(inV8.componentHashes))
    expect(inQuickJs.hash).toBe(inV8.hash)
    expect(inQuickJs.sentence).toBe(engine.verdictSentence(inV8))
  })
})
