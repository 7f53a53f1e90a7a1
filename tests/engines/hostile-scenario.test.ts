import { describe, expect, it } from 'vitest'
import { loadEngine } from '../../scripts/engine-realm.ts'
import type { RunDocument } from '../../engine/host.ts'

/** Runs a scenario whose builder has this body, in a realm of its own. */
async function run(body: string, head = ''): Promise<RunDocument> {
  const { engine, drain } = loadEngine()
  const text = `import { scenario, load } from 'kafka-vs-flume'\n${head}\nexport default scenario({ duration: '5s', limits: { steps: 100000 } }, (kit) => {\n${body}\n})`
  return engine.runScenario({ files: { 'scenario.ts': text }, entry: 'scenario.ts', drain })
}

describe('a hostile scenario', { timeout: 90_000 }, () => {
  it.each([
    'Array.prototype.push = () => 0', 'Object.prototype.polluted = 1', '({}).__proto__.polluted = 1', 'Map.prototype.get = () => 0',
    'Promise.prototype.then = () => 0', 'Object.getPrototypeOf(() => 1).call = () => 0', 'Error.prepareStackTrace = () => 0', 'Math.floor = () => 0',
    'Date.now = () => 0', 'JSON.stringify = () => "{}"', 'Object.getPrototypeOf([][Symbol.iterator]()).next = () => ({ done: true })',
    'Object.getPrototypeOf(async () => {}).x = 1', 'Object.prototype.toString = () => ""', 'Error.prototype.message = "x"',
    'kit.expect = () => 0', 'kit.lane("A", () => {}).lost = 0', 'Object.defineProperty(kit.lane("A", () => {}), "lost", { value: 0 })',
    'Object.getPrototypeOf(kit.lane("A", () => {}).lost).value = 1', 'scenario.prototype = {}; load.steady = () => 0',
    'Object.setPrototypeOf(Array.prototype, { x: 1 })', 'Object.getPrototypeOf(Int8Array).prototype.set = 1',
  ])('cannot change what the engine stands on: %s', async (body) => {
    const result = await run(body)
    expect(result.error?.message).toMatch(/^TypeError/)
    expect(result.error?.position?.line).toBe(4)
  })

  it.each([
    '(() => {}).constructor("return 1")()', '(async () => {}).constructor("return 1")', '(function* () {}).constructor("return 1")',
    'Reflect.construct((() => {}).constructor, ["return 1"])', '[].map.constructor("return 1")()', 'new Date().toISOString.constructor("return 1")',
    'kit.lane.constructor("return 1")()', '[].toLocaleString()', '"a".localeCompare("b")', '(1).toLocaleString()',
  ])('cannot make code from text or ask for the locale: %s', async (body) => {
    expect((await run(body)).error?.message).toMatch(/cannot be made from text|not available in a scenario|not a constructor/)
  })

  it.each([
    'kit.expect({ name: "A: lost", value: 0 }).toBe(0)', 'kit.expect(new Proxy(kit.lane("A", () => {}).lost, {})).toBe(0)',
    'kit.lane("A", ({ host }) => { host({ toString: () => "x" }) })', 'new (kit.lane("A", () => {}).lost.constructor)("A: lost", () => 0)',
    'new (load.steady({ perSecond: 1 }).constructor)({})',
  ])('cannot pass something of its own for something of the engine: %s', async (body) => {
    expect((await run(body)).error).toBeDefined()
  })

  it.each([
    'throw { get message() { throw 1 }, toString() { throw 2 } }', 'throw new Proxy({}, { get() { throw 1 }, has() { throw 2 }, getPrototypeOf() { throw 3 } })',
    'kit.param("x", 1, { get min() { throw new Error("mine") } })', 'kit.param("x", 1, new Proxy({}, { ownKeys() { throw new Error("mine") } }))',
    'kit.at("1s", () => ({ get then() { throw new Error("mine") } }))', 'kit.at("1s", async () => { throw null })',
    'kit.at("1s", () => ({ then(resolve, reject) { reject(new Error("mine")) } }))', 'kit.when(() => { throw new Error("mine") }, () => {})',
    'kit.expect(() => { throw new Error("mine") }).toBe(1)',
  ])('ends with its own error whatever it throws: %s', async (body) => {
    const result = await run(body)
    expect(result.error?.message).toBeDefined()
    expect(result.error?.message).not.toMatch(/defect/)
  })

  it('learns nothing of the machine from the stack of an error', async () => {
    const result = await run('const { stack } = new Error("x"); const { stack: ofEngine } = (() => { try { kit.at("nonsense", 1) } catch (thrown) { return thrown } })(); console.log(stack); console.log(ofEngine)')
    expect(result.console.map(({ text }) => text.replaceAll(/:\d+/g, ''))).toEqual(['at scenario:///scenario.ts', 'at scenario:///scenario.ts\nat scenario:///scenario.ts'])
  })

  it('shows any value on the console without coming to harm', async () => {
    const result = await run('console.log(new Proxy({}, { ownKeys() { throw 1 } }), { get a() { throw 1 } }, Symbol("s"), 5n, () => 1, null, new Map([[1, { a: [] }]])); const a = {}; a.a = a; console.log(a)')
    expect(result.error).toBeUndefined()
    expect(result.console).toHaveLength(2)
  })

  it('is ended at its limit of console lines and of steps, also when it catches the error and goes on later', async () => {
    const flood = await run('for (let i = 0; i < 5000; i++) console.log(i)')
    expect(flood.limitReached?.limit).toBe('consoleLines')
    const stubborn = await run('kit.at("1s", async () => { for (;;) try { for (;;) await null } catch { await kit.sleep("1s") } })')
    expect(stubborn.limitReached?.limit).toBe('steps')
    expect(stubborn.limitReached?.sentence).toContain('scenario.ts, line 4')
  })
})
