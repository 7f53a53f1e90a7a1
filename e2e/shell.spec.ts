import { expect, test } from '@playwright/test'
import { verdictOf } from '../content/comparison/cell-verdict.ts'
import { comparisonRows } from '../content/comparison/rows.ts'
import { sitePages } from './site-pages.ts'

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

test('each cell of the table has its verdict, and a number of the run that shows it and of the one that breaks it', async ({ page, request }) => {
  await page.goto('/')
  const cells = page.getByRole('table', { name: /commonly said of each system/ }).getByRole('cell')
  const verdicts = await cells.locator('.mark').allTextContents()
  expect(verdicts).toEqual(comparisonRows.flatMap(({ flume, kafka }) => [verdictOf(flume), verdictOf(kafka)]))
  const runs = cells.getByRole('listitem')
  await expect(runs).toHaveCount(2 * verdicts.length)
  await expect(runs.filter({ hasText: /\d/ })).toHaveCount(2 * verdicts.length)
  const pages = await runs.getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  expect(pages).toHaveLength(2 * verdicts.length)
  for (const path of new Set(pages)) expect((await request.get(path)).status()).toBe(200)
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

test('an address that is nearly right gets the page that was meant, and a search for its words', async ({ page }) => {
  await page.goto('/durabilty/power-cut')
  await expect(page.getByRole('heading', { name: 'Did you mean' })).toBeVisible()
  await page.getByRole('button', { name: 'Search the guide for it' }).click()
  await expect(page.getByRole('dialog', { name: 'Search' }).getByRole('searchbox')).toHaveValue('durabilty power cut')
  await page.getByRole('button', { name: 'Close' }).click()
  await page.locator('#meant').getByRole('link').first().click()
  await expect(page).toHaveURL(/power-cut/)
})

test('every page has a picture for sites that unfurl links, and it is there', async ({ request }) => {
  for (const path of sitePages()) {
    const html = await (await request.get(path)).text()
    const picture = /property="og:image" content="([^"]+)"/.exec(html)?.[1]
    expect(picture, path).toBeDefined()
    const answer = await request.get(new URL(picture ?? '').pathname)
    expect(answer.headers()['content-type'], path).toBe('image/png')
  }
})

test('on paper there are the runs as tables, no controls, and where links lead', async ({ page }) => {
  await page.goto('/durability/')
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(255, 255, 255)')
  await expect(page.getByRole('table').first()).toBeVisible()
  for (const control of await page.locator('run-experiment button, site-search, .sidebar-content, .pagination-links').all()) {
    await expect(control).toBeHidden()
  }
  const address = await page
    .locator('.sl-markdown-content p a[href^="/how-it-works"]')
    .evaluate((link) => getComputedStyle(link, '::after').content)
  expect(address).toContain('/how-it-works/')
})
