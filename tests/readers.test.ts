import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadEngine } from '../scripts/engine-realm.ts'
import { readScenario } from '../scripts/scenario-files.ts'

const root = 'tests/readers'

describe.each(readdirSync(root))('the reader’s program %s', { timeout: 90_000 }, (name) => {
  it('runs to its end, with books that balance', async () => {
    const { engine, drain } = loadEngine()
    const run = await engine.runScenario({ ...readScenario(join(root, name)), drain })
    expect(run.error).toBeUndefined()
    expect(run.limitReached).toBeUndefined()
    const owed = run.lanes.flatMap(({ destinations }) => destinations)
    expect(owed.flatMap(({ imbalances }) => imbalances)).toEqual([])
    expect(owed.length).toBeGreaterThan(0)
    expect(run.expectations.filter(({ isMet }) => !isMet)).toEqual([])
  })
})

describe('a program whose flume.conf names brokers that are not there', () => {
  it('is told so, with the machines that are', async () => {
    const { engine, drain } = loadEngine()
    const run = await engine.runScenario({ ...readScenario(join(root, 'everything-grows')), drain })
    expect(run.diagnostics.map(({ message }) => message).join('\n')).toContain('no machine of the lane has a name of kafka.bootstrap.servers = kafka-1:9092')
  })
})
