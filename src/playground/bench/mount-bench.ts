import { mount } from 'svelte'
import { isLink, readLink, LinkError } from '../link/link-fragment.ts'
import type { LinkDocument } from '../link/link-document.ts'
import { Bench } from './bench.svelte.ts'
import { BenchView } from './bench-view.svelte.ts'
import { sandboxFor } from './engine-sandbox.ts'
import { fetchScenario, type ShippedScenario } from './shipped-scenario.ts'
import OutcomeSlot from './OutcomeSlot.svelte'
import EditorSlot from './EditorSlot.svelte'
import Workbench from './Workbench.svelte'

/** What a button of the static controls asks for. */
export type BenchAction = 'run' | 'stop' | 'reset' | 'edit' | 'share' | 'wake'

/** The places of one experiment on the page. */
export interface BenchPlaces {
  readonly controls: HTMLElement
  readonly code: HTMLElement
  readonly outcome: HTMLElement
}

/**
 * Gets everything that a press on Run will need, without touching the page: the scenario, the engine, and a worker that
 * has rehearsed the scenario as it is shipped.
 */
export async function prepareBench(hash: string): Promise<void> {
  rehearse(await fetchScenario(hash))
}

function rehearse({ files, entry, seed, engineHash }: ShippedScenario): void {
  const start = async (): Promise<void> => { (await sandboxFor(engineHash)).rehearse({ files, entry, seed }) }
  // A failure to load is told to who presses Run.
  whenIdle(() => { start().catch(() => undefined) })
}

function whenIdle(act: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(act, { timeout: 500 })
  else setTimeout(act, 100)
}

/** Brings an experiment to life in the places of its static form. @returns what performs further actions */
export async function mountBench(places: BenchPlaces, hash: string, fragment: string): Promise<(action: BenchAction) => void> {
  const shipped = await fetchScenario(hash)
  const bench = new Bench(shipped)
  takeStaticValues(bench, places.controls)
  const view = new BenchView(bench.isEdited)
  const notice = isLink(fragment) ? await openLink(bench, shipped, fragment) : ''
  if (bench.link !== undefined && bench.isEdited) view.isEditing = true
  places.controls.replaceChildren()
  mount(Workbench, { target: places.controls, props: { bench, view, notice } })
  mount(EditorSlot, { target: places.code, props: { bench, view, fallback: [...places.code.children] } })
  mount(OutcomeSlot, { target: places.outcome, props: { bench, view, fallback: [...places.outcome.children] } })
  void sandboxFor(bench.engineHash)
  rehearse(shipped)
  if (bench.link !== undefined) void bench.start()
  return (action) => {
    if (action === 'run') void bench.start()
    if (action === 'stop') bench.stop()
    if (action === 'reset') bench.reset()
    if (action === 'edit') view.isEditing = !view.isEditing
    if (action === 'share') view.isSharing = !view.isSharing
  }
}

/** Sliders work before anything is loaded: what the reader has set on them by now counts. */
function takeStaticValues(bench: Bench, controls: HTMLElement): void {
  for (const input of controls.querySelectorAll<HTMLInputElement>('input[data-parameter]')) {
    const { parameter: name = '' } = input.dataset
    if (input.value !== input.defaultValue) bench.setParameter(name, Number(input.value))
  }
  const seed = controls.querySelector<HTMLInputElement>('input[data-seed]')
  if (seed !== null && seed.value !== seed.defaultValue) bench.setSeed(Number(seed.value))
}

/** Opens a link on the bench. @returns the sentence for the reader when that is not possible */
async function openLink(bench: Bench, shipped: ShippedScenario, fragment: string): Promise<string> {
  try {
    const link = await readLink(fragment)
    bench.open(link, await filesOf(link, shipped))
    return ''
  } catch (error) {
    if (error instanceof LinkError) return error.message
    return error instanceof Error ? `This link could not be opened: ${error.message}` : ''
  }
}

async function filesOf(link: LinkDocument, shipped: ShippedScenario): Promise<ShippedScenario['files']> {
  if (link.base !== shipped.id) throw new LinkError(`This link belongs to the scenario ${link.base}.`)
  return link.baseHash === shipped.hash ? shipped.files : (await fetchScenario(link.baseHash)).files
}
