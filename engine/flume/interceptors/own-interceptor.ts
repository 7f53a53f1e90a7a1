import { appendEvents, bodyOf, eachEvent, headersOf, NULL_HEADER_VALUE, type EventRun } from '../event/event-run.ts'
import type { Interceptor } from './interceptor.ts'
import type { InterceptorContext } from './interceptor-context.ts'

/** An event as code that is not Flume's sees it; a header that is null in Java is null. */
export interface PlainEvent {
  readonly headers: ReadonlyMap<string, string | null>
  readonly body: string
}

/** What a class that is not Flume's makes of one event; undefined leaves it out. @throws JavaException */
export type OwnIntercept = (event: PlainEvent, properties: ReadonlyMap<string, string>) => PlainEvent | undefined

/**
 * Calls code that is not Flume's for each event of a batch. When it throws, nothing of the batch goes on, and nothing of it
 * counts as filtered. Source: an Interceptor whose intercept(List) calls intercept(Event), as all of Flume's do.
 */
export function ownInterceptor({ agent, source, loaded }: InterceptorContext, intercept: OwnIntercept): Interceptor {
  const { streams, ledger } = agent.lane
  return {
    intercept: (runs) => {
      const kept: EventRun[] = []
      const filtered: EventRun[] = []
      for (const event of eachEvent(runs)) {
        const before = plainEvent(headersOf(streams, event), bodyOf(streams, event))
        const after = intercept(before, loaded.properties)
        if (after === undefined) appendEvents(filtered, event)
        else appendEvents(kept, changed(event, before, after))
      }
      const ending = { fate: 'filtered', place: agent.id(source), cause: `interceptor ${loaded.name}`, destinations: agent.routes.ofSource(agent.process.name, source) } as const
      for (const run of filtered) ledger.copyEnded(run, ending)
      return kept
    },
  }
}

function plainEvent(headers: ReadonlyMap<string, string>, body: string): PlainEvent {
  return { headers: new Map([...headers].map(([name, value]) => [name, value === NULL_HEADER_VALUE ? null : value])), body }
}

/** The event with another body or other headers; the same run where neither changed, so that it can be joined with the next. */
function changed(event: EventRun, before: PlainEvent, after: PlainEvent): EventRun {
  const hasSameHeaders = after.headers.size === before.headers.size && [...after.headers].every(([name, value]) => before.headers.get(name) === value)
  const withHeaders = hasSameHeaders ? event : { ...event, headers: new Map([...after.headers].map(([name, value]) => [name, value ?? NULL_HEADER_VALUE])), hasRecordHeaders: false }
  return after.body === before.body ? withHeaders : { ...withHeaders, body: after.body }
}
