import type { GivenWorld } from '../../engine/scenario/from-conf/outside-world.ts'

/** What the page keeps for this tab, so that it survives a reload and a way back; without secrets. */
export interface KeptConfiguration {
  readonly text: string
  readonly agent: string
  readonly given: GivenWorld
}

const key = 'draft your-flume-conf'

/** What this tab has kept; undefined when that is nothing. */
export function keptConfiguration(): KeptConfiguration | undefined {
  try {
    const text = sessionStorage.getItem(key)
    // Only this page writes here, and what it wrote is typed below.
    return text === null ? undefined : (JSON.parse(text) as KeptConfiguration)
  } catch {
    return undefined
  }
}

/** Keeps a configuration; a browser that forbids storage only loses this comfort. */
export function saveConfiguration(configuration: KeptConfiguration): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(configuration))
  } catch {
    // Nothing else depends on it.
  }
}
