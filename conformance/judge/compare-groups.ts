import { isList, isObject, plainText, show, type Json } from '../json.ts'
import type { Compared } from './compare-kinds.ts'
import { sameText } from './masks.ts'

/** Milliseconds by which a rebalance may come earlier or later than recorded. */
const toleranceMsDefault = 1500

/** Callbacks of each member as in a run, up to renaming: members' ids are random. */
export function callbackDifference({ runs, seeds }: Compared): string | undefined {
  const matches = seeds.some((seed) => runs.some((run) => sameUpToNames(listsOf(run), listsOf(seed))))
  return matches ? undefined : `recorded ${show(runs[0])}, simulated ${show(seeds[0])}`
}

function listsOf(value: Json | undefined): readonly (readonly string[])[] {
  return isObject(value) ? Object.values(value).map((list) => (isList(list) ? list.map(String) : [])) : []
}

function sameUpToNames(recorded: readonly (readonly string[])[], simulated: readonly (readonly string[])[]): boolean {
  const left = [...simulated]
  for (const list of recorded) {
    const index = left.findIndex((other) => other.length === list.length && other.every((text, at) => sameText(list[at] ?? '', text)))
    if (index < 0) return false
    left.splice(index, 1)
  }
  return left.length === 0
}

interface GroupEvent {
  readonly member: string
  readonly text: string
  /** Milliseconds since the driver's event before. */
  readonly ms: number
}

/** Assignments, revocations and errors in order per member, each as long after the driver's event before as in a run. */
export function groupEventDifference({ runs, seeds, field }: Compared): string | undefined {
  const tolerance = field.rule.toleranceMs ?? field.rule.tolerance ?? toleranceMsDefault
  const recorded = runs.map(eventsOf)
  const simulated = seeds.map(eventsOf)
  const matches = simulated.some((seed) => recorded.some((run) => sameEvents(run, seed, tolerance)))
  return matches ? undefined : `recorded ${show(runs[0])}, simulated ${show(seeds[0])}`
}

const judged = /^(?:ASSIGNED|REVOKED|LOST|COMMITERR|POLLERR)$/

function eventsOf(value: Json | undefined): readonly GroupEvent[] {
  let driverMs = 0
  const events: GroupEvent[] = []
  for (const entry of isList(value) ? value : []) {
    if (!isList(entry)) continue
    const [ms, member, event, text] = entry
    if (member === 'driver') driverMs = Number(ms)
    else if (judged.test(plainText(event))) events.push({ member: plainText(member), text: `${plainText(event)} ${plainText(text)}`, ms: Number(ms) - driverMs })
  }
  return events
}

function sameEvents(recorded: readonly GroupEvent[], simulated: readonly GroupEvent[], toleranceMs: number): boolean {
  const perMember = (events: readonly GroupEvent[]): readonly (readonly GroupEvent[])[] => [...new Set(events.map(({ member }) => member))].map((member) => events.filter((event) => event.member === member))
  const left = [...perMember(simulated)]
  for (const list of perMember(recorded)) {
    const index = left.findIndex((other) => other.length === list.length && other.every((event, at) => sameText(list[at]?.text ?? '', event.text) && Math.abs((list[at]?.ms ?? 0) - event.ms) <= toleranceMs))
    if (index < 0) return false
    left.splice(index, 1)
  }
  return left.length === 0
}
