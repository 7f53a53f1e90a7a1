import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { addressOf, control, experimentOn, runToVerdict, shippedScenarios, verdictTime } from './shipped.ts'

const scenarios = shippedScenarios()
const [first] = scenarios
if (first === undefined) throw new Error('there is no scenario to test with')

for (const scenario of scenarios) {
  test(`${scenario.id} comes to the same run in the browser as at build time`, async ({ page }, info) => {
    await page.goto(addressOf(scenario))
    const experiment = experimentOn(page)
    const milliseconds = await runToVerdict(experiment)
    info.annotations.push({ type: 'press to verdict', description: `${milliseconds} ms` })
    console.log(`${scenario.id}: ${milliseconds} ms from the press to the verdict`)
    const hashes = await experiment.locator('.hash code:first-child').allTextContents()
    expect(hashes.at(-1)).toBe(scenario.digest.hash.slice(0, 16))
    await expect(experiment.locator('.objections')).toHaveCount(0)
  })
}

test('a press that comes before any script is not lost', async ({ page }) => {
  let release: () => void = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(/\.js$/, async (route) => {
    await held
    await route.continue()
  })
  await page.goto(addressOf(first), { waitUntil: 'commit' })
  await control(experimentOn(page), 'Run').click({ noWaitAfter: true })
  release()
  await verdictTime(experimentOn(page))
})

test('neither playground, editor nor engine is loaded before somebody wants it', async ({ page }) => {
  const scripts: string[] = []
  page.on('request', (request) => {
    if (/(?:mount-bench|editor).*\.js|editor\.main|engine\//i.test(request.url())) scripts.push(request.url())
  })
  await page.goto(addressOf(first), { waitUntil: 'networkidle' })
  expect(scripts).toEqual([])
})

test('waking up moves nothing on the page', async ({ page }) => {
  await page.goto(addressOf(first))
  const experiment = experimentOn(page)
  const placeOfOutcome = async (): Promise<number | undefined> => (await experiment.locator('[data-place="outcome"]').boundingBox())?.y
  const before = await placeOfOutcome()
  await runToVerdict(experiment)
  expect(Math.abs(((await placeOfOutcome()) ?? 0) - (before ?? 0))).toBeLessThanOrEqual(1)
})

test('a slider that was moved before anything was loaded counts', async ({ page }) => {
  test.skip(first.parameters.length === 0, 'the scenario has no parameter')
  await page.goto(addressOf(first))
  const slider = experimentOn(page).getByRole('slider').first()
  await slider.focus()
  await page.keyboard.press('ArrowRight')
  const chosen = await slider.inputValue()
  await runToVerdict(experimentOn(page))
  expect(await experimentOn(page).getByRole('slider').first().inputValue()).toBe(chosen)
})

test('everything can be done by keyboard', async ({ page }) => {
  await page.goto(addressOf(first))
  const experiment = experimentOn(page)
  await control(experiment, 'Run').focus()
  await page.keyboard.press('Enter')
  await verdictTime(experiment)
  await expect(control(experiment, 'Run')).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(control(experiment, 'Edit')).toBeFocused()
  await page.keyboard.press('Enter')
  const tab = experiment.getByRole('tab', { selected: true })
  await tab.focus()
  await page.keyboard.press('ArrowRight')
  await expect(experiment.getByRole('tab', { selected: true })).toBeFocused()
  await page.keyboard.press('Control+Enter')
  await verdictTime(experiment)
})

test('the verdict is announced', async ({ page }) => {
  await page.goto(addressOf(first))
  await runToVerdict(experimentOn(page))
  await expect(experimentOn(page).locator('p[role="status"]')).toContainText(/delivered|lost|acknowledged/)
})

test('an error of the scenario names its place, and a press shows it', async ({ page }) => {
  await page.goto(addressOf(first))
  const experiment = experimentOn(page)
  await control(experiment, 'Edit').click()
  const area = experiment.getByRole('textbox', { name: 'scenario.ts' })
  const text = await area.inputValue()
  await area.fill(text.replace(/=> \{\n/, `=> {\n  throw new Error('on purpose')\n`))
  await control(experiment, 'Run').click()
  const problem = experiment.getByRole('list', { name: 'Problems in the scenario' }).getByRole('listitem').first()
  await expect(problem).toContainText('on purpose')
  await problem.getByRole('button', { name: /^scenario\.ts:\d+:\d+$/ }).click()
  await expect(area).toBeFocused()
  expect(await area.evaluate((element: HTMLTextAreaElement) => element.value.slice(element.selectionStart, element.selectionEnd))).toContain('on purpose')
})

test('what was typed survives a reload, and Reset brings the shipped text back', async ({ page }) => {
  await page.goto(addressOf(first))
  await control(experimentOn(page), 'Edit').click()
  const area = experimentOn(page).getByRole('textbox', { name: 'scenario.ts' })
  const shipped = await area.inputValue()
  await area.fill(`// typed by hand\n${shipped}`)
  await page.reload()
  await expect(area).toHaveValue(/^\/\/ typed by hand/)
  await control(experimentOn(page), 'Reset').click()
  await expect(area).toHaveValue(shipped)
})

test('Stop ends a run that hangs, keeps the text, and the next run works', async ({ page }) => {
  await page.goto(addressOf(first))
  const experiment = experimentOn(page)
  await control(experiment, 'Edit').click()
  const area = experiment.getByRole('textbox', { name: 'scenario.ts' })
  const shipped = await area.inputValue()
  const hanging = `${shipped}\n;/^(a+)+$/.test('a'.repeat(60) + 'b')\n`
  await area.fill(hanging)
  await experiment.getByRole('button', { name: /^Run/ }).click()
  await control(experiment, 'Stop').click()
  await expect(experiment.locator('p[role="status"]')).toContainText('Stopped')
  await expect(area).toHaveValue(hanging)
  await area.fill(shipped)
  await runToVerdict(experiment)
})

test('the moment in view can be chosen, and picture and table follow', async ({ page }) => {
  await page.goto(addressOf(first))
  const experiment = experimentOn(page)
  await runToVerdict(experiment)
  const moment = experiment.getByRole('slider', { name: /Moment in view/ })
  await moment.focus()
  await page.keyboard.press('Home')
  await expect(experiment.getByText(/The pipelines at 0\.000 s/)).toBeVisible()
  await expect(experiment.getByText(/State of every component at 0\.000 s/)).toBeVisible()
})

test('the full editor has its style sheet, knows the types, and Escape leaves it', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.goto(addressOf(first))
  const experiment = experimentOn(page)
  await control(experiment, 'Edit').click()
  await experiment.getByRole('button', { name: 'Full editor' }).click()
  const lines = page.locator('.monaco-editor .view-lines')
  await expect(lines).toBeVisible({ timeout: 20_000 })
  await expect(lines).toHaveCSS('position', 'absolute')
  await expect(page.locator('.monaco-editor').first()).toHaveCSS('position', 'relative')
  await lines.click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('\nload.stead')
  await expect(page.locator('.suggest-widget .monaco-list-row').first()).toContainText('steady', { timeout: 20_000 })
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(experiment.getByRole('tab', { selected: true })).toBeFocused()
})

for (const theme of ['light', 'dark'] as const) {
  test(`there is no accessibility violation while running and after, in the ${theme} theme`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await page.goto(addressOf(first))
    const experiment = experimentOn(page)
    await control(experiment, 'Edit').click()
    const area = experiment.getByRole('textbox', { name: 'scenario.ts' })
    const shipped = await area.inputValue()
    await area.fill(`${shipped}\n;/^(a+)+$/.test('a'.repeat(60) + 'b')\n`)
    await experiment.getByRole('button', { name: /^Run/ }).click()
    await expect(control(experiment, 'Stop')).toBeEnabled()
    const violationsNow = async (): Promise<unknown> =>
      (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => ({ id, targets: nodes.map(({ target }) => target) }))
    expect(await violationsNow()).toEqual([])
    await control(experiment, 'Stop').click()
    await area.fill(shipped)
    await runToVerdict(experiment)
    await control(experiment, 'Share').click()
    await experiment.locator('details').evaluateAll((all) => {
      for (const details of all) details.setAttribute('open', '')
    })
    expect(await violationsNow()).toEqual([])
  })
}

