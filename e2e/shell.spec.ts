import { expect, test } from '@playwright/test'
import { comparisonRows } from '../content/comparison/rows.ts'

test('the sidebar has a link to each of the nine rows, and each leads to its page', async ({ page, request }) => {
  await page.goto('/durability/')
  const sidebar = page.getByRole('navigation', { name: 'Main' })
  expect(comparisonRows).toHaveLength(9)
  for (const { slug, title } of comparisonRows) {
    await expect(sidebar.getByRole('link', { name: title, exact: true })).toHaveAttribute('href', `/${slug}/`)
    expect((await request.get(`/${slug}/`)).status()).toBe(200)
  }
})

test('the home page has a row of the table for each, linked to its page', async ({ page }) => {
  await page.goto('/')
  for (const { slug, title } of comparisonRows) {
    const header = page.getByRole('rowheader', { name: title })
    await expect(header.getByRole('link')).toHaveAttribute('href', `/${slug}/`)
  }
})

test('the table is still a table when its rows are laid out as cards', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/')
  const comparison = page.getByRole('table', { name: /commonly said of each system/ })
  await expect(comparison.getByRole('rowheader')).toHaveCount(comparisonRows.length)
  await expect(comparison.getByRole('cell')).toHaveCount(2 * comparisonRows.length)
})

test('every page can be read without JavaScript', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto('/')
  await expect(page.getByRole('rowheader', { name: 'Durability' })).toBeVisible()
  await context.close()
})

test('the search opens by key, finds a page by a word in it, and leads there', async ({ page }) => {
  await page.goto('/')
  await page.keyboard.press('Control+k')
  const dialog = page.getByRole('dialog', { name: 'Search' })
  await dialog.getByRole('searchbox').fill('interceptor')
  await dialog.getByRole('link', { name: 'Data processing and filtering' }).click()
  await expect(page).toHaveURL(/\/processing\//)
})

test('an unknown address gets the page that says so', async ({ page }) => {
  const response = await page.goto('/no-such-page/')
  expect(response?.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not found')
})

test('an aside in a page of content/docs is rendered as one', async ({ page }) => {
  await page.goto('/how-it-works/')
  await expect(page.locator('.starlight-aside')).not.toHaveCount(0)
})

test('every page says whose trademarks the names are', async ({ page }) => {
  await page.goto('/replication/')
  await expect(page.getByText('trademarks of The Apache Software Foundation')).toBeVisible()
})
