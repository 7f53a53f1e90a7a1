import { findChromium } from './find-chromium.ts'
import type { Step } from './run-step.ts'

/** The Playwright run with the browser that was found, or the sentence that says why there is none. */
export function endToEndStep(args: readonly string[]): Step | { readonly sentence: string } {
  const chromium = findChromium()
  if (chromium.kind === 'none') return { sentence: chromium.sentence }
  return {
    title: 'End-to-end tests',
    command: 'playwright',
    args: ['test', ...args],
    env: chromium.kind === 'path' ? { CHROMIUM_PATH: chromium.path } : {},
  }
}
