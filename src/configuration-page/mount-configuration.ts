import { mount } from 'svelte'
import { sandboxFor } from '../playground/bench/engine-sandbox.ts'
import { fetchScenario } from '../playground/bench/shipped-scenario.ts'
import { Configuration } from './configuration.svelte.ts'
import Judgement from './Judgement.svelte'
import { keptConfiguration } from './kept-configuration.ts'
import { ReportRuns } from './report-runs.svelte.ts'

/** A text is judged when the typing has paused for so long. */
const pauseMs = 150
/** Kinds of input that bring a text from elsewhere: secrets in it are masked at once. */
const comesFromElsewhere = /^insertFrom(?:Paste|Drop)/

/**
 * Brings the field for a flume.conf to life. All that a report needs is fetched before there is a text to judge, so that
 * no request follows on one.
 */
export async function mountConfiguration(element: HTMLElement): Promise<void> {
  const area = element.querySelector('textarea')
  const place = element.querySelector('[data-place="judgement"]')
  if (area === null || place === null) throw new Error('This page is incomplete: load it again.')
  const base = await fetchScenario(element.getAttribute('hash') ?? '')
  const { files, entry, seed, engineHash } = base
  const configuration = new Configuration(area.value === '' ? keptConfiguration() : undefined)
  if (area.value !== '') configuration.take(area.value)
  area.value = configuration.text
  listen(area, configuration)
  mount(Judgement, { target: place, props: { configuration, area, runs: new ReportRuns(base) } })
  const sandbox = await sandboxFor(engineHash)
  sandbox.rehearse({ files, entry, seed })
  element.toggleAttribute('ready', true)
}

function listen(area: HTMLTextAreaElement, configuration: Configuration): void {
  let timer = 0
  const take = (isTyping: boolean): void => {
    clearTimeout(timer)
    configuration.take(area.value, isTyping)
    if (area.value !== configuration.text) area.value = configuration.text
  }
  area.addEventListener('input', (event) => {
    const kind = event instanceof InputEvent ? event.inputType : ''
    clearTimeout(timer)
    if (comesFromElsewhere.test(kind)) take(false)
    else timer = window.setTimeout(() => { take(true) }, pauseMs)
  })
  area.addEventListener('change', () => { take(false) })
}
