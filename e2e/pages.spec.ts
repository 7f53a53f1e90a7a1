import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { sitePages } from './site-pages.ts'

const widths = [360, 390, 1280] as const

for (const path of sitePages()) {
  test(`${path} has no accessibility violation in either theme, writes nothing to the console, and does not scroll sideways`, async ({ page }) => {
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await page.goto(path)
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 })
      // Polled: what is laid out anew by a script after a change of width takes a frame or two.
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), { message: `at ${width} px` }).toBeLessThanOrEqual(0)
    }
    expect(await violations(new AxeBuilder({ page }))).toEqual([])
    // The themes have the same elements: what can differ is contrast.
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    expect(await violations(new AxeBuilder({ page }).withRules(['color-contrast']))).toEqual([])
    expect(complaints).toEqual([])
  })
}

async function violations(builder: AxeBuilder): Promise<readonly { readonly id: string; readonly targets: readonly unknown[] }[]> {
  const found = await builder.analyze()
  return found.violations.map(({ id, nodes }) => ({ id, targets: nodes.map(({ target }) => target) }))
}
