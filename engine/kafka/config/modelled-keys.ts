/** A configuration key that a simulated class reads. */
export interface KeyUse {
  readonly key: string
  /** Name of the class or module that reads it. */
  readonly readBy: string
}

/** The uses that one class declares, next to its code. */
export function declareKeys(readBy: string, keys: readonly string[]): readonly KeyUse[] {
  return keys.map((key) => ({ key, readBy }))
}

/**
 * The given keys that are defined but that no simulated class reads: they load as in the real system, and change
 * nothing in a run.
 *
 * @param defined the keys of the configuration's definition
 */
export function unmodelledKeys(
  given: readonly string[],
  defined: { readonly has: (key: string) => boolean },
  uses: readonly KeyUse[],
): readonly string[] {
  const read = new Set(uses.map(({ key }) => key))
  return given.filter((key) => defined.has(key) && !read.has(key))
}
