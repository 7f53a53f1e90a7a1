import type { APIRoute } from 'astro'
import type { ShippedScenario } from '../../playground/bench/shipped-scenario.ts'
import { builtScenario } from '../../runs/build/build-time-run.ts'
import { scenarioIds } from '../../runs/build/scenario-folders.ts'

/** Every shipped scenario under the hash of its files, which links name. */
export async function getStaticPaths() {
  const scenarios = await Promise.all(scenarioIds().map(builtScenario))
  return scenarios.map(({ shipped }) => ({ params: { hash: shipped.hash }, props: { shipped } }))
}

/** The scenario as the playground starts from it. */
export const GET: APIRoute<{ shipped: ShippedScenario }> = ({ props }) =>
  new Response(JSON.stringify(props.shipped), { headers: { 'content-type': 'application/json; charset=utf-8' } })
