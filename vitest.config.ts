import { defineConfig } from 'vitest/config'
import { confText } from './scripts/conf-text.mjs'

// `include` is set because Vitest would otherwise pick up the Playwright specs in e2e/.
export default defineConfig({
  plugins: [confText()],
  test: {
    include: [
      'engine/**/*.test.ts',
      'src/**/*.test.ts',
      'content/**/*.test.ts',
      'conformance/**/*.test.ts',
      'scripts/**/*.test.ts',
      'tests/**/*.test.ts',
    ],
    maxWorkers: 2,
    testTimeout: 60_000,
  },
})
