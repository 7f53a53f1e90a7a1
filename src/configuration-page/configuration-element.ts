/** Larger than any flume.conf; what is larger is no text that somebody wrote. */
const fileBytesMax = 1_000_000

/**
 * The field for a flume.conf. It takes a file by itself, and loads what judges a text when somebody comes near: by
 * pointer, by key, or with a text.
 */
export class ConfigurationElement extends HTMLElement {
  #judge: Promise<unknown> | undefined

  connectedCallback(): void {
    for (const intent of ['pointerenter', 'focusin', 'input']) this.addEventListener(intent, () => { this.#wake() }, { once: true, passive: true })
    this.addEventListener('dragover', (event) => {
      event.preventDefault()
      this.toggleAttribute('dragged', true)
    })
    for (const end of ['dragleave', 'drop']) this.addEventListener(end, () => { this.toggleAttribute('dragged', false) })
    this.addEventListener('drop', (event) => {
      const file = event.dataTransfer?.files[0]
      const text = event.dataTransfer?.getData('text/plain') ?? ''
      if (file === undefined && text === '') return
      event.preventDefault()
      if (file === undefined) this.#take(text)
      else void this.#open(file)
    })
    this.querySelector<HTMLInputElement>('[data-file]')?.addEventListener('change', ({ target }) => {
      if (!(target instanceof HTMLInputElement)) return
      const file = target.files?.[0]
      if (file !== undefined) void this.#open(file)
      target.value = ''
    })
    this.querySelector('[data-action="example"]')?.addEventListener('click', () => { this.#take(this.dataset['example'] ?? '') })
    if (this.#area?.value !== '' || this.#hasDraft()) this.#wake()
  }

  get #area(): HTMLTextAreaElement | null {
    return this.querySelector('textarea')
  }

  async #open(file: File): Promise<void> {
    if (file.size > fileBytesMax) this.#say(`${file.name} is too large for a flume.conf: ${file.size} bytes.`)
    else this.#take(await file.text())
  }

  /** Puts a text into the field, for whoever listens there. */
  #take(text: string): void {
    const area = this.#area
    if (area === null) return
    area.value = text
    area.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromDrop' }))
    area.focus()
    area.setSelectionRange(0, 0)
    area.scrollTop = 0
  }

  #say(message: string): void {
    const status = this.querySelector('[data-place="status"]')
    if (status !== null) status.textContent = message
  }

  #wake(): void {
    this.#judge ??= import('./mount-configuration.ts').then(({ mountConfiguration }) => mountConfiguration(this)).catch((error: unknown) => {
      this.#judge = undefined
      this.#say(error instanceof Error ? `This could not be loaded: ${error.message}` : String(error))
    })
  }

  #hasDraft(): boolean {
    try {
      return sessionStorage.getItem('draft your-flume-conf') !== null
    } catch {
      return false
    }
  }
}
