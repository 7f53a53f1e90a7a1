import { fromBase64Url, toBase64Url } from './base64url.ts'
import { deflate, inflate } from './deflate.ts'
import { readLinkDocument, type LinkDocument } from './link-document.ts'

const version = 1
const payloadCharactersMax = 64_000
const jsonBytesMax = 1_000_000

/** Why a fragment is no link that can be opened, as a sentence for the reader. */
export class LinkError extends Error {
  override readonly name = 'LinkError'
}

/**
 * The fragment of a link, `#r1.<payload>.<check>`. The check tells a link that was cut off on its way from one that was
 * never ours; it also keeps the last character one that no chat program takes for punctuation.
 *
 * @throws LinkError when what would be shared is too large for a link
 */
export async function writeLink(link: LinkDocument): Promise<string> {
  const payload = toBase64Url(await deflate(JSON.stringify(link)))
  if (payload.length > payloadCharactersMax) {
    throw new LinkError(`These changes are too large for a link: ${payload.length} characters of at most ${payloadCharactersMax}.`)
  }
  const fragment = `#r${version}.${payload}.${checkOf(payload)}`
  const again = await readLink(fragment)
  if (JSON.stringify(again) !== JSON.stringify(link)) throw new LinkError('The link does not open as what it was made from.')
  return fragment
}

/** Whether a fragment means to be a link of ours. */
export function isLink(fragment: string): boolean {
  return /^#r\d+\./.test(fragment)
}

/**
 * Opens a fragment.
 *
 * @throws LinkError with a sentence for the reader when it is malformed, cut off, too large or of a newer version
 */
export async function readLink(fragment: string): Promise<LinkDocument> {
  const [, versionText = '', payload = '', check = ''] = /^#r(\d+)\.([^.]*)\.?(.*)$/.exec(fragment) ?? []
  if (versionText === '') throw new LinkError('This is not a link to a run.')
  if (Number(versionText) > version) {
    throw new LinkError('This link was made by a newer version of the guide than the one that is open here.')
  }
  if (payload.length > payloadCharactersMax) throw new LinkError('This link is too large to be opened.')
  if (check !== checkOf(payload)) {
    throw new LinkError('This link is incomplete: some of its characters were lost or changed on the way here.')
  }
  const bytes = fromBase64Url(payload)
  const json = bytes === undefined ? undefined : await inflate(bytes, jsonBytesMax)
  const link = json === undefined ? undefined : readLinkDocument(parseJson(json))
  if (link === undefined) throw new LinkError('This link is damaged: it does not hold a run.')
  return link
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** FNV-1a, 32 bits: against accidents, not against anybody. */
function checkOf(payload: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < payload.length; index++) hash = Math.imul(hash ^ payload.charCodeAt(index), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
