import type { RunDocument } from '../../engine/scenario/run/run-document.ts'

/** A moment worth going to, and what happens there in any lane. */
export interface Stop {
  readonly timeMicros: number
  readonly text: string
}

/** Start, end, and every moment at which the scenario did something, in order; what happens at the same time is one stop. */
export function stopsOf(run: RunDocument): readonly Stop[] {
  const texts = new Map<number, Set<string>>([[0, new Set(['start'])]])
  for (const { timeMicros, text } of run.markers) texts.set(timeMicros, (texts.get(timeMicros) ?? new Set()).add(text))
  texts.set(run.endedAtMicros, new Set(['end']))
  return [...texts]
    .map(([timeMicros, words]) => ({ timeMicros, text: [...words].join(', ') }))
    .toSorted((left, right) => left.timeMicros - right.timeMicros)
}
