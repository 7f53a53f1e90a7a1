import type { RecordStreams } from '../../ledger/record-stream.ts'
import { eachEvent, headersOf, isUniform, partOf, type EventRun } from '../event/event-run.ts'

/** What a change makes of the headers of an event; the same map when it leaves them as they are. */
export type HeaderChange = (headers: ReadonlyMap<string, string>, event: EventRun) => ReadonlyMap<string, string>

/** Changes the headers of runs, a run at a time where all its events have the same. */
export function changeHeaders(streams: RecordStreams, runs: readonly EventRun[], change: HeaderChange, looksAtBodies = false): EventRun[] {
  const changed = new Map<string, ReadonlyMap<string, string>>()
  const sharedMap = (headers: ReadonlyMap<string, string>): ReadonlyMap<string, string> => {
    const key = JSON.stringify([...headers])
    const known = changed.get(key) ?? headers
    changed.set(key, known)
    return known
  }
  const units = runs.flatMap((run) => (!looksAtBodies && isUniform(streams, run) ? [run] : [...eachEvent([run])]))
  return units.map((unit) => {
    const first = partOf(unit, 0, 1)
    const before = headersOf(streams, first)
    const after = change(before, first)
    return after === before ? unit : { ...unit, headers: sharedMap(after), hasRecordHeaders: false }
  })
}
