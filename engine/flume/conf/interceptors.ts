import type { Context } from './context.ts'
import { JavaException, classNotFound, illegalArgument, propagated } from './java/java-exception.ts'
import { classProblem, isJdkClass } from './java/class-for-name.ts'
import { splitWhiteSpace } from './java/java-text.ts'
import type { LoadLog } from './log.ts'
import type { LoadedInterceptor } from './loaded.ts'
import { requireCharset } from './java/charset.ts'
import { requirePattern } from './java/pattern.ts'

const PACKAGE = 'org.apache.flume.interceptor.'
const ALIASES: Readonly<Record<string, string>> = {
  TIMESTAMP: `${PACKAGE}TimestampInterceptor`,
  HOST: `${PACKAGE}HostInterceptor`,
  STATIC: `${PACKAGE}StaticInterceptor`,
  REGEX_FILTER: `${PACKAGE}RegexFilteringInterceptor`,
  REGEX_EXTRACTOR: `${PACKAGE}RegexExtractorInterceptor`,
  REMOVE_HEADER: `${PACKAGE}RemoveHeaderInterceptor`,
  SEARCH_REPLACE: `${PACKAGE}SearchAndReplaceInterceptor`,
}
const UUID = 'org.apache.flume.sink.solr.morphline.UUIDInterceptor'
const MORPHLINE = 'org.apache.flume.sink.solr.morphline.MorphlineInterceptor'
/** Interceptors of flume-ng-core. */
export const coreInterceptors: ReadonlySet<string> = new Set(Object.values(ALIASES))
/** Interceptors of Flume's distribution: those of the core, and of the module for morphlines. */
const distributedInterceptors: ReadonlySet<string> = new Set([...coreInterceptors, UUID, MORPHLINE])
const SERIALIZERS: ReadonlySet<string> = new Set([
  `${PACKAGE}RegexExtractorInterceptorMillisSerializer`,
  `${PACKAGE}RegexExtractorInterceptorPassThroughSerializer`,
])
const LOGGER = 'ChannelProcessor'

/** The interceptors that a class path has. @param own classes of plug-ins, which Flume does not come with */
export function interceptorClasses(own: Iterable<string> = []): ReadonlySet<string> {
  return new Set([...distributedInterceptors, ...own])
}

/** Whether a type names an interceptor that Flume comes with: by its alias, its class or its builder. */
export function isFlumeInterceptor(type: string): boolean {
  return ALIASES[type.toUpperCase()] !== undefined || distributedInterceptors.has(withoutBuilder(type))
}

/**
 * Builds the interceptors of a source. Source: org.apache.flume.channel.ChannelProcessor.configureInterceptors.
 * @param classes the interceptors of the class path
 * @throws JavaException for an unknown type or a setting that an interceptor refuses; the source is then removed.
 */
export function buildInterceptors(context: Context, log: LoadLog, classes: ReadonlySet<string>): LoadedInterceptor[] {
  const list = context.getString('interceptors', '')
  if (list === '') return []
  return splitWhiteSpace(list).map((name) => buildInterceptor(name, context, { log, classes }))
}

function buildInterceptor(name: string, source: Context, { log, classes }: { readonly log: LoadLog; readonly classes: ReadonlySet<string> }): LoadedInterceptor {
  const context = source.getSubProperties(`interceptors.${name}.`)
  const type = context.getString('type')
  const property = `interceptors.${name}.type`
  if (type === null) {
    log.error(LOGGER, `Type not specified for interceptor ${name}`, { position: source.blame('interceptors') })
    throw new JavaException('org.apache.flume.FlumeException', `Interceptor.Type not specified for ${name}`, {
      property: 'interceptors',
    })
  }
  const className = interceptorClass(type, classes, (message, cause, problem) => {
    log.error(LOGGER, message, { thrown: cause, position: source.blame(property) })
    return new JavaException('org.apache.flume.FlumeException', problem, { cause, property })
  })
  configure(className, context, log)
  const position = context.positionOf('type')
  return {
    name,
    type,
    className,
    properties: new Map(context.entries()),
    ...(position === undefined ? {} : { position }),
  }
}

