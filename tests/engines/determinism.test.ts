import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RunDocument } from '../../engine/host.ts'
import { loadEngine } from '../../scripts/engine-realm.ts'
import { smallScenario } from './small-scenario.ts'

async function run(options: { readonly seed?: number; readonly text?: string } = {}): Promise<RunDocument> {
  const { engine, drain } = loadEngine()
  const files = { ...smallScenario, 'scenario.ts': options.text ?? smallScenario['scenario.ts'] ?? '' }
  const result = await engine.runScenario({ files, entry: 'scenario.ts', drain, seed: options.seed })
  expect(result.error).toBeUndefined()
  return result
}

describe('a run', { timeout: 90_000 }, () => {
  it('has the same hash when it is repeated, and another with another seed', async () => {
    const [first, second, other] = [await run(), await run(), await run({ seed: 4 })]
    expect(second.hash).toBe(first.hash)
    expect(other.hash).not.toBe(first.hash)
  })

  it('leaves nothing behind in its realm for the next one', async () => {
    const { engine, drain } = loadEngine()
    const again = async (): Promise<string> => (await engine.runScenario({ files: smallScenario, entry: 'scenario.ts', drain })).hash
    expect(await again()).toBe(await again())
    expect(await again()).toBe((await run()).hash)
  })

  it('does not depend on the machine’s time zone and locale', () => {
    const folder = mkdtempSync(join(tmpdir(), 'run-'))
    for (const [name, text] of Object.entries(smallScenario)) writeFileSync(join(folder, name), text)
    const outputs = [{ TZ: 'UTC', LANG: 'C' }, { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }].map((env) =>
      execFileSync(process.execPath, ['scripts/start.mjs', 'run', folder, '--json'], { env: { ...process.env, ...env }, encoding: 'utf8' }))
    expect(outputs[1]).toBe(outputs[0])
    expect(outputs[0]).toContain('"hash"')
  })

  it('leaves the hashes of all other components as they are when an unrelated one is added', async () => {
    const before = await run()
    const text = (smallScenario['scenario.ts'] ?? '').replace('/* more in Flume */', "agent('a1', { conf, on: host('unrelated') })")
    const after = await run({ text })
    const changed = [...before.componentHashes].filter(([name, hash]) => after.componentHashes.get(name) !== hash).map(([name]) => name)
    expect(changed).toEqual([])
    expect(after.componentHashes.size).toBeGreaterThan(before.componentHashes.size)
    const hashOf = (result: RunDocument, lane: string): string | undefined => result.lanes.find(({ name }) => name === lane)?.hash
    expect(hashOf(after, 'Kafka')).toBe(hashOf(before, 'Kafka'))
    expect(hashOf(after, 'Flume')).not.toBe(hashOf(before, 'Flume'))
  })

  it('is one lane’s own affair: taking the other lane away leaves its hash as it is', async () => {
    const before = await run()
    const text = (smallScenario['scenario.ts'] ?? '').replace(/const flume = lane\([\s\S]*?\n {6}\}\)\n/, '').replace("flume.agent('a1').kill({ for: '2s' })", '')
    const after = await run({ text })
    expect(after.lanes.map(({ name }) => name)).toEqual(['Kafka'])
    expect(after.lanes[0]?.hash).toBe(before.lanes.find(({ name }) => name === 'Kafka')?.hash)
  })
})
