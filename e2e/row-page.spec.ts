import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { control, verdictTime } from './shipped.ts'

const path = '/durability/'

function guessed(page: Page) {
  const experiment = page.locator('run-experiment:has([data-answer])').first()
  return {
    experiment,
    outcome: experiment.locator('[data-place="outcome"]'),
    answers: experiment.locator('[data-answer]:not(.skip)'),
    skip: experiment.getByRole('button', { name: 'Show the outcome without guessing' }),
    judgement: experiment.locator('[data-judgement]'),
  }
}

test('an outcome is out of sight until the reader has guessed, and the guess is judged with a number of the run', async ({ page }) => {
  await page.goto(path)
  const { outcome, answers, judgement } = guessed(page)
  await expect(outcome).toBeHidden()
  await answers.first().click()
  await expect(outcome).toBeVisible()
  await expect(answers.first()).toHaveAttribute('aria-pressed', 'true')
  await expect(judgement).toContainText(/^(You were right|Not in this run).*: [\d,.]+/)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
})

test('exactly one answer is right', async ({ page }) => {
  await page.goto(path)
  const { answers, judgement } = guessed(page)
  const count = await answers.count()
  let right = 0
  for (let index = 0; index < count; index++) {
    await answers.nth(index).click()
    if ((await judgement.textContent())?.startsWith('You were right') === true) right++
  }
  expect(right).toBe(1)
})

test('a guess can be given by key, stands for the session, and no question is asked again', async ({ page }) => {
  await page.goto(path)
  await guessed(page).answers.nth(1).focus()
  await page.keyboard.press('Enter')
  await expect(guessed(page).outcome).toBeVisible()
  await expect(guessed(page).answers.nth(1)).toBeFocused()
  await page.reload()
  await expect(guessed(page).outcome).toBeVisible()
  await expect(guessed(page).answers.nth(1)).toHaveAttribute('aria-pressed', 'true')
})

test('an outcome can be seen without a guess', async ({ page }) => {
  await page.goto(path)
  await guessed(page).skip.click()
  await expect(guessed(page).outcome).toBeVisible()
})

test('Run shows the outcome too', async ({ page }) => {
  await page.goto(path)
  await control(guessed(page).experiment, 'Run').click()
  await verdictTime(guessed(page).experiment)
  await expect(guessed(page).outcome).toBeVisible()
})

test('without JavaScript question and outcome are simply there', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(path)
  await expect(page.getByText(/Which of them loses records/)).toBeVisible()
  await expect(guessed(page).outcome).toBeVisible()
  await expect(guessed(page).skip).toBeHidden()
  await context.close()
})

test('a table over several runs leads to each of them, and scrolls in a box of its own on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 })
  await page.goto(path)
  const region = page.getByRole('region', { name: /What each lane was given/ })
  await expect(region.getByRole('columnheader', { name: 'written per byte accepted' })).toBeAttached()
  await expect(region.getByRole('rowheader', { name: 'Memory channel' }).getByRole('link')).toHaveAttribute('href', '/scenarios/durability/process-kill/')
  const [inside, outside] = await region.evaluate((element) => [element.scrollWidth, element.clientWidth])
  expect(inside).toBeGreaterThan(outside ?? 0)
  await region.focus()
  await expect(region).toBeFocused()
})

test('lanes over each other have the same as a table', async ({ page }) => {
  await page.goto(path)
  await guessed(page).skip.click()
  const overlay = page.locator('.overlay').first()
  await expect(overlay.getByRole('img', { name: /Arrivals, deliveries and backlog/ })).toBeVisible()
  await overlay.getByText('The same as a table').click()
  await expect(overlay.getByRole('columnheader', { name: 'backlog' }).first()).toBeVisible()
  const dashes = await overlay.locator('g[class^="lane-"]').evaluateAll((groups) => groups.map((group) => group.getAttribute('stroke-dasharray')))
  expect(new Set(dashes).size).toBe(dashes.length)
})

test('a run can lay its lanes over each other', async ({ page }) => {
  await page.goto('/scenarios/durability/process-kill/')
  const experiment = page.locator('run-experiment').first()
  await control(experiment, 'Run').click()
  await verdictTime(experiment)
  await experiment.getByLabel('all lanes in one chart').check()
  await expect(experiment.getByRole('img', { name: /Arrivals, deliveries and backlog/ })).toBeVisible()
})