/** The interceptor's class for an alias or the name of its builder. Source: InterceptorBuilderFactory. */
function interceptorClass(
  type: string,
  classes: ReadonlySet<string>,
  fail: (message: string, cause: JavaException, problem: string) => JavaException,
): string {
  const aliased = ALIASES[type.toUpperCase()]
  if (aliased !== undefined) return aliased
  const builtClass = withoutBuilder(type)
  if (builtClass !== type && classes.has(builtClass)) return builtClass
  if (classes.has(type) && !distributedInterceptors.has(type)) return type
  if (classes.has(type)) {
    const cause = new JavaException('java.lang.InstantiationException', type, {
      cause: new JavaException('java.lang.NoSuchMethodException', `${type}.<init>()`),
    })
    throw fail('Could not instantiate Builder. Exception follows.', cause, 'Interceptor.Builder not constructable.')
  }
  if (isJdkClass(type)) throw classProblem(type, `${PACKAGE}Interceptor$Builder`)
  throw fail('Builder class not found. Exception follows.', classNotFound(type), 'Interceptor.Builder not found.')
}

function withoutBuilder(type: string): string {
  const suffix = '$Builder'
  return type.endsWith(suffix) ? type.slice(0, -suffix.length) : type
}

function configure(className: string, context: Context, log: LoadLog): void {
  switch (className) {
    case ALIASES['REGEX_FILTER']:
      requirePattern(context.getString('regex', '.*'))
      return
    case ALIASES['REGEX_EXTRACTOR']:
      configureExtractor(context, log)
      return
    case ALIASES['REMOVE_HEADER']: {
      requirePattern(context.getString('fromListSeparator', '\\s*,\\s*'))
      const matching = context.getString('matching')
      if (matching !== null) requirePattern(matching)
      return
    }
    case ALIASES['SEARCH_REPLACE']: {
      const pattern = context.getString('searchPattern')
      if (pattern === null) throw illegalArgument('Must supply a valid search pattern searchPattern (may not be empty)')
      requirePattern(pattern)
      const charset = context.getString('charset')
      if (charset !== null) requireCharset(charset)
      return
    }
    case MORPHLINE:
      failWithoutMorphline(context)
      return
    default:
  }
}

function configureExtractor(context: Context, log: LoadLog): void {
  const regex = context.getString('regex')
  if (regex === null) throw illegalArgument('Must supply a valid regex string')
  requirePattern(regex)
  const list = context.getString('serializers')
  if (list === null) throw illegalArgument('Must supply at least one name and serializer')
  for (const name of splitWhiteSpace(list)) {
    const serializer = context.getSubProperties(`serializers.${name}.`)
    const type = serializer.getString('type', 'DEFAULT')
    if (!serializer.has('name')) throw illegalArgument('Supplied name cannot be empty.')
    if (type === 'DEFAULT') continue
    const cause = serializerProblem(type, serializer)
    if (cause === null) continue
    log.error('RegexExtractorInterceptor', 'Could not instantiate event serializer.', {
      thrown: cause,
      position: serializer.blame('type'),
    })
    throw cause.is('java.lang.ClassNotFoundException') ? propagated(cause) : cause
  }
}

function serializerProblem(type: string, context: Context): JavaException | null {
  if (!SERIALIZERS.has(type)) return classProblem(type, `${PACKAGE}RegexExtractorInterceptorSerializer`)
  if (type.endsWith('MillisSerializer') && !context.has('pattern'))
    return illegalArgument('Must configure with a valid pattern')
  return null
}

/** The real one compiles the morphline file, which is not there. Source: org.apache.flume.sink.solr.morphline.MorphlineHandlerImpl. */
function failWithoutMorphline(context: Context): void {
  const className = 'org.kitesdk.morphline.api.MorphlineCompilationException'
  const file = context.getString('morphlineFile')
  if (file === null) throw new JavaException(className, 'Missing parameter: morphlineFile')
  const cause = new JavaException('java.io.FileNotFoundException', `File not found: ${file}`)
  throw new JavaException(className, `Cannot parse morphline file: ${file}`, { cause })
}
