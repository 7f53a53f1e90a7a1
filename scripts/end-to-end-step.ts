import { createServer } from 'node:net'
import { findChromium } from './find-chromium.ts'
import type { Step } from './run-step.ts'

/** The Playwright run with the browser that was found, or the sentence that says why there is none. */
export async function endToEndStep(args: readonly string[]): Promise<Step | { readonly sentence: string }> {
  const chromium = findChromium()
  if (chromium.kind === 'none') return { sentence: chromium.sentence }
  return {
    title: 'End-to-end tests',
    command: 'playwright',
    args: ['test', ...args],
    env: {
      E2E_PORT: String(await freePort()),
      ...(chromium.kind === 'path' ? { CHROMIUM_PATH: chromium.path } : {}),
    },
  }
}

/** A port that nothing listens on now, so that two runs on one machine do not meet. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('the system gave no port')
  return address.port
}
