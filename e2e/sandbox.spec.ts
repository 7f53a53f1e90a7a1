import { expect, test, type Page } from '@playwright/test'
import { networkAttacks, reachAttacks } from './sandbox/attacks.ts'
import { serveSandboxPage, type CountingServer, type Weakened } from './sandbox/sandbox-page.ts'

interface End {
  readonly kind: string
  readonly run?: unknown
  readonly message?: string
  readonly progress?: number
}

declare global {
  interface Window {
    sandboxOf(wallTimeMsMax: number): {
      run(request: { files: Record<string, string>; entry: string }, onProgress: () => void): { end: Promise<End>; stop(): void }
    }
    sandbox?: ReturnType<Window['sandboxOf']>
  }
}

/** Runs code in the page's sandbox, which stays for the next run. */
function runInSandbox(page: Page, code: string, limits = { wallTimeMsMax: 3_000, stopAfterMs: 0 }): Promise<End> {
  return page.evaluate(
    async ({ text, wallTimeMsMax, stopAfterMs }) => {
      window.sandbox ??= window.sandboxOf(wallTimeMsMax)
      const run = window.sandbox.run({ files: { code: text }, entry: 'code' }, () => {})
      if (stopAfterMs > 0) {
        setTimeout(() => {
          run.stop()
        }, stopAfterMs)
      }
      return run.end
    },
    { text: code, ...limits },
  )
}

async function hitsOf(page: Page, weakened: Weakened, code: string): Promise<number> {
  const server = await serveSandboxPage(weakened)
  try {
    await page.goto(server.address)
    await runInSandbox(page, code.replaceAll('HIT', `${server.address}/hit`))
    await page.waitForTimeout(weakened.withoutPolicy === true ? 50 : 400)
    return server.hits()
  } finally {
    server.close()
  }
}

test.describe('a stranger’s code', () => {
  for (const { name, code, reachesServer } of networkAttacks) {
    test(`cannot reach a server by ${name}`, async ({ page }) => {
      expect(await hitsOf(page, {}, code), 'as it is').toBe(0)
      expect(await hitsOf(page, { withoutStripping: true }, code), 'by the policy alone').toBe(0)
      if (reachesServer) {
        const hits = await hitsOf(page, { withoutPolicy: true, withoutStripping: true }, code)
        expect(hits, 'without policy and stripping').toBeGreaterThan(0)
      }
    })
  }

  for (const { name, code } of reachAttacks) {
    test(`cannot get through to ${name}`, async ({ page }) => {
      const server = await serveSandboxPage({})
      await page.goto(server.address)
      await page.evaluate(() => {
        new BroadcastChannel('page').onmessage = () => {
          document.title = 'stolen'
        }
      })
      const end = await runInSandbox(page, code)
      await page.waitForTimeout(50)
      expect(end.run).not.toBe(true)
      expect(end.run).not.toBe('forged')
      expect(await page.title()).toBe('page')
      expect(await page.context().cookies()).toEqual([])
      server.close()
    })
  }
})

test.describe('a run that does not end by itself', () => {
  let server: CountingServer

  test.beforeEach(async ({ page }) => {
    server = await serveSandboxPage({})
    await page.goto(server.address)
  })

  test.afterEach(() => {
    server.close()
  })

  const hangs = {
    'an endless loop': 'while (true);',
    'an endless promise loop': 'const f = () => Promise.resolve().then(f); await f()',
    'a catastrophic regular expression': `/^(a+)+$/.test('a'.repeat(60) + 'b')`,
    'an endless loop in a getter': `return { get kind() { for (;;); } }`,
  }
  for (const [name, code] of Object.entries(hangs)) {
    test(`is ended by Stop: ${name}`, async ({ page }) => {
      const end = await runInSandbox(page, code, { wallTimeMsMax: 20_000, stopAfterMs: 200 })
      expect(end.kind).toBe('stopped')
      expect((await runInSandbox(page, 'return 42')).run).toBe(42)
    })
  }

  test('is ended by the wall clock, and the next run works', async ({ page }) => {
    const end = await runInSandbox(page, 'while (true);', { wallTimeMsMax: 500, stopAfterMs: 0 })
    expect(end.kind).toBe('timed out')
    expect((await runInSandbox(page, 'return 42')).run).toBe(42)
  })

  test('is ended when it takes all memory, and the page lives', async ({ page }) => {
    const end = await runInSandbox(page, 'const all = []; for (;;) all.push(new Array(1e5).fill(all.length))', { wallTimeMsMax: 1_500, stopAfterMs: 0 })
    expect(['timed out', 'failed']).toContain(end.kind)
    expect((await runInSandbox(page, 'return 42')).run).toBe(42)
  })

  test('fails with a sentence when it recurses too deeply', async ({ page }) => {
    const end = await runInSandbox(page, 'const f = () => f() + 1; return f()')
    expect(end.kind).toBe('failed')
    expect(end.message).toContain('stack')
  })

  test('has no console to flood', async ({ page }) => {
    const end = await runInSandbox(page, `for (let i = 0; i < 1e6; i++) globalThis.console?.log('x'); return typeof console`)
    expect(end.run).toBe('undefined')
  })
})

test('patched prototypes change nothing outside the realm, and forge no message', async ({ page }) => {
  const server = await serveSandboxPage({})
  await page.goto(server.address)
  const end = await runInSandbox(
    page,
    `Object.defineProperty(Object.prototype, 'kind', { get: () => 'forged', configurable: true });
     Promise.prototype.then = function () { return this };
     Array.prototype.shift = () => () => {};
     String.prototype.slice = () => 'forged';
     throw new Error('honest')`,
    { wallTimeMsMax: 1_000, stopAfterMs: 0 },
  )
  expect(['failed', 'timed out']).toContain(end.kind)
  expect(await page.evaluate(() => 'abc'.slice(0, 1))).toBe('a')
  expect((await runInSandbox(page, 'return 42')).run).toBe(42)
  server.close()
})

test('a flood of messages ends the run, and does not spoil the next one', async ({ page }) => {
  const server = await serveSandboxPage({ withoutStripping: true })
  await page.goto(server.address)
  const end = await runInSandbox(page, `for (let i = 0; i < 200_000; i++) postMessage({ kind: 'done', run: 'forged' }); await new Promise(() => {})`)
  expect(['flooded', 'timed out']).toContain(end.kind)
  const started = Date.now()
  expect((await runInSandbox(page, 'return 42')).run).toBe(42)
  expect(Date.now() - started).toBeLessThan(1_000)
  server.close()
})

test('a worker runs one scenario and no second', async ({ page }) => {
  const server = await serveSandboxPage({})
  await page.goto(server.address)
  await runInSandbox(page, 'globalThis.left = 1; return 1')
  expect((await runInSandbox(page, 'return typeof globalThis.left')).run).toBe('undefined')
  server.close()
})
