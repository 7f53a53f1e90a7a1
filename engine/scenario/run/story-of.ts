import type { StoryKind } from '../../ledger/story.ts'
import type { RunDocument } from './run-document.ts'

/** One thing that happened to a record. */
export interface StoryLine {
  readonly timeMicros: number
  readonly kind: StoryKind
  readonly place: string
  readonly detail: string
}

/**
 * The life of one record in one lane, in order of time, from a Run document alone.
 * @param record its global number, as in the verdict's lines
 */
export function storyOf(run: RunDocument, lane: string, record: number): readonly StoryLine[] {
  const story = run.lanes.find(({ name }) => name === lane)?.story
  if (story === undefined) return []
  const { texts } = run.changes
  const lines: StoryLine[] = offerOf(run, record)
  for (let index = 0; index < story.firsts.length; index++) {
    const first = story.firsts[index] ?? 0
    if (record < first || record >= first + (story.counts[index] ?? 0)) continue
    const kind = story.kinds[story.kindIndexes[index] ?? 0]
    if (kind === undefined) continue
    const detail = texts[story.details[index] ?? 0] ?? ''
    lines.push({ timeMicros: story.timesMicros[index] ?? 0, kind, place: texts[story.places[index] ?? 0] ?? '', detail })
  }
  return lines
}

function offerOf(run: RunDocument, record: number): StoryLine[] {
  for (const { name, base, offeredAtMicros } of run.streams) {
    const timeMicros = record < base ? undefined : offeredAtMicros[record - base]
    if (timeMicros !== undefined) return [{ timeMicros, kind: 'offered', place: name, detail: `record ${record - base}` }]
  }
  return []
}
