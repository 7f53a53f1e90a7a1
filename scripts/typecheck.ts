import { runStep } from './run-step.ts'
import { typeChecks } from './type-checks.ts'

let failed = 0
for (const check of typeChecks) {
  const { ok } = await runStep(check)
  if (!ok) failed += 1
}
process.exitCode = failed === 0 ? 0 : 1
