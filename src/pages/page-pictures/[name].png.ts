import type { APIRoute } from 'astro'
import { getCollection } from 'astro:content'
import sharp from 'sharp'
import { pagePicture } from '../../site/page-pictures/page-picture.ts'
import { ownPictures } from '../../site/page-pictures/picture-address.ts'

/** A picture for each page of content/docs that is not below another one, and for the others that have words of their own for it. */
export async function getStaticPaths() {
  const docs = await getCollection('docs')
  const pictures = new Map(docs.filter(({ id }) => !id.includes('/')).map(({ id, data }): [string, readonly [string, string]] => [id, [data.title, data.description ?? '']]))
  for (const [name, words] of Object.entries(ownPictures)) pictures.set(name, words)
  return [...pictures].map(([name, words]) => ({ params: { name }, props: { words } }))
}

/** The picture as a PNG. */
export const GET: APIRoute<{ words: readonly [string, string] }> = async ({ props }) => {
  const png = await sharp(Buffer.from(pagePicture(...props.words))).png().toBuffer()
  return new Response(new Uint8Array(png), { headers: { 'content-type': 'image/png' } })
}
