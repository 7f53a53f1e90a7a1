import { describe, expect, it } from 'vitest'
import { loadEngine } from '../../scripts/engine-realm.ts'
import { runInQuickJs } from './quickjs-engine.ts'

const bundle = 'dist-engine/engine.js'
const files = {
  'scenario.ts': `
    import { scenario, load } from 'kafka-vs-flume'
    export default scenario({ seed: 3, duration: '20s' }, ({ lane, at, sleep }) => {
      const arrivals = load.poisson({ perSecond: 50, value: (n) => 'line ' + n + Math.sin(n) })
      const one = lane('One', ({ host }) => { host('machine') })
      at('5s', async () => {
        one.host('machine').powerCut({ for: '3s' })
        for (let turn = 0; turn < 5; turn++) { await sleep('100ms'); console.log(new Date(), Math.random(), Math.exp(turn), 1.1 ** turn, 7 ** 0.3) }
        await Promise.all([sleep('1s'), Promise.resolve().then(() => Promise.resolve()).then(() => sleep('2s')).then(() => console.log('deep', [...arrivals.name]))])
      })
    })`,
}

describe('the engine’s bundle', () => {
  it('gives the same hashes in V8 and in QuickJS', async () => {
    const { engine, drain } = loadEngine()
    const inV8 = await engine.runScenario({ files, entry: 'scenario.ts', drain })
    expect(inV8.error).toBeUndefined()
    const inQuickJs = await runInQuickJs(bundle, files)
    expect(inQuickJs.error).toBeUndefined()
    expect(inQuickJs.componentHashes).toEqual(Object.fromEntries(inV8.componentHashes))
    expect(inQuickJs.hash).toBe(inV8.hash)
  })
})
