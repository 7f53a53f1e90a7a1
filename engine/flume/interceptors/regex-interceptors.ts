import { JavaException, nullPointer } from '../conf/java/java-exception.ts'
import { splitWhiteSpace } from '../conf/java/java-text.ts'
import { charsetNamed, readAs, writtenAs } from '../event/charset-text.ts'
import { appendEvents, bodyOf, eachEvent, NULL_HEADER_VALUE, type EventRun } from '../event/event-run.ts'
import { changeHeaders } from './header-change.ts'
import type { Interceptor } from './interceptor.ts'
import { flagOf, type InterceptorContext } from './interceptor-context.ts'
import { javaRegex, javaReplacement } from './java-regex.ts'
import { jodaParseMillis } from './joda-parse.ts'
import { jodaTokens } from './joda-pattern.ts'

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
  const charset = charsetNamed(loaded.properties.get('charset') ?? 'utf-8') ?? 'utf-8'
  return {
    intercept: (runs) => {
      const events: EventRun[] = []
      for (const event of eachEvent(runs)) {
        const before = bodyOf(agent.lane.streams, event)
        const body = writtenAs(readAs(before, charset).replace(pattern, (...match: unknown[]) => replaced(match, replace)), charset)
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

/** Puts groups of the first match into headers, as they are or as times; a group that took no part in it is null. Source: org.apache.flume.interceptor.RegexExtractorInterceptor. */
export function regexExtractor(context: InterceptorContext): Interceptor {
  const { agent, loaded } = context
  const pattern = new RegExp(patternOf(context, 'regex', '').source, patternOf(context, 'regex', '').flags.replace('g', ''))
  const serializers = splitWhiteSpace(loaded.properties.get('serializers') ?? '').map((name) => serializerOf(context, name))
  return {
    intercept: (runs) =>
      changeHeaders(agent.lane.streams, runs, (headers, event) => {
        const match = pattern.exec(bodyOf(agent.lane.streams, event))
        const found = match === null ? [] : serializers.slice(0, match.length - 1).map(({ name, serialize }, index): [string, string] => [name, serialize(match[index + 1])])
        return found.length === 0 ? headers : new Map([...headers, ...found])
      }, true),
  }
}

interface GroupSerializer {
  readonly name: string
  readonly serialize: (group: string | undefined) => string
}

/** Sources: RegexExtractorInterceptorPassThroughSerializer, RegexExtractorInterceptorMillisSerializer. */
function serializerOf({ loaded }: InterceptorContext, serializer: string): GroupSerializer {
  const property = (key: string): string | undefined => loaded.properties.get(`serializers.${serializer}.${key}`)
  const name = property('name') ?? serializer
  if (property('type')?.endsWith('MillisSerializer') !== true) return { name, serialize: (group) => group ?? NULL_HEADER_VALUE }
  const tokens = jodaTokens(property('pattern') ?? '') ?? []
  return {
    name,
    serialize: (group) => {
      if (group === undefined) throw nullPointer('Cannot invoke "String.length()" because "text" is null')
      return String(jodaParseMillis(tokens, group))
    },
  }
}
