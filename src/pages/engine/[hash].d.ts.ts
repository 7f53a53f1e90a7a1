import type { APIRoute } from 'astro'
import { keptEngines, type KeptEngine } from '../../runs/build/kept-versions.ts'

/** The declarations beside the engine that they describe. */
export function getStaticPaths() {
  return keptEngines().map((engine) => ({ params: { hash: engine.hash }, props: { engine } }))
}

/** What a scenario may import, for the editor. */
export const GET: APIRoute<{ engine: KeptEngine }> = ({ props }) =>
  new Response(props.engine.declarations, { headers: { 'content-type': 'text/plain; charset=utf-8' } })
