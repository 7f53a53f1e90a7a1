import type { APIRoute } from 'astro'
import type { FactRow, FactTable } from '../../site/fidelity/fact-rows.ts'
import { judgedFamilies, systemName } from '../../site/fidelity/judged-families.ts'

/** All judged facts, for the filter. */
export const GET: APIRoute = () => {
  const families = judgedFamilies()
  const table: FactTable = {
    families: families.map(({ page, title }) => ({ page, title })),
    rows: families.flatMap(({ family, facts }, index) =>
      facts.map((fact): FactRow => [fact.id, fact.claim, systemName(fact, family), index, fact.units, fact.reproduced]),
    ),
  }
  return new Response(JSON.stringify(table), { headers: { 'content-type': 'application/json' } })
}
