import type { Diagnostic, SourcePosition } from '../run/run-document.ts'

/** A fault of the reader's scenario, with its place and what to do about it. */
export class ScenarioError extends Error {
  readonly position: SourcePosition | undefined
  readonly fix: string | undefined

  constructor(message: string, position?: SourcePosition, fix?: string) {
    super(message)
    this.name = 'ScenarioError'
    this.position = position
    this.fix = fix
  }

  /** The error as the Run carries it. */
  get diagnostic(): Diagnostic {
    return { severity: 'error', message: this.message, position: this.position, fix: this.fix }
  }
}