test('a finished run does not scroll sideways on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(addressOf(first))
  await runToVerdict(experimentOn(page))
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
  const sizes = await experimentOn(page)
    .locator('svg text')
    .evaluateAll((texts) =>
      texts.map((text) => {
        const matrix = (text as SVGTextElement).getScreenCTM()
        return Number.parseFloat(getComputedStyle(text).fontSize) * (matrix?.a ?? 0)
      }),
    )
  expect(Math.min(...sizes.filter((size) => size > 0))).toBeGreaterThanOrEqual(10.5)
})

test('the chart that answers to the pointer takes the room of the drawing that it replaces', async ({ page }) => {
  await page.goto(addressOf(first))
  const experiment = experimentOn(page)
  const drawn = await experiment.locator('.plot').first().boundingBox()
  await runToVerdict(experiment)
  const plot = experiment.locator('.plot:visible').first()
  const over = plot.locator('.u-over')
  await expect(over).toHaveCSS('position', 'absolute')
  const alive = await plot.boundingBox()
  expect(alive?.height).toBe(drawn?.height)
  expect(alive?.width).toBe(drawn?.width)
  const box = await over.boundingBox()
  if (box === null) throw new Error('the chart has no place')
  await over.click({ position: { x: box.width / 2, y: box.height / 2 } })
  const slider = experiment.getByRole('slider', { name: /Moment in view/ })
  const half = Number(await slider.getAttribute('max')) / 2
  expect(Math.abs(Number(await slider.inputValue()) - half)).toBeLessThan(half / 20)
  await slider.focus()
  await page.keyboard.press('Home')
  await expect(experiment.locator('.reading:visible').first()).toContainText('0.0 s')
})

test('a flume.conf that Flume does not start with is named with its line, and what was typed stays', async ({ page }) => {
  const scenario = scenarios.find(({ files }) => Object.values(files).some((text) => /\.type = (?:file|memory)/.test(text))) ?? first
  const conf = Object.keys(scenario.files).find((path) => path.endsWith('.conf')) ?? ''
  await page.goto(addressOf(scenario))
  const experiment = experimentOn(page)
  await control(experiment, 'Edit').click()
  await experiment.getByRole('tab', { name: conf }).click()
  const area = experiment.getByRole('textbox', { name: conf })
  await expect(area).toHaveCSS('font-family', /monospace/)
  const broken = (await area.inputValue()).replace(/(channels\.c1\.type = )\w+/, '$1nonsense')
  await area.fill(broken)
  await control(experiment, 'Run').click()
  const line = broken.split('\n').findIndex((text) => text.includes('nonsense')) + 1
  const problem = experiment.getByRole('list', { name: 'Problems in the scenario' }).getByRole('listitem').first()
  await expect(problem).toContainText(`${conf}:${line}:1`)
  await expect(problem).toContainText('Unable to load channel type: nonsense')
  await expect(area).toHaveValue(broken)
  await expect(experiment.getByText('Run when this page was built')).toBeVisible()
})
