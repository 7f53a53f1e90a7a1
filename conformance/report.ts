import type { FactKind } from './fact.ts'
import type { FactVerdict } from './judge/judge-fact.ts'

/** Units reproduced and recorded. */
interface Score {
  readonly reproduced: number
  readonly recorded: number
}

/** The score of some verdicts. */
function scoreOf(verdicts: readonly FactVerdict[]): Score {
  let reproduced = 0
  let recorded = 0
  for (const verdict of verdicts) {
    reproduced += verdict.reproduced
    recorded += verdict.units
  }
  return { reproduced, recorded }
}

/** One line for each family, with its first differences below. */
export function familyLines(verdicts: readonly FactVerdict[], reasonsPerFamily: number): readonly string[] {
  const families = [...new Set(verdicts.map(({ family }) => family))]
  return families.flatMap((family) => {
    const members = verdicts.filter((verdict) => verdict.family === family)
    const { reproduced, recorded } = scoreOf(members)
    const missed = members.filter((verdict) => verdict.reproduced < verdict.units)
    const reasons = missed.slice(0, reasonsPerFamily).map(({ id, reasons: [first] }) => `    ${id}: ${first ?? ''}`)
    const rest = missed.length > reasonsPerFamily ? [`    … and ${String(missed.length - reasonsPerFamily)} more facts`] : []
    return [`${percent(reproduced, recorded)}  ${family}: ${String(reproduced)} / ${String(recorded)}`, ...reasons, ...rest]
  })
}

const percent = (part: number, whole: number): string => `${String(whole === 0 ? 0 : Math.floor((part * 100) / whole)).padStart(3)} %`

const plural: Readonly<Record<FactKind, string>> = { run: 'runs', sequence: 'sequences', function: 'functions', table: 'tables' }

/** The closing line: `reproduced N of M (runs a/b, sequences c/d, functions e/f, tables g/h)`. */
export function closingLine(verdicts: readonly FactVerdict[]): string {
  const parts = (['run', 'sequence', 'function', 'table'] as const).map((kind) => {
    const { reproduced, recorded } = scoreOf(verdicts.filter((verdict) => verdict.kind === kind))
    return `${plural[kind]} ${String(reproduced)}/${String(recorded)}`
  })
  const { reproduced, recorded } = scoreOf(verdicts)
  return `reproduced ${String(reproduced)} of ${String(recorded)} (${parts.join(', ')})`
}
