import type { APIRoute } from 'astro'
import sharp from 'sharp'
import { builtScenario } from '../../../runs/build/build-time-run.ts'
import { scenarioIds } from '../../../runs/build/scenario-folders.ts'
import { setUpPicture } from '../../../runs/build/set-up-picture.ts'

/** A picture for each scenario's page, for sites that unfurl links. */
export function getStaticPaths() {
  return scenarioIds().map((id) => ({ params: { row: id.split('/')[0], name: id.split('/')[1] }, props: { id } }))
}

/** The set-up as a PNG. */
export const GET: APIRoute<{ id: string }> = async ({ props }) => {
  const { shipped, run } = await builtScenario(props.id)
  const png = await sharp(Buffer.from(setUpPicture(shipped.title, run))).png().toBuffer()
  return new Response(new Uint8Array(png), { headers: { 'content-type': 'image/png' } })
}
