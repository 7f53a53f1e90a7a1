/** How a file differs from the shipped one: lines kept at both ends, and those between them. `null`: it is gone. */
export type FileChange = readonly [keptBefore: number, middle: readonly string[], keptAfter: number] | null

/** Files by their path inside the scenario's folder. */
export type ScenarioFiles = Readonly<Record<string, string>>

/** The changes that make `base` into `files`; files that are alike are left out. */
export function changesBetween(base: ScenarioFiles, files: ScenarioFiles): Readonly<Record<string, FileChange>> {
  const changes: Record<string, FileChange> = {}
  for (const path of Object.keys(base)) if (files[path] === undefined) changes[path] = null
  for (const [path, text] of Object.entries(files)) {
    if (text !== base[path]) changes[path] = changeOf(linesOf(base[path]), linesOf(text))
  }
  return changes
}

function changeOf(before: readonly string[], after: readonly string[]): FileChange {
  const shorter = Math.min(before.length, after.length)
  let head = 0
  while (head < shorter && before[head] === after[head]) head++
  let tail = 0
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  return [head, after.slice(head, after.length - tail), tail]
}

function linesOf(text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.split('\n')
}

/** Applies changes to the files that they were made for. @throws RangeError when they do not fit */
export function applyChanges(base: ScenarioFiles, changes: Readonly<Record<string, FileChange>>): ScenarioFiles {
  const files = new Map(Object.entries(base))
  for (const [path, change] of Object.entries(changes)) {
    if (change === null) files.delete(path)
    else files.set(path, applyChange(linesOf(base[path]), change))
  }
  return Object.fromEntries(files)
}

function applyChange(before: readonly string[], [head, middle, tail]: Exclude<FileChange, null>): string {
  if (head + tail > before.length) throw new RangeError('the change keeps more lines than the shipped file has')
  return [...before.slice(0, head), ...middle, ...before.slice(before.length - tail)].join('\n')
}
