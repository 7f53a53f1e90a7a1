import type { APIRoute } from 'astro'
import { keptEngines } from '../../runs/build/kept-versions.ts'

/** The hashes of all engines that the site serves, so that a link's own can be offered only where it is there. */
export const GET: APIRoute = () =>
  new Response(JSON.stringify(keptEngines().map(({ hash }) => hash)), { headers: { 'content-type': 'application/json; charset=utf-8' } })
