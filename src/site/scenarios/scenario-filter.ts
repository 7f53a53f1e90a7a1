/** `<scenario-filter>`: shows its form, and of its list only what the form asks for. A part of the list without any is put away. */
export class ScenarioFilter extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector('form')
    if (form === null) return
    form.hidden = false
    form.addEventListener('submit', (event) => {
      event.preventDefault()
    })
    form.addEventListener('input', () => {
      this.#show(form)
    })
    this.#show(form)
  }

  #show(form: HTMLFormElement): void {
    const asked = new FormData(form)
    const text = (name: string): string => {
      const value = asked.get(name)
      return typeof value === 'string' ? value.toLowerCase() : ''
    }
    const words = text('text').split(/\s+/)
    const items = [...this.querySelectorAll<HTMLElement>('li[data-systems]')]
    for (const item of items) {
      const isAsked =
        listed(item, 'systems', text('system')) &&
        listed(item, 'faults', text('fault')) &&
        listed(item, 'row', text('row')) &&
        words.every((word) => item.textContent.toLowerCase().includes(word))
      item.hidden = !isAsked
    }
    for (const section of this.querySelectorAll<HTMLElement>('section')) {
      section.hidden = section.querySelector('li[data-systems]:not([hidden])') === null
    }
    const shown = items.filter(({ hidden }) => !hidden).length
    const status = this.querySelector('[role=status]')
    if (status !== null) status.textContent = `${shown} of ${items.length} experiments`
  }
}

/** Whether a list in the item's data has the value, or nothing in particular is asked for. */
function listed(item: HTMLElement, name: 'systems' | 'faults' | 'row', value: string): boolean {
  return value === '' || (item.dataset[name] ?? '').toLowerCase().split(', ').includes(value)
}
