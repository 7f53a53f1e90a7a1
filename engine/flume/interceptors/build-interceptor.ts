import type { LoadedInterceptor } from '../conf/loaded.ts'
import { charsetNamed } from '../event/charset-text.ts'
import { hostInterceptor, removeHeaderInterceptor, staticInterceptor, timestampInterceptor, uuidInterceptor } from './header-interceptors.ts'
import type { Interceptor } from './interceptor.ts'
import type { InterceptorContext } from './interceptor-context.ts'
import { javaRegex } from './java-regex.ts'
import { jodaTokens } from './joda-pattern.ts'
import { ownInterceptor } from './own-interceptor.ts'
import { regexExtractor, regexFilter, searchAndReplace } from './regex-interceptors.ts'

type Build = (context: InterceptorContext) => Interceptor

const PACKAGE = 'org.apache.flume.interceptor.'

/** The interceptor classes that are simulated. */
export const interceptorBuilders: ReadonlyMap<string, Build> = new Map<string, Build>([
  [`${PACKAGE}StaticInterceptor`, staticInterceptor],
  [`${PACKAGE}TimestampInterceptor`, timestampInterceptor],
  [`${PACKAGE}HostInterceptor`, hostInterceptor],
  [`${PACKAGE}RemoveHeaderInterceptor`, removeHeaderInterceptor],
  [`${PACKAGE}RegexFilteringInterceptor`, regexFilter],
  [`${PACKAGE}RegexExtractorInterceptor`, regexExtractor],
  [`${PACKAGE}SearchAndReplaceInterceptor`, searchAndReplace],
  ['org.apache.flume.sink.solr.morphline.UUIDInterceptor', uuidInterceptor],
])

/** An interceptor of Flume, or of the agent's own class path; undefined for one that is not simulated. */
export function buildInterceptor(context: InterceptorContext): Interceptor | undefined {
  const { className } = context.loaded
  const own = context.agent.ownInterceptors.get(className)
  return own === undefined ? interceptorBuilders.get(className)?.(context) : ownInterceptor(context, own)
}

const PATTERN_KEYS = ['regex', 'searchPattern', 'matching', 'fromListSeparator']

/** Why an interceptor's configuration cannot be simulated, with the property to blame; undefined when it can. */
export function interceptorGap({ properties }: LoadedInterceptor): { readonly key: string; readonly problem: string } | undefined {
  for (const key of PATTERN_KEYS) {
    const pattern = properties.get(key)
    if (pattern !== undefined && javaRegex(pattern) === undefined) return { key, problem: `the Java pattern ${pattern} uses what JavaScript's do not have` }
  }
  for (const [key, value] of properties) {
    if (/^serializers\.\S+\.pattern$/.test(key) && jodaTokens(value) === undefined) return { key, problem: `the pattern of dates ${value} has letters that are not simulated` }
  }
  const charset = properties.get('charset')
  return charset === undefined || charsetNamed(charset) !== undefined ? undefined : { key: 'charset', problem: `the charset ${charset} is not simulated here; UTF-8, UTF-16, ISO-8859-1 and US-ASCII are` }
}
