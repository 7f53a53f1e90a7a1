import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tallyReport } from './count-tests.ts'

const folder = mkdtempSync(join(tmpdir(), 'tally-'))

function report(name: string, content: unknown): string {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify(content))
  return path
}

describe('tallyReport', () => {
  it('reads the counts of a Vitest report', () => {
    const path = report('vitest.json', { numPassedTests: 12, numFailedTests: 2 })
    expect(tallyReport(path, false)).toEqual({ passed: 12, failed: 2 })
  })

  it('reads the counts of a Playwright report, a flaky test being one that passed', () => {
    const path = report('playwright.json', { stats: { expected: 5, flaky: 1, unexpected: 0, skipped: 3 } })
    expect(tallyReport(path, true)).toEqual({ passed: 6, failed: 0 })
  })

  it('counts a run that failed without a failed test as one failure', () => {
    const path = report('broken.json', { numPassedTests: 12, numFailedTests: 0 })
    expect(tallyReport(path, false)).toEqual({ passed: 12, failed: 1 })
  })

  it('counts a missing report, or one without a test, as a failure even when the command exited with 0', () => {
    expect(tallyReport(join(folder, 'absent.json'), true)).toEqual({ passed: 0, failed: 1 })
    expect(tallyReport(report('empty.json', { numPassedTests: 0, numFailedTests: 0 }), true).failed).toBe(1)
  })
})
