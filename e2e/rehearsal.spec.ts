import { expect, test, type Page } from '@playwright/test'
import { serveSandboxPage, type CountingServer } from './sandbox/sandbox-page.ts'

interface RehearsingSandbox {
  rehearse(request: { files: Record<string, string>; entry: string }): void
  run(request: { files: Record<string, string>; entry: string }, onProgress: () => void, isShipped?: boolean): { end: Promise<{ run?: unknown }> }
}

let server: CountingServer

test.beforeEach(async ({ page }) => {
  server = await serveSandboxPage({})
  await page.goto(server.address)
})

test.afterEach(() => {
  server.close()
})

/** Runs codes one after another in one sandbox, after a rehearsal if there is one. @returns what each returned */
function runAll(page: Page, codes: readonly { code: string; isShipped: boolean }[], rehearsal = ''): Promise<unknown[]> {
  return page.evaluate(
    async ({ requests, rehearsed }) => {
      const wait = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 500) })
      const sandbox = window.sandboxOf(10_000) as unknown as RehearsingSandbox
      if (rehearsed !== '') sandbox.rehearse({ files: { code: rehearsed }, entry: 'code' })
      const results: unknown[] = []
      for (const { code, isShipped } of requests) {
        await wait()
        results.push((await sandbox.run({ files: { code }, entry: 'code' }, () => {}, isShipped).end).run)
      }
      return results
    },
    { requests: codes, rehearsed: rehearsal },
  )
}

test('only code as the site ships it leaves its worker to the next run', async ({ page }) => {
  const look = 'globalThis.left = (globalThis.left ?? 0) + 1; return globalThis.left'
  const results = await runAll(page, [true, true, false, false, true].map((isShipped) => ({ code: look, isShipped })))
  expect(results).toEqual([1, 2, 3, 1, 1])
})

test('each spare worker rehearses before it gets a run', async ({ page }) => {
  const look = { code: 'return globalThis.rehearsed > 0', isShipped: false }
  const rehearsal = 'globalThis.rehearsed = (globalThis.rehearsed ?? 0) + 1'
  expect(await runAll(page, [look, look], rehearsal)).toEqual([true, true])
  expect(await runAll(page, [look])).toEqual([false])
})

test('a run is heard while a rehearsal waits for its turn', async ({ page }) => {
  const run = { code: 'return 42', isShipped: false }
  expect(await runAll(page, [run], 'await new Promise(() => {})')).toEqual([42])
})
