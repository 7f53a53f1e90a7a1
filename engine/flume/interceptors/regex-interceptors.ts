import { JavaException } from '../conf/java/java-exception.ts'
import { splitWhiteSpace } from '../conf/java/java-text.ts'
import { appendEvents, bodyOf, eachEvent, type EventRun } from '../event/event-run.ts'
import { changeHeaders } from './header-change.ts'
import type { Interceptor } from './interceptor.ts'
import { flagOf, type InterceptorContext } from './interceptor-context.ts'
import { javaRegex, javaReplacement } from './java-regex.ts'

/** A pattern that the coverage check has let through. */
function patternOf({ loaded }: InterceptorContext, key: string, whenAbsent: string): RegExp {
  return javaRegex(loaded.properties.get(key) ?? whenAbsent) ?? /(?!)/g
}

/** Lets through what has a match, or what has none. Source: org.apache.flume.interceptor.RegexFilteringInterceptor. */
export function regexFilter(context: InterceptorContext): Interceptor {
  const { agent, source, loaded } = context
  const pattern = patternOf(context, 'regex', '.*')
  const excludes = flagOf(context, 'excludeEvents', false)
  return {
    intercept: (runs) => {
      const kept: EventRun[] = []
      for (const event of eachEvent(runs)) {
        if ((bodyOf(agent.lane.streams, event).search(pattern) >= 0) !== excludes) appendEvents(kept, event)
        else agent.lane.ledger.copyEnded(event, { fate: 'filtered', place: agent.id(source), cause: `interceptor ${loaded.name}`, destinations: agent.routes.ofSource(agent.process.name, source) })
      }
      return kept
    },
  }
}

/** Replaces matches in bodies. Source: org.apache.flume.interceptor.SearchAndReplaceInterceptor. */
export function searchAndReplace(context: InterceptorContext): Interceptor {
  const { agent, loaded } = context
  const pattern = patternOf(context, 'searchPattern', '')
  const replace = javaReplacement(loaded.properties.get('replaceString') ?? '')
  return {
    intercept: (runs) => {
      const events: EventRun[] = []
      for (const event of eachEvent(runs)) {
        const before = bodyOf(agent.lane.streams, event)
        const body = before.replace(pattern, (...match: unknown[]) => replaced(match, replace))
        appendEvents(events, body === before ? event : { ...event, body })
      }
      return events
    },
  }
}

/** @throws JavaException IndexOutOfBoundsException for a group that the pattern does not have */
function replaced(match: readonly unknown[], replace: ReturnType<typeof javaReplacement>): string {
  const at = match.findIndex((part) => typeof part === 'number')
  const groups = match.slice(0, at).map((part) => (typeof part === 'string' ? part : undefined))
  const named = match[at + 2]
  const text = replace(groups, typeof named === 'object' && named !== null ? Object.fromEntries(Object.entries(named)) : {})
  if (text === undefined) throw new JavaException('java.lang.IndexOutOfBoundsException', 'No group')
  return text
}

/** Puts groups of the first match into headers, as they are. Source: org.apache.flume.interceptor.RegexExtractorInterceptor. */
export function regexExtractor(context: InterceptorContext): Interceptor {
  const { agent, loaded } = context
  const pattern = new RegExp(patternOf(context, 'regex', '').source, patternOf(context, 'regex', '').flags.replace('g', ''))
  const names = splitWhiteSpace(loaded.properties.get('serializers') ?? '').map((name) => loaded.properties.get(`serializers.${name}.name`) ?? name)
  return {
    intercept: (runs) =>
      changeHeaders(agent.lane.streams, runs, (headers, event) => {
        const match = pattern.exec(bodyOf(agent.lane.streams, event))
        const found = match === null ? [] : names.flatMap((name, index): [string, string][] => (index + 1 < match.length && match[index + 1] !== undefined ? [[name, match[index + 1] ?? '']] : []))
        return found.length === 0 ? headers : new Map([...headers, ...found])
      }, true),
  }
}
