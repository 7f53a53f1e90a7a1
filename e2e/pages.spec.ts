import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { sitePages } from './site-pages.ts'

const themes = ['light', 'dark'] as const
const widths = [360, 390, 1280] as const

for (const path of sitePages()) {
  for (const theme of themes) {
    test(`${path} has no accessibility violation in the ${theme} theme and writes nothing to the console`, async ({ page }) => {
      const complaints: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(error.message))
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await page.goto(path)
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => ({ id, targets: nodes.map((node) => node.target) }))).toEqual([])
      expect(complaints).toEqual([])
    })
  }

  test(`${path} does not scroll sideways on a phone or a desk`, async ({ page }) => {
    await page.goto(path)
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 })
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow, `at ${width} px`).toBeLessThanOrEqual(0)
    }
  })
}
