import { expect, test } from '@playwright/test'
import { questions } from '../content/guide/questions.ts'
import { shippedScenarios } from './shipped.ts'

/** What the glossary's plugin links. */
const terms = 'main a[href^="/glossary/#"]'

test('choosing an answer leaves only the runs that bear on it', async ({ page }) => {
  await page.goto('/which-one-today/')
  const [first] = questions
  const [chosen, other] = first?.answers ?? []
  if (chosen === undefined || other === undefined) throw new Error('the first question has no two answers')
  const section = page.locator(`[data-question=${first?.key ?? ''}]`)
  await expect(section.getByText(other.because.slice(0, 30))).toBeVisible()
  await section.getByRole('radio', { name: chosen.label }).check()
  await expect(section.getByText(chosen.because.slice(0, 30))).toBeVisible()
  await expect(section.getByText(other.because.slice(0, 30))).toBeHidden()
  await section.getByRole('radio', { name: 'Show all' }).check()
  await expect(section.getByText(other.because.slice(0, 30))).toBeVisible()
})

test('without scripts all answers are listed, each with links to its runs', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto('/which-one-today/')
  for (const { because } of questions.flatMap(({ answers }) => answers)) {
    await expect(page.getByText(because.slice(0, 30)).first()).toBeVisible()
  }
  await expect(page.locator('which-one').getByRole('radio')).toHaveCount(0)
  await page.locator('which-one').getByRole('link', { name: /acknowledged and lost/ }).first().click()
  await expect(page).toHaveURL(/\/scenarios\//)
  await context.close()
})

test('the list of experiments has all of them, and narrows by row, system, fault and words', async ({ page }) => {
  await page.goto('/scenarios/')
  const list = page.locator('scenario-filter')
  const shown = list.locator('li[data-systems]:visible')
  await expect(shown).toHaveCount(shippedScenarios().length)
  await list.getByLabel('Row').selectOption('durability')
  await list.getByLabel('What happens').selectOption('disk lost')
  await expect(shown).toHaveCount(1)
  await expect(list.getByRole('status')).toHaveText(/^1 of /)
  await list.getByLabel('Words').fill('nothing has these words')
  await expect(shown).toHaveCount(0)
})

test('a term in the text leads to its entry in the glossary', async ({ page }) => {
  await page.goto('/durability/')
  const term = page.locator(terms).first()
  const address = await term.getAttribute('href')
  await term.click()
  await expect(page.locator(`[id="${address?.split('#')[1] ?? ''}"]`)).toBeInViewport()
})

test('no page links a term twice, and none links more than a reader can bear', async ({ page }) => {
  for (const path of ['/durability/', '/replication/', '/how-it-works/']) {
    await page.goto(path)
    const addresses = await page.locator(terms).evaluateAll((links) => links.map((link) => link.getAttribute('href')))
    expect(addresses.length).toBeGreaterThan(2)
    expect(addresses.length).toBeLessThanOrEqual(12)
    expect(new Set(addresses).size).toBe(addresses.length)
  }
})
