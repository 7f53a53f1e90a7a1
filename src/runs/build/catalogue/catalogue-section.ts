import type { ScenarioFiles } from '../../../playground/link/file-change.ts'

/** A small scenario in which something runs: the shipped one that it is a difference to, and its files. */
export interface Snippet {
  readonly base: string
  readonly files: ScenarioFiles
}

/** A class that a system brings. */
export interface CatalogueEntry {
  /** The name that configurations use, where there is one beside the class. */
  readonly alias: string | undefined
  readonly className: string
  readonly isModelled: boolean
  readonly snippet: Snippet | undefined
}

/** Classes of one kind. */
export interface CatalogueSection {
  readonly title: string
  readonly entries: readonly CatalogueEntry[]
}
