/** A change of the model that gave shipped scenarios another verdict than a released engine gave them. */
export interface ModelChange {
  /** The day of the change, as `2026-11-23`. */
  readonly on: string
  /** The hash of the released engine whose verdict was another. */
  readonly since: string
  /** The scenarios, for example `durability/process-kill`. */
  readonly scenarios: readonly string[]
  /** Which mechanism changed, and why the new one is the real one, with its source. */
  readonly because: string
}

/** All such changes, the newest first. A changed verdict without an entry fails the tests. */
export const modelChangelog: readonly ModelChange[] = []
