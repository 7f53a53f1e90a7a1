import { readdirSync, readFileSync } from 'node:fs'
import type { Page, Locator } from '@playwright/test'
import type { ShippedScenario } from '../src/playground/bench/shipped-scenario.ts'

/** The scenarios of the built site, in the order of their ids. */
export function shippedScenarios(): readonly ShippedScenario[] {
  const folder = 'dist/scenario-files'
  const scenarios = readdirSync(folder).map((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as ShippedScenario)
  if (scenarios.length === 0) throw new Error('dist/scenario-files is empty: was the site built?')
  return scenarios.toSorted((left, right) => (left.id < right.id ? -1 : 1))
}

/** The address of a scenario's own page. */
export function addressOf({ id }: ShippedScenario): string {
  return `/scenarios/${id}/`
}

/** The experiment on a page, and a control of it by name. */
export function experimentOn(page: Page): Locator {
  return page.locator('run-experiment').first()
}

/** A control of an experiment. */
export function control(experiment: Locator, name: 'Run' | 'Stop' | 'Reset' | 'Edit' | 'Share'): Locator {
  return experiment.getByRole('button', { name, exact: true })
}

/** Presses Run and waits for the verdict. @returns milliseconds from press to verdict, as the page counted them */
export async function runToVerdict(experiment: Locator): Promise<number> {
  await control(experiment, 'Run').click()
  return verdictTime(experiment)
}

/** Waits for the verdict. @returns milliseconds from press to verdict, as the page counted them */
export async function verdictTime(experiment: Locator): Promise<number> {
  const line = experiment.getByText(/Run finished, shown \d+ ms/)
  await line.waitFor({ timeout: 45_000 })
  return Number(/shown (\d+) ms/.exec((await line.textContent()) ?? '')?.[1])
}
