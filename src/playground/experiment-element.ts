import type { BenchAction } from './bench/mount-bench.ts'
import { answer, rememberedAnswer, uncover } from './guess-first.ts'

declare global {
  interface Window {
    /** The first press on an experiment, kept by a line of inline script until this module is there. */
    pressedEarly?: Element | null
  }
}

/** How long an experiment has been in view when it counts as what is being read. */
const readingMs = 700

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
    this.#prepareOnIntent()
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

  /**
   * Loads what a press needs when one may be near: the pointer or the focus comes in, or the reader has scrolled here and
   * stays. Nothing that can be seen changes by it.
   */
  #prepareOnIntent(): void {
    if (matchMedia('(prefers-reduced-data: reduce)').matches) return
    let isDone = false
    const prepare = (): void => {
      if (isDone || this.#bench !== undefined) return
      isDone = true
      import('./bench/mount-bench.ts').then(({ prepareBench }) => prepareBench(this.getAttribute('hash') ?? '')).catch(() => undefined)
    }
    for (const intent of ['pointerenter', 'focusin']) this.addEventListener(intent, prepare, { once: true, passive: true })
    let timer = 0
    const observer = new IntersectionObserver((entries) => {
      clearTimeout(timer)
      if (entries.at(-1)?.isIntersecting === true) timer = window.setTimeout(prepare, readingMs)
    })
    addEventListener('scroll', () => { observer.observe(this.querySelector('[data-place="controls"]') ?? this) }, { once: true, passive: true })
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
