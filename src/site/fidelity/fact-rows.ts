/** A fact as the filter has it: id, claim, system, number of its family, units, reproduced units. */
export type FactRow = readonly [id: string, claim: string, system: string, family: number, units: number, reproduced: number]

/** What the filter's page fetches when a reader begins to filter. */
export interface FactTable {
  readonly families: readonly { readonly page: string; readonly title: string }[]
  readonly rows: readonly FactRow[]
}

/** What a reader asked for; an empty text asks for nothing in particular. */
export interface FactQuery {
  readonly system: string
  /** Path of a family's page. */
  readonly family: string
  readonly state: '' | 'reproduced' | 'missed'
  readonly text: string
}

/** The facts that a query asks for, in the table's order. */
export function matchingFacts({ families, rows }: FactTable, { system, family, state, text }: FactQuery): readonly FactRow[] {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== '')
  return rows.filter(([id, claim, systemOfRow, familyIndex, units, reproduced]) => {
    if (system !== '' && systemOfRow !== system) return false
    if (family !== '' && families[familyIndex]?.page !== family) return false
    if (state !== '' && (reproduced === units) !== (state === 'reproduced')) return false
    const searched = `${id} ${claim}`.toLowerCase()
    return words.every((word) => searched.includes(word))
  })
}
