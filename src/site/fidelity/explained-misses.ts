import { globSync, readFileSync } from 'node:fs'

/** Why a fact is missed, as the judge's documents say it. */
export interface ExplainedMiss {
  /** The fact's id, or the end of it. */
  readonly id: string
  readonly why: string
}

/**
 * The rows of a Markdown table that begin with a fact's name in backticks: its name, and the last cell.
 * Rows of other tables begin with something else.
 */
export function explainedMissesIn(markdown: string): readonly ExplainedMiss[] {
  return markdown.split('\n').flatMap((line) => {
    const cells = /^\|(.*)\|\s*$/.exec(line)?.[1]?.split('|').map((cell) => cell.trim()) ?? []
    const id = /^`([\w.-]+\.[\w.-]+)`/.exec(cells[0] ?? '')?.[1]
    const why = cells.at(-1)
    return id === undefined || why === undefined || cells.length < 2 ? [] : [{ id, why: why.replaceAll('`', '') }]
  })
}

let misses: readonly ExplainedMiss[] | undefined

/** Why the fact is missed; undefined where nobody has written it down. The documents name facts by the end of their ids. */
export function whyMissed(id: string): string | undefined {
  misses ??= ['conformance/README.md', ...globSync('conformance/not-modelled/*.md').toSorted()].flatMap((file) =>
    explainedMissesIn(readFileSync(file, 'utf8')),
  )
  return misses.find((miss) => id === miss.id || id.endsWith(`.${miss.id}`))?.why
}
