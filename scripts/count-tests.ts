import { existsSync, readFileSync } from 'node:fs'

/** How many checks passed and failed. */
export interface Tally {
  readonly passed: number
  readonly failed: number
}

/** Adds two tallies. */
export function addTallies(left: Tally, right: Tally): Tally {
  return { passed: left.passed + right.passed, failed: left.failed + right.failed }
}

/** A yes or no as a tally of one. */
export function tallyOf(ok: boolean): Tally {
  return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/**
 * Reads the counts out of a JSON report of Vitest (numPassedTests, numFailedTests) or Playwright (stats.expected,
 * stats.flaky, stats.unexpected). A run that failed without a failed test (a file that does not parse, a missing
 * report) counts as one failure, so that it can never look green.
 */
export function tallyReport(path: string, ok: boolean): Tally {
  const tally = existsSync(path) ? tallyJson(JSON.parse(readFileSync(path, 'utf8'))) : { passed: 0, failed: 0 }
  const ranNothing = tally.passed + tally.failed === 0
  return (!ok && tally.failed === 0) || ranNothing ? { passed: tally.passed, failed: tally.failed + 1 } : tally
}

function tallyJson(report: unknown): Tally {
  const stats = field(report, 'stats')
  if (stats !== undefined) {
    return {
      passed: count(stats, 'expected') + count(stats, 'flaky'),
      failed: count(stats, 'unexpected'),
    }
  }
  return { passed: count(report, 'numPassedTests'), failed: count(report, 'numFailedTests') }
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  const entry = Object.entries(value).find(([key]) => key === name)
  const found: unknown = entry?.[1]
  return found
}

function count(value: unknown, name: string): number {
  const found = field(value, name)
  return typeof found === 'number' ? found : 0
}
