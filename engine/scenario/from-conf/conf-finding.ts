import type { ConfEdit } from './conf-edit.ts'

/** A change that puts a finding right, with what its button says. */
export interface ConfFix {
  readonly label: string
  readonly edit: ConfEdit
}

/** Something to know about a line of a flume.conf. */
export interface ConfFinding {
  readonly severity: 'error' | 'warning' | 'info'
  readonly message: string
  readonly line: number
  readonly column: number
  readonly fix: ConfFix | undefined
}
