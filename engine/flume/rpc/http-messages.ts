import type { CarriesRecords } from '../../ledger/lane.ts'
import type { EventRun } from '../event/event-run.ts'

/** A POST of a JSON array of events. */
export interface HttpRequest extends CarriesRecords {
  /** The records that it carries, one an event. */
  readonly events: readonly EventRun[]
  readonly carriedRuns: readonly EventRun[]
  /** The request as it was written, where the source has to read it; without it the body is a well-formed array of `events`. */
  readonly written?: WrittenRequest
}

/** Method, content type and body of a request. */
export interface WrittenRequest {
  readonly method: string
  readonly contentType: string | null
  readonly body: string | null
}

/** Its answer. */
export interface HttpResponse {
  readonly status: number
}
