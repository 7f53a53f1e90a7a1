import { FatalTypeException } from './build-component.ts'
import { buildFlumeConfiguration, type AgentValidation } from './flume-configuration.ts'
import { interceptorClasses } from './interceptors.ts'
import { JavaException, nullPointer } from './java/java-exception.ts'
import { LoadLog, type LoadLogEntry } from './log.ts'
import { loadComponents, type LoadedComponents } from './load-components.ts'
import { readProperties, type PropertyPosition } from './read-properties.ts'
import { resolveProperties } from './resolve-properties.ts'
import type { JavaHashMap } from './java/hash-map.ts'

/** A configuration file and where it is loaded. */
export interface LoadConfRequest {
  /** The file's text; it is taken as saved in UTF-8, which Flume reads as ISO-8859-1. */
  readonly text: string
  readonly fileName: string
  /** The agent's name, as on the command line (`--name`). */
  readonly agent: string
  /** Environment variables of the process; none when not given. */
  readonly environment?: ReadonlyMap<string, string>
  /** Java system properties; `user.home` (`~` when not given) is the home directory. */
  readonly systemProperties?: ReadonlyMap<string, string>
  /** Formats the date of the load with a Java date pattern, for `${date:pattern}`. */
  readonly formatDate?: (pattern: string) => string
  /** Runs the command line of an `external` config filter and gives the first line that it prints, or null if it fails. */
  readonly runCommand?: (command: string) => string | null
  /** Classes of interceptors that are on the agent's class path and not Flume's. */
  readonly ownInterceptors?: Iterable<string>
}

/** What Flume makes of a configuration file for one agent. */
export interface LoadedAgent extends LoadedComponents {
  /** What validation accepted: of the agent, or null when there is no configuration at all. */
  readonly validation: AgentValidation | null
  /** All that was logged at WARN and ERROR, in order. */
  readonly log: readonly LoadLogEntry[]
  /** How many entries at the head of `log` come from validation. */
  readonly validationLogCount: number
  /** Values that still hold `${` after substitution, as key and value. */
  readonly unresolved: readonly (readonly [key: string, value: string])[]
  /** The exception that ends the load, and its causes, as `class: message`; the agent does not start. */
  readonly fatal?: readonly string[]
  /** When `fatal`: true if validation threw it. */
  readonly fatalInValidation?: boolean
  /** Place of the property that caused `fatal`. */
  readonly fatalPosition?: PropertyPosition
}

const NOTHING: LoadedComponents = { channels: [], sources: [], sinks: [], sinkRunners: [], groups: [] }

interface Progress {
  validation: AgentValidation | null
  validationLogCount: number
  validated: boolean
  unresolved: [string, string][]
}

/**
 * Loads a flume.conf as Flume 1.11 does at start-up: reads the properties, substitutes, validates every agent of the file, then builds the
 * components of one. Nothing is started. A fault of the file never throws: it is in `log`, or in `fatal`.
 * Source: org.apache.flume.node.UriConfigurationProvider and AbstractConfigurationProvider.
 */
export function loadConf(request: LoadConfRequest): LoadedAgent {
  const log = new LoadLog()
  const { entries, malformedAt } = readProperties(request.text)
  const positions = new Map(entries.map(({ key, position }) => [key, position]))
  const progress: Progress = { validation: null, validationLogCount: 0, validated: false, unresolved: [] }
  const result = (components: LoadedComponents): LoadedAgent => ({
    ...components,
    validation: progress.validation,
    log: log.entries,
    validationLogCount: progress.validationLogCount,
    unresolved: progress.unresolved,
  })
  try {
    if (malformedAt !== undefined)
      throw new JavaException('java.lang.IllegalArgumentException', 'Malformed \\uxxxx encoding.')
    return result(load(request, new Map(entries.map(({ key, value }) => [key, value])), positions, log, progress))
  } catch (error) {
    if (!(error instanceof JavaException)) throw error
    if (!progress.validated) progress.validationLogCount = log.entries.length
    const position = malformedAt ?? fatalPosition(error, positions)
    const fatal = { fatal: error.chain(), fatalInValidation: !progress.validated }
    return { ...result(NOTHING), ...fatal, ...(position === undefined ? {} : { fatalPosition: position }) }
  }
}

function load(
  request: LoadConfRequest,
  properties: ReadonlyMap<string, string>,
  positions: ReadonlyMap<string, PropertyPosition>,
  log: LoadLog,
  progress: Progress,
): LoadedComponents {
  const environment = request.environment ?? new Map<string, string>()
  const systemProperties = request.systemProperties ?? new Map<string, string>()
  if (properties.size === 0) {
    log.error('UriConfigurationProvider', 'No configuration could be found')
    progress.validated = true
    progress.validationLogCount = 1
    throw nullPointer(
      'Cannot invoke "org.apache.flume.conf.FlumeConfiguration.getConfigurationFor(String)" because "fconfig" is null',
    )
  }
  const { formatDate, runCommand } = request
  const resolved = resolveProperties(properties, {
    environment,
    systemProperties,
    ...(formatDate === undefined ? {} : { formatDate }),
  })
  progress.unresolved = unresolvedOf(resolved)
  const processing = { log, environment, positions, ...(runCommand === undefined ? {} : { runCommand }) }
  const { agents, errors } = buildFlumeConfiguration(resolved, processing)
  const agent = agents.get(request.agent)
  progress.validated = true
  progress.validationLogCount = log.entries.length
  progress.validation = {
    ...(agent?.validated() ?? { agentValid: false, sources: null, sinks: null, channels: null, sinkgroups: null }),
    errors,
  }
  if (agent === undefined) {
    log.warn('AbstractConfigurationProvider', `No configuration found for this host:${request.agent}`)
    return NOTHING
  }
  return loadComponents(agent, { log, homeDirectory: systemProperties.get('user.home') ?? '~', interceptors: interceptorClasses(request.ownInterceptors) })
}

function fatalPosition(
  error: JavaException,
  positions: ReadonlyMap<string, PropertyPosition>,
): PropertyPosition | undefined {
  if (error instanceof FatalTypeException) return error.component.context.blame('type')
  return error.property === undefined ? undefined : positions.get(error.property)
}

function unresolvedOf(resolved: JavaHashMap<string>): [string, string][] {
  return resolved.entries().filter(([, value]) => value.includes('${'))
}
