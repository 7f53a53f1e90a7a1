import type { CarriesRecords } from '../../ledger/lane.ts'
import type { EventRun } from '../event/event-run.ts'

/** A POST of a JSON array of events. */
export interface HttpRequest extends CarriesRecords {
  readonly events: readonly EventRun[]
  readonly carriedRuns: readonly EventRun[]
}

/** Its answer. */
export interface HttpResponse {
  readonly status: number
}
