import AxeBuilder from '@axe-core/playwright'
import { readFileSync } from 'node:fs'
import { expect, test, type Locator, type Page } from '@playwright/test'
import { experimentOn, verdictTime } from './shipped.ts'

// A report is six runs, and the machine that tests may have others to do.
test.describe.configure({ timeout: 120_000 })
const reportMs = 90_000
const address = '/your-flume-conf/'
const confOf = (name: string): string => readFileSync(`tests/confs/${name}.conf`, 'utf8')
const field = (page: Page): Locator => page.getByRole('textbox', { name: 'flume.conf' })
const report = (page: Page): Locator => page.getByRole('region', { name: 'Report' })

/** Opens the page, and waits until all that it needs is there. */
async function openPage(page: Page): Promise<void> {
  await page.goto(address)
  await field(page).focus()
  await page.waitForSelector('your-flume-conf[ready]')
}

/** Pastes as a reader does. */
async function paste(page: Page, text: string): Promise<void> {
  await field(page).focus()
  await page.evaluate((pasted) => {
    const area = document.querySelector('textarea')
    if (area === null) return
    area.setRangeText(pasted, 0, area.value.length, 'end')
    area.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }))
  }, text)
}

async function runReport(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Run the report' }).click()
  await expect(page.getByText(/The report is complete/)).toBeVisible({ timeout: reportMs })
}

test('an example is judged and mended, and its report run; a line opens as a scenario with the same result', async ({ page }) => {
  await page.goto(address)
  await page.getByRole('button', { name: 'Take an example' }).click()
  await expect(page.getByText('Flume starts agent weblog')).toBeVisible()
  const findings = page.getByRole('list', { name: 'What Flume accepts in silence' })
  await expect(findings.getByText('Did you mean capacity?')).toBeVisible()
  await findings.getByRole('button', { name: 'Write capacity' }).click()
  await expect(field(page)).toHaveValue(/mem\.capacity = 10000/)
  await expect(findings.getByText('Did you mean capacity?')).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'What it accepts in silence' })).toBeFocused()

  await page.waitForSelector('your-flume-conf[ready]')
  const pressedMs = Date.now()
  await page.getByRole('button', { name: 'Run the report' }).click()
  await expect(report(page).getByRole('article', { name: 'Nothing goes wrong' }).getByText('6,000 of 6,000')).toBeVisible()
  console.log(`the first line of a report: ${Date.now() - pressedMs} ms after the press`)
  await expect(page.getByText(/The report is complete: 6 lines/)).toBeVisible({ timeout: reportMs })
  const killed = report(page).getByRole('article', { name: /is killed/ })
  const delivered = await killed.getByRole('cell').first().textContent()
  await killed.getByRole('link', { name: /Open as a scenario/ }).click()
  await expect(page).toHaveURL(/\/scenarios\/your-flume-conf\/your-agent\/#r1\./)
  await verdictTime(experimentOn(page))
  await expect(page.getByText('Same result as when it was shared.')).toBeVisible()
  expect(delivered).toBe('6,000 of 6,000')
})

test('nothing leaves the browser: a text makes no request, and its secrets are nowhere', async ({ page }) => {
  await openPage(page)
  const requests: string[] = []
  page.on('request', (request) => {
    // The sandbox's frame and worker are made of bytes that are here already.
    if (!/^(?:blob|about|data):/.test(request.url())) requests.push(`${request.url()} ${request.postData() ?? ''}`)
  })
  await paste(page, confOf('two-copies-to-kafka'))
  await expect(page.getByText(/Masked, and kept nowhere/)).toBeVisible()
  await expect(field(page)).toHaveValue(/keystore-password = \*{8}\n/)
  await runReport(page)
  expect(requests).toEqual([])
  const kept = await page.evaluate(() => JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)]) + document.documentElement.outerHTML)
  for (const secret of ['correct horse', 'hunter2']) {
    expect(kept).not.toContain(secret)
    expect(await field(page).inputValue()).not.toContain(secret)
  }
  await expect(report(page).getByText(/machines here trust each other/).first()).toBeVisible()

  await report(page).getByRole('link', { name: /Open as a scenario/ }).first().click()
  await verdictTime(experimentOn(page))
  const files = await page.evaluate(() => document.body.textContent)
  expect(files).not.toContain('hunter2')
})

