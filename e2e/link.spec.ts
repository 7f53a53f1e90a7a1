import { expect, test, type Page } from '@playwright/test'
import { addressOf, control, experimentOn, runToVerdict, shippedScenarios, verdictTime } from './shipped.ts'

const [first] = shippedScenarios()
if (first === undefined) throw new Error('there is no scenario to test with')

/** The link that the page offers for what is on the bench. */
async function linkOf(page: Page): Promise<string> {
  const experiment = experimentOn(page)
  if (!(await experiment.getByRole('group', { name: 'Share this run' }).isVisible())) await control(experiment, 'Share').click()
  const field = experiment.getByRole('textbox', { name: 'Link to this run' })
  await expect(field).toHaveValue(/#r1\./)
  return field.inputValue()
}

test('a link opens in a fresh browser as the same code, moment and verdict', async ({ page, browser }) => {
  await page.goto(addressOf(first))
  const experiment = experimentOn(page)
  await control(experiment, 'Edit').click()
  const area = experiment.getByRole('textbox', { name: 'scenario.ts' })
  await area.fill(`// an argument\n${await area.inputValue()}`)
  await runToVerdict(experiment)
  await experiment.getByRole('slider', { name: /Moment in view/ }).focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  const moment = await experiment.getByText(/^The pipelines at/).last().textContent()
  const link = await linkOf(page)
  const verdict = await experiment.locator('.verdict').last().textContent()

  const context = await browser.newContext()
  const other = await context.newPage()
  await other.goto(link)
  await verdictTime(experimentOn(other))
  await expect(experimentOn(other).getByText('Same result as when it was shared.')).toBeVisible()
  await expect(experimentOn(other).getByRole('textbox', { name: 'scenario.ts' })).toHaveValue(/^\/\/ an argument/)
  expect(await experimentOn(other).locator('.verdict').last().textContent()).toBe(verdict)
  expect(await experimentOn(other).getByText(/^The pipelines at/).last().textContent()).toBe(moment)
  await context.close()
})

test('the page for links goes to the scenario that a link belongs to', async ({ page }) => {
  await page.goto(addressOf(first))
  await runToVerdict(experimentOn(page))
  const link = new URL(await linkOf(page))
  await page.goto(`/play/${link.hash}`)
  await expect(page).toHaveURL(new RegExp(`/scenarios/${first.id}/#r1`))
  await verdictTime(experimentOn(page))
})

test('a result that differs from the shared one is shown beside it', async ({ page }) => {
  await page.goto(addressOf(first))
  await runToVerdict(experimentOn(page))
  const link = new URL(await linkOf(page))
  const forged = await page.evaluate(async (fragment) => {
    const payload = fragment.split('.')[1] ?? ''
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
    const pass = async (input: BlobPart, transform: CompressionStream | DecompressionStream): Promise<Uint8Array<ArrayBuffer>> =>
      new Uint8Array(await new Response(new Blob([input]).stream().pipeThrough(transform)).arrayBuffer())
    const document = JSON.parse(new TextDecoder().decode(await pass(bytes, new DecompressionStream('deflate-raw')))) as {
      engineHash: string
      expected: { rows: { lost: number }[] }
    }
    document.engineHash = '0'.repeat(32)
    for (const row of document.expected.rows) row.lost += 1_234_567
    const packed = await pass(JSON.stringify(document), new CompressionStream('deflate-raw'))
    const text = btoa(String.fromCharCode(...packed)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
    let hash = 0x811c9dc5
    for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193)
    return `#r1.${text}.${(hash >>> 0).toString(16).padStart(8, '0')}`
  }, link.hash)
  await page.goto('about:blank')
  await page.goto(`${addressOf(first)}${forged}`)
  await verdictTime(experimentOn(page))
  await expect(experimentOn(page).getByText('Not the same result as when it was shared')).toBeVisible()
  await expect(experimentOn(page).getByText(/1,23\d,\d{3}/).first()).toBeVisible()
  await expect(experimentOn(page).getByText('This site does not have that version: only released engines are kept.')).toBeVisible()
})

const broken = {
  'was cut off': ['#r1.abcdef', /incomplete/],
  'is of a newer version': ['#r9.abcdef.00000000', /newer version/],
  'is too large': [`#r1.${'A'.repeat(70_000)}.00000000`, /too large/],
} as const
for (const [name, [fragment, message]] of Object.entries(broken)) {
  test(`a link that ${name} says so, and the shipped scenario is there`, async ({ page }) => {
    await page.goto(`${addressOf(first)}${fragment}`)
    await expect(experimentOn(page).getByRole('alert')).toContainText(message)
    await runToVerdict(experimentOn(page))
  })
}

test('secrets are masked before a link exists, and the reader is told which', async ({ page }) => {
  await page.goto(addressOf(first))
  await control(experimentOn(page), 'Edit').click()
  const experiment = experimentOn(page)
  const area = experiment.getByRole('textbox', { name: 'scenario.ts' })
  await area.fill(`// a1.sources.r1.keystore-password = hunter2hunter2\n${await area.inputValue()}`)
  const link = await linkOf(page)
  await expect(experiment.locator('.masked')).toContainText('keystore-password')
  const fresh = await page.context().newPage()
  await fresh.goto(link)
  const opened = experimentOn(fresh).getByRole('textbox', { name: 'scenario.ts' })
  await expect(opened).toHaveValue(/\*{8}/)
  expect(await opened.inputValue()).not.toContain('hunter2')
})
