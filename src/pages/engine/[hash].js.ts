import type { APIRoute } from 'astro'
import { engineFiles } from '../../runs/build/engine-files.ts'

/** The engine under the hash of its bytes, so that a link can name it for ever. */
export function getStaticPaths() {
  return [{ params: { hash: engineFiles().hash } }]
}

/** The classic script that the sandbox runs. */
export const GET: APIRoute = () => new Response(engineFiles().script, { headers: { 'content-type': 'text/javascript; charset=utf-8' } })
