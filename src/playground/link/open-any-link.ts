import { isLink, readLink } from './link-fragment.ts'

/** Goes to the page of the scenario that the address's fragment belongs to, or says why it cannot be opened. */
export async function openAnyLink(): Promise<void> {
  const { hash } = location
  if (!isLink(hash)) return
  try {
    const { base } = await readLink(hash)
    location.replace(`/scenarios/${base}/${hash}`)
  } catch (error) {
    const status = document.getElementById('link-status')
    if (status !== null && error instanceof Error) status.textContent = `${error.message} These are the scenarios as the site ships them:`
  }
}
