import type { BenchAction } from './bench/mount-bench.ts'
import { answer, rememberedAnswer, uncover } from './guess-first.ts'

declare global {
  interface Window {
    /** The first press on an experiment, kept by a line of inline script until this module is there. */
    pressedEarly?: Element | null
  }
}

/**
 * An experiment on a page: static until somebody wants something of it. Everything that a press needs is loaded then,
 * and the press is performed when it is there.
 */
export class ExperimentElement extends HTMLElement {
  #bench: Promise<(action: BenchAction) => void> | undefined
  /** Once alive, the controls answer for themselves. */
  #isAlive = false

  connectedCallback(): void {
    rememberedAnswer(this)
    this.addEventListener('click', (event) => {
      answer(this, event.target)
      const action = actionOf(event.target)
      if (action === 'run') uncover(this)
      if (action !== undefined && !this.#isAlive) this.#perform(action)
    })
    this.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      uncover(this)
      this.#perform('run')
    })
    const early = this.contains(window.pressedEarly ?? null) ? (window.pressedEarly ?? null) : null
    if (early !== null) window.pressedEarly = null
    answer(this, early)
    const action = actionOf(early)
    if (action === 'run') uncover(this)
    if (action !== undefined) this.#perform(action)
    else if (this.#opensLink() || this.#hasDraft()) this.#perform('wake')
    if (this.hasAttribute('opens-links')) {
      addEventListener('hashchange', () => {
        if (this.#opensLink()) location.reload()
      })
    }
  }

  #perform(action: BenchAction): void {
    this.#bench ??= this.#wake()
    this.#bench.then(
      (perform) => {
        perform(action)
        this.querySelector<HTMLElement>(`[data-action="${action}"]`)?.focus()
      },
      (error: unknown) => {
        const status = this.querySelector('[role="status"]')
        if (status !== null) status.textContent = error instanceof Error ? error.message : String(error)
        this.#bench = undefined
      },
    )
  }

  async #wake(): Promise<(action: BenchAction) => void> {
    const { mountBench } = await import('./bench/mount-bench.ts')
    const [controls, code, outcome] = ['controls', 'code', 'outcome'].map((name) => this.querySelector<HTMLElement>(`[data-place="${name}"]`))
    if (!controls || !code || !outcome) throw new Error('This page is incomplete: load it again.')
    const fragment = this.#opensLink() ? location.hash : ''
    const perform = await mountBench({ controls, code, outcome }, this.getAttribute('hash') ?? '', fragment)
    this.#isAlive = true
    return perform
  }

  #opensLink(): boolean {
    return this.hasAttribute('opens-links') && /^#r\d+\./.test(location.hash)
  }

  #hasDraft(): boolean {
    try {
      return sessionStorage.getItem(`draft ${this.getAttribute('scenario') ?? ''}`) !== null
    } catch {
      return false
    }
  }
}

function actionOf(target: EventTarget | null): BenchAction | undefined {
  const button = target instanceof Element ? target.closest<HTMLElement>('[data-action]') : null
  const action = button?.dataset['action']
  return action === 'run' || action === 'reset' || action === 'edit' || action === 'share' ? action : undefined
}
