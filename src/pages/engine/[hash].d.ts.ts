import type { APIRoute } from 'astro'
import { engineFiles } from '../../runs/build/engine-files.ts'

/** The declarations beside the engine that they describe. */
export function getStaticPaths() {
  return [{ params: { hash: engineFiles().hash } }]
}

/** What a scenario may import, for the editor. */
export const GET: APIRoute = () => new Response(engineFiles().declarations, { headers: { 'content-type': 'text/plain; charset=utf-8' } })
