import { describe, expect, it } from 'vitest'
import { LimitError } from '../../sim/limits.ts'
import { loadScenario } from './load-scenario.ts'
import type { ScenarioFiles } from './load-scenario.ts'
import { readerRealm } from './reader-realm.ts'
import { ReaderSession } from './reader-session.ts'
import { ScenarioError } from './scenario-error.ts'
import { SourceSet } from './source-set.ts'

function load(files: ScenarioFiles | string, steps = 100_000): { exports: Readonly<Record<string, unknown>>; session: ReaderSession; sources: SourceSet } {
  const session = new ReaderSession({ steps })
  const sources = new SourceSet()
  const realm = readerRealm(session)
  const all = typeof files === 'string' ? { 'scenario.ts': files } : files
  const exports = loadScenario({ files: all, entry: 'scenario.ts', realm, api: { twice: (x: number) => 2 * x }, session, sources })
  return { exports, session, sources }
}

function failure(text: string): ScenarioError {
  try {
    load(text)
  } catch (error) {
    if (error instanceof ScenarioError) return error
    throw error
  }
  throw new Error('the scenario was accepted')
}

describe('loadScenario', () => {
  it('runs TypeScript with guards in every kind of loop and function as if there were none', () => {
    const { exports } = load(`
      import { twice as double } from 'kafka-vs-flume'
      type Row = { readonly n: number }
      enum Level { Low = 1, High }
      class Counter<T> { #n = 0; static zero = () => new Counter<string>(); add(by: number): this { this.#n += by; return this } get n() { return this.#n } }
      const arrow = (x: number) => ({ n: x ** 2 } satisfies Row)
      const nested = (a: number) => (b: number) => a ** b ** 2
      function* upTo(n: number) { for (let i = 0; i < n; i++) yield i }
      let sum = 0
      for (const i of upTo(5)) sum += i
      for (const key in { a: 1, b: 2 }) if (key) sum += 10
      let turns = 0
      while (turns < 3) turns++
      do turns--; while (turns > 0)
      label: for (;;) { for (;;) break label }
      const { a, ...rest } = { a: 1, b: 2, c: 3 }
      var hoisted = typeof nowhere === 'undefined'
      export const results = [double(4), Level.High, Counter.zero().add(2).n, arrow(3).n, nested(2)(2), sum, turns, rest, hoisted]
      export default function named() { return results.length }
      export { sum as total }
    `)
    expect(exports['results']).toEqual([8, 2, 2, 9, 16, 30, 0, { b: 2, c: 3 }, true])
    expect(exports['total']).toBe(30)
    expect((exports['default'] as () => number)()).toBe(9)
  })

  it('imports the other files of the scenario, and .conf files as their text', () => {
    const files = {
      'scenario.ts': "import conf from './flume.conf'\nimport { rate } from './rates.ts'\nexport default conf + rate",
      'flume.conf': 'a1.sources = r1\n',
      'rates.ts': 'export const rate: number = 5',
    }
    expect(load(files).exports['default']).toBe('a1.sources = r1\n5')
    expect(() => load({ 'scenario.ts': "import './absent.ts'" })).toThrow('There is no file absent.ts')
    expect(() => load({ 'scenario.ts': "import fs from 'node:fs'; fs()" })).toThrow("'node:fs' cannot be imported")
  })

  it.each(['for (;;) {}', 'while (true) ;', 'do {} while (true)', 'const f = (): void => { try { f() } catch { f() } }; for (;;) f()'])(
    'ends %s at a fixed step, with the line of the hottest place',
    (loop) => {
      let caught: unknown
      try {
        load(`const before = 1\n\n  ${loop}`)
      } catch (error) {
        caught = error
      }
      expect(caught).toBeInstanceOf(LimitError)
      expect((caught as LimitError).reached.usedBy).toMatch(/^scenario\.ts, line 3, column \d+$/)
    },
  )

  it('remembers that the steps were used up even when the code catches the error', () => {
    expect(load('try { for (;;) {} } catch {}').session.limitReached?.limit).toBe('steps')
  })

  it.each([
    ['fetch("x")', 1, 1], ['const x: number = 1\nlet y = x + globalThis.z', 2, 13], ['const f = (a: string, b: number) => setTimeout(f)', 1, 37],
    ['eval("1")', 1, 1], ['  import("./x.ts")', 1, 3], ['let x: number = 2; x **= 3', 1, 20], ['namespace A { export const a = 1 }', 1, 1],
    ['const a: number = ;', 1, 19], ['const $__step = () => {}', 1, 7], ['try {} catch (e: unknown) {}\ne', 2, 1],
    ['{ let inner = 1 }\ninner', 2, 1], ['const a = 1\nconst a = 2', 2, 7], ['await 1', 1, 1],
    ['try {} catch (error) { error.stack }', 1, 30],
  ])('refuses %j at line %i, column %i', (text, line, column) => {
    expect(failure(text).position).toEqual({ file: 'scenario.ts', line, column })
  })

  it('names the place of an exception in the text as written', () => {
    const session = new ReaderSession({})
    const sources = new SourceSet()
    const text = 'const list: readonly string[] = []\nfor (const i of [1]) {\n  const x: number = i as number; list[i].length\n}'
    try {
      loadScenario({ files: { 'scenario.ts': text }, entry: 'scenario.ts', realm: readerRealm(session), api: {}, session, sources })
      expect.unreachable()
    } catch (error) {
      expect(sources.positionOf(error)).toEqual({ file: 'scenario.ts', line: 3, column: 42 })
    }
  })

  it('has virtual time, and neither a clock nor chance of the machine', () => {
    const { exports } = load('export default [Date.now(), new Date().toISOString(), Math.log(Math.E), new Date("2026-02-03").getUTCDate()]')
    expect(exports['default']).toEqual([1_767_225_600_000, '2026-01-01T00:00:00.000Z', 1, 3])
    expect(() => load('Math.random()')).toThrow('no seed')
  })
})
