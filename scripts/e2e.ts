// The end-to-end tests against the built site; further arguments go to Playwright.
import { endToEndStep } from './end-to-end-step.ts'
import { runStep } from './run-step.ts'

const step = await endToEndStep(process.argv.slice(2))
if ('sentence' in step) {
  console.error(step.sentence)
  process.exitCode = 1
} else {
  const { ok } = await runStep(step)
  process.exitCode = ok ? 0 : 1
}
