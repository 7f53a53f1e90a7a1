import { expect, test } from '@playwright/test'

test('a fact is found by its words, its system and its state, and leads to its place', async ({ page }) => {
  await page.goto('/fidelity/')
  const filter = page.locator('fact-filter')
  await filter.getByLabel('Words').fill('memory channel keeps')
  await expect(filter.getByRole('status')).toHaveText(/^\d+ of \d+ facts/)
  await filter.getByLabel('System').selectOption('Flume 1.11.0')
  const first = filter.getByRole('link').first()
  const id = await first.textContent()
  await first.click()
  await expect(page.locator(`[id="${id ?? ''}"]`)).toBeInViewport()
})

test('a fact that is missed says what differed', async ({ page }) => {
  await page.goto('/fidelity/')
  const filter = page.locator('fact-filter')
  await filter.getByLabel('State').selectOption('missed')
  await filter.getByRole('link').first().click()
  await expect(page.getByText(/Why: |Not explained yet/).first()).toBeVisible()
})

test('without scripts every file of facts is a link, and its page a list', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto('/fidelity/')
  await expect(page.locator('fact-filter form')).toBeHidden()
  await page.getByRole('table').getByRole('link').first().click()
  await expect(page.locator('.facts li').first()).toBeVisible()
  await context.close()
})
