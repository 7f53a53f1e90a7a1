import type { ScenarioFiles } from '../link/file-change.ts'

/** What the reader has typed and set, kept for this tab so that it survives a reload, a way back and a hang. */
export interface Draft {
  /** Hash of the shipped files that were edited: a draft of another version is not restored. */
  readonly baseHash: string
  readonly files: ScenarioFiles
  readonly parameters: Readonly<Record<string, number>>
  readonly seed: number
}

const keyOf = (id: string): string => `draft ${id}`

/** The draft of a scenario; undefined when there is none for this version of it. */
export function loadDraft(id: string, baseHash: string): Draft | undefined {
  try {
    const text = sessionStorage.getItem(keyOf(id))
    // Only this site writes here, and what it wrote is typed below.
    const draft = text === null ? undefined : (JSON.parse(text) as Draft)
    return draft?.baseHash === baseHash ? draft : undefined
  } catch {
    return undefined
  }
}

/** Keeps a draft; a browser that forbids storage only loses this comfort. */
export function saveDraft(id: string, draft: Draft): void {
  try {
    sessionStorage.setItem(keyOf(id), JSON.stringify(draft))
  } catch {
    // Nothing else depends on it.
  }
}

/** Forgets the draft of a scenario. */
export function dropDraft(id: string): void {
  try {
    sessionStorage.removeItem(keyOf(id))
  } catch {
    // Nothing else depends on it.
  }
}
