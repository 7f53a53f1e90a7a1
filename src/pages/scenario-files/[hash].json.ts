import type { APIRoute } from 'astro'
import type { ShippedScenario } from '../../playground/bench/shipped-scenario.ts'
import { keptScenarios } from '../../runs/build/kept-versions.ts'

/** Every shipped and every released version of a scenario under the hash of its files, which links name. */
export async function getStaticPaths() {
  const scenarios = await keptScenarios()
  return scenarios.map((shipped) => ({ params: { hash: shipped.hash }, props: { shipped } }))
}

/** The scenario as the playground starts from it. */
export const GET: APIRoute<{ shipped: ShippedScenario }> = ({ props }) =>
  new Response(JSON.stringify(props.shipped), { headers: { 'content-type': 'application/json; charset=utf-8' } })
