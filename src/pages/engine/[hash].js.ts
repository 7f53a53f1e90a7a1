import type { APIRoute } from 'astro'
import { keptEngines, type KeptEngine } from '../../runs/build/kept-versions.ts'

/** Engines under the hash of their bytes, so that a link can name one for ever. */
export function getStaticPaths() {
  return keptEngines().map((engine) => ({ params: { hash: engine.hash }, props: { engine } }))
}

/** The classic script that the sandbox runs. */
export const GET: APIRoute<{ engine: KeptEngine }> = ({ props }) =>
  new Response(props.engine.script, { headers: { 'content-type': 'text/javascript; charset=utf-8' } })
