/** What we use of the search index that Pagefind writes beside the built pages. */
interface SearchIndex {
  search(query: string): Promise<{ readonly results: readonly { data(): Promise<SearchHit> }[] }>
}

interface SearchHit {
  readonly url: string
  /** The text around the match as HTML, its words escaped by Pagefind, with <mark> around what matched. */
  readonly excerpt: string
  readonly meta: { readonly title?: string }
}

const hitsMax = 8

/**
 * `<site-search>`: opens its dialog on click or Ctrl+K and fills its list while the reader types. The index is fetched
 * once, at the first opening; a page that is served without one (the development server) says so.
 */
export class SiteSearch extends HTMLElement {
  #index: Promise<SearchIndex> | undefined
  #latestQuery = ''

  connectedCallback(): void {
    const open = this.querySelector<HTMLButtonElement>('[data-open]')
    open?.addEventListener('click', () => {
      this.#open()
    })
    open?.removeAttribute('disabled')
    this.querySelector('input')?.addEventListener('input', (event) => {
      if (event.currentTarget instanceof HTMLInputElement) void this.#show(event.currentTarget.value.trim())
    })
    window.addEventListener('keydown', (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== 'k') return
      event.preventDefault()
      this.#open()
    })
  }

  /** Opens the dialog with these words in it. */
  searchFor(words: string): void {
    this.#open()
    const input = this.querySelector('input')
    if (input !== null) input.value = words
    void this.#show(words)
  }

  #open(): void {
    const dialog = this.querySelector('dialog')
    if (dialog === null || dialog.open) return
    dialog.showModal()
    this.querySelector('input')?.focus()
    this.#index ??= loadIndex()
    this.#index.catch(() => {
      this.#say('The search index is made by the build; there is none here.')
    })
  }

  async #show(query: string): Promise<void> {
    this.#latestQuery = query
    if (query === '' || this.#index === undefined) {
      this.#list([])
      return
    }
    const { results } = await (await this.#index).search(query)
    const hits = await Promise.all(results.slice(0, hitsMax).map((result) => result.data()))
    // A slower answer to an earlier query must not replace a later one.
    if (this.#latestQuery !== query) return
    this.#list(hits)
    this.#say(results.length === 1 ? '1 page found' : `${results.length} pages found`)
  }

  #list(hits: readonly SearchHit[]): void {
    this.querySelector('ul')?.replaceChildren(...hits.map(listItem))
    if (hits.length === 0) this.#say('')
  }

  #say(sentence: string): void {
    const status = this.querySelector('[role=status]')
    if (status !== null) status.textContent = sentence
  }
}

function listItem(hit: SearchHit): HTMLLIElement {
  const item = document.createElement('li')
  const link = document.createElement('a')
  link.href = hit.url
  link.textContent = hit.meta.title ?? hit.url
  const excerpt = document.createElement('p')
  excerpt.textContent = new DOMParser().parseFromString(hit.excerpt, 'text/html').body.textContent
  item.append(link, excerpt)
  return item
}

async function loadIndex(): Promise<SearchIndex> {
  // The file exists only beside the built pages, so its address is kept from the bundler.
  const address = '/pagefind/pagefind.js'
  const module: unknown = await import(/* @vite-ignore */ address)
  if (!isSearchIndex(module)) throw new Error(`${address} is no search index`)
  return module
}

function isSearchIndex(module: unknown): module is SearchIndex {
  return typeof module === 'object' && module !== null && 'search' in module && typeof module.search === 'function'
}
