import type { ConfigurationError, ValidationScope } from './agent-configuration.ts'
import type { ComponentKind } from './component-type.ts'
import type { Context } from './context.ts'
import { grownHashSetOrder, hashSetOrder } from './java/hash-set.ts'
import { JavaException } from './java/java-exception.ts'
import { splitWhiteSpace } from './java/java-text.ts'
import {
  configurationException,
  hasConfigurationClass,
  knownAlias,
  noConfiguration,
  type TypedKind,
} from './known-types.ts'

/** A component that validation accepted. */
export interface ValidatedComponent {
  readonly name: string
  readonly type: string
  readonly context: Context
  /**
   * True if it is built from a configuration object of the general class (the logger sink): it then never sees its properties,
   * and is built before those that do.
   */
  readonly fromConfigurationClass: boolean
  /** Of a source built from a configuration object: the channels it lists, in the order of the Java set. */
  readonly channels?: readonly string[]
}

/** One component under validation; its errors are kept when the next one cannot be created at all, as in Flume. */
interface Attempt {
  readonly name: string
  readonly context: Context
  readonly errors: ConfigurationError[]
}

const LOGGER = 'FlumeConfiguration'
const SELECTOR_ENUM = 'org.apache.flume.conf.channel.ChannelSelectorConfiguration.ChannelSelectorConfigurationType'
const SELECTOR_CLASSES = [
  ['OTHER', ''],
  ['REPLICATING', 'org.apache.flume.channel.ReplicatingChannelSelector'],
  ['LOAD_BALANCING', 'org.apache.flume.channel.LoadBalancingChannelSelector'],
  ['MULTIPLEXING', 'org.apache.flume.channel.MultiplexingChannelSelector'],
] as const

/** The channels that have a type. Source: FlumeConfiguration.AgentConfiguration.validateChannels. */
export function validateChannels(scope: ValidationScope): ValidatedComponent[] {
  return validateListed(scope, 'channel', {
    failure: 'Could not configure channel',
    missing: null,
    check: () => ({}),
  })
}

/** The sources that have a type, a valid channel and a selector that can be configured. Source: validateSources. */
export function validateSources(scope: ValidationScope, channelNames: ReadonlySet<string>): ValidatedComponent[] {
  return validateListed(scope, 'source', {
    failure: 'Could not configure source ',
    missing: (name) => `Configuration empty for: ${name}.Removed.`,
    check: (attempt) => checkSource(attempt, channelNames),
  })
}

/** The sinks that have a type and a valid channel. Source: validateSinks. */
export function validateSinks(scope: ValidationScope, channelNames: ReadonlySet<string>): ValidatedComponent[] {
  return validateListed(scope, 'sink', {
    failure: 'Could not configure sink ',
    missing: (name) => `no context for sink${name}`,
    check: (attempt) => checkSink(attempt, channelNames),
  })
}

/** How one kind is validated. */
interface Rules {
  readonly failure: string
  readonly missing: ((name: string) => string) | null
  readonly check: (attempt: Attempt) => { readonly channels?: readonly string[] }
}

function validateListed(scope: ValidationScope, kind: ComponentKind, rules: Rules): ValidatedComponent[] {
  const valid: ValidatedComponent[] = []
  let attempt: Attempt | null = null
  for (const name of hashSetOrder(splitWhiteSpace(scope.list ?? ''))) {
    const context = scope.contexts.get(name)
    if (context === undefined) {
      scope.addError(name, 'CONFIG_ERROR')
      if (rules.missing !== null) scope.log.warn(LOGGER, rules.missing(name), { position: scope.listPosition })
      continue
    }
    try {
      const { fromClass, type } = configurationFor(kind, context)
      attempt = { name, context, errors: [] }
      requireType(attempt)
      valid.push({ name, type, context, ...rules.check(attempt), fromConfigurationClass: fromClass })
      scope.addErrors(attempt.errors)
    } catch (error) {
      if (!(error instanceof JavaException)) throw error
      if (attempt !== null) scope.addErrors(attempt.errors)
      const position = context.blame(error.property, 'type')
      scope.log.warn(LOGGER, `${rules.failure} ${name} due to: ${error.javaMessage ?? ''}`, { thrown: error, position })
    }
  }
  return valid
}

/** The configuration class that applies. @throws JavaException ConfigurationException for an unknown `config`. */
export function configurationFor(
  kind: TypedKind,
  context: Context,
): { readonly fromClass: boolean; readonly type: string } {
  const type = context.getString('type')
  const alias = knownAlias(kind, type)
  const config = alias ?? context.getString('config')
  return { fromClass: config !== null && hasConfigurationClass(kind, config), type: type ?? '' }
}

/** @throws JavaException ConfigurationException without `type`. Source: org.apache.flume.conf.ComponentConfiguration.configure. */
export function requireType({ name, context, errors }: Attempt): void {
  if (context.has('type')) return
  errors.push([name, 'type', 'ATTRS_MISSING', 'ERROR'])
  throw configurationException(`Component has no type. Cannot configure. ${name}`)
}

function checkSource({ name, context, errors }: Attempt, channelNames: ReadonlySet<string>): { channels: string[] } {
  const list = context.getString('channels')
  const listed = list === null ? [] : hashSetOrder(splitWhiteSpace(list))
  try {
    if (listed.length === 0) {
      errors.push([name, 'Channel', 'PROPERTY_VALUE_NULL', 'ERROR'])
      throw configurationException(`No channels set for ${name}`)
    }
    checkSelector(context)
  } catch (error) {
    if (!(error instanceof JavaException)) throw error
    errors.push([name, 'ChannelSelector', 'CONFIG_ERROR', 'ERROR'])
    const property = error.property ?? 'channels'
    throw new JavaException('org.apache.flume.conf.ConfigurationException', 'Failed to configure component!', {
      cause: error,
      property,
    })
  }
  const active = grownHashSetOrder(listed).filter((channel) => channelNames.has(channel))
  if (active.length === 0) {
    throw new JavaException('org.apache.flume.conf.ConfigurationException', `No Channels configured for ${name}`, {
      property: 'channels',
    })
  }
  context.put('channels', active.join(' '))
  return { channels: listed }
}

/** @throws JavaException ConfigurationException when the selector's configuration class is not known, as for load_balancing. */
function checkSelector(context: Context): void {
  const type = context.getString('selector.type') ?? 'REPLICATING'
  const wanted = type.toLowerCase()
  const known = SELECTOR_CLASSES.find(
    ([alias, className]) => alias.toLowerCase() === wanted || className.toLowerCase() === wanted,
  )
  const config = (known?.[0] ?? context.getString('selector.config') ?? 'OTHER').toUpperCase()
  if (config === 'OTHER' || config === 'REPLICATING' || config === 'MULTIPLEXING') return
  const thrown = noConfiguration(SELECTOR_ENUM, config)
  const property = 'selector.type'
  throw new JavaException(
    thrown.className,
    thrown.javaMessage,
    thrown.javaCause === undefined ? { property } : { cause: thrown.javaCause, property },
  )
}

function checkSink({ name, context, errors }: Attempt, channelNames: ReadonlySet<string>): Record<string, never> {
  const channel = context.getString('channel')
  if (channel === null) {
    errors.push([name, 'channel', 'PROPERTY_VALUE_NULL', 'ERROR'])
    throw configurationException(`No channel configured for sink: ${name}`)
  }
  if (!channelNames.has(channel)) {
    throw new JavaException('org.apache.flume.conf.ConfigurationException', `Channel ${channel} not in active set.`, {
      property: 'channel',
    })
  }
  return {}
}
