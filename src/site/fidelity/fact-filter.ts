import { matchingFacts, type FactQuery, type FactRow, type FactTable } from './fact-rows.ts'

const shownMax = 50

/**
 * `<fact-filter data-table="…">` around a form and a list: fetches the table of facts when the reader first uses the form,
 * and lists what is asked for. Without scripts the form is hidden and the pages of the files hold the same.
 */
export class FactFilter extends HTMLElement {
  #table: Promise<FactTable> | undefined

  connectedCallback(): void {
    const form = this.querySelector('form')
    form?.removeAttribute('hidden')
    form?.addEventListener('input', () => void this.#show(form))
    form?.addEventListener('submit', (event) => {
      event.preventDefault()
      void this.#show(form)
    })
  }

  async #show(form: HTMLFormElement): Promise<void> {
    this.#table ??= fetchTable(this.dataset['table'] ?? '')
    const status = this.querySelector('[role=status]')
    try {
      const table = await this.#table
      // The form is read after the wait: what the reader asked for last counts.
      const found = matchingFacts(table, queryOf(form))
      const shown = found.slice(0, shownMax)
      this.querySelector('ol')?.replaceChildren(...shown.map((row) => listItem(row, table)))
      const rest = found.length > shownMax ? `, the first ${shownMax} of them below` : ''
      if (status !== null) status.textContent = `${found.length} of ${table.rows.length} facts${rest}`
    } catch {
      this.#table = undefined
      if (status !== null) status.textContent = 'The table of facts could not be fetched.'
    }
  }
}

async function fetchTable(address: string): Promise<FactTable> {
  const response = await fetch(address)
  if (!response.ok) throw new Error(`${address}: ${response.status}`)
  // Made by this build, in this shape.
  return (await response.json()) as FactTable
}

function queryOf(form: HTMLFormElement): FactQuery {
  const entries = new FormData(form)
  const text = (name: string): string => {
    const value = entries.get(name)
    return typeof value === 'string' ? value : ''
  }
  const state = text('state')
  return { system: text('system'), family: text('family'), text: text('text'), state: state === 'reproduced' || state === 'missed' ? state : '' }
}

function listItem([id, claim, , familyIndex, units, reproduced]: FactRow, { families }: FactTable): HTMLLIElement {
  const item = document.createElement('li')
  const link = document.createElement('a')
  link.href = `${families[familyIndex]?.page ?? ''}#${id}`
  link.textContent = id
  const state = document.createElement('span')
  state.textContent = reproduced === units ? ' reproduced' : units === 1 ? ' missed' : ` ${reproduced} of ${units}`
  const text = document.createElement('p')
  text.textContent = claim
  item.append(link, state, text)
  return item
}