test('a secret that is typed is masked when the field is left', async ({ page }) => {
  await openPage(page)
  await field(page).pressSequentially('a1.sources = r1\na1.sources.r1.keystore-password = tiger\n')
  await page.keyboard.press('Tab')
  await expect(field(page)).toHaveValue(/keystore-password = \*{8}/)
})

test('a file is opened and dropped, and what is in the field survives a reload', async ({ page }) => {
  await openPage(page)
  await page.locator('input[type=file]').setInputFiles('tests/confs/netcat-defaults.conf')
  await expect(page.getByText('at most 100 events')).toBeVisible()
  const dropped = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([text], 'flume.conf', { type: 'text/plain' }))
    return transfer
  }, confOf('commas'))
  await field(page).dispatchEvent('drop', { dataTransfer: dropped })
  await expect(field(page)).toHaveValue(/r1, r2/)
  await page.reload()
  await expect(field(page)).toHaveValue(/r1, r2/)
  await expect(page.getByText('a comma becomes part of a name')).toBeVisible()
})

test('of a file with several agents one is chosen', async ({ page }) => {
  await openPage(page)
  await paste(page, `${confOf('netcat-defaults')}\n${confOf('tail-to-hdfs')}`)
  await page.getByRole('combobox', { name: /Agent/ }).selectOption('web')
  await expect(page.getByText('Flume starts agent web')).toBeVisible()
  await expect(page.getByText(/needs the header timestamp/).first()).toBeVisible()
})

test('a plug-in ends the start as in Flume, and its stand-in is said in words', async ({ page }) => {
  await openPage(page)
  await paste(page, confOf('plug-ins'))
  await expect(page.getByText(/put its jar into plugins\.d/)).toBeVisible()
  await expect(report(page).getByText(/The SearchSink sink es stands in as an avro sink/)).toBeVisible()
  await paste(page, confOf('nothing-left'))
  await expect(report(page).getByText(/There is nothing to run/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Run the report' })).toHaveCount(0)
})

test('a report is stopped, and other numbers make another one', async ({ page }) => {
  await openPage(page)
  await paste(page, confOf('topic-to-files'))
  await page.getByRole('spinbutton', { name: 'Events a second', exact: true }).fill('3000')
  await page.getByRole('button', { name: 'Run the report' }).click()
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(report(page).getByText('Not run.').first()).toBeVisible()
  await page.getByRole('spinbutton', { name: 'Events a second', exact: true }).fill('20')
  await page.keyboard.press('Tab')
  await expect(page.getByText(/run it again/)).toBeVisible()
  await runReport(page)
  await expect(report(page).getByText('1,200 of 1,200').first()).toBeVisible()
})

test('it all works by key alone', async ({ page }) => {
  await page.goto(address)
  await page.getByRole('button', { name: 'Take an example' }).focus()
  await page.keyboard.press('Enter')
  await expect(field(page)).toBeFocused()
  await page.waitForSelector('your-flume-conf[ready]')
  const run = page.getByRole('button', { name: 'Run the report' })
  for (let presses = 0; presses < 60 && !(await run.evaluate((button) => button === document.activeElement)); presses++) await page.keyboard.press('Tab')
  await expect(run).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText(/The report is complete/)).toBeVisible({ timeout: reportMs })
})

for (const theme of ['light', 'dark'] as const) {
  test(`a judged file and its report have no accessibility violation in the ${theme} theme, and fit a phone`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await openPage(page)
    await paste(page, confOf('two-copies-to-kafka'))
    await runReport(page)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => ({ id, targets: nodes.map((node) => node.target) }))).toEqual([])
    for (const width of [360, 390, 1280]) {
      await page.setViewportSize({ width, height: 800 })
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), `at ${width} px`).toBeLessThanOrEqual(0)
    }
  })
}
