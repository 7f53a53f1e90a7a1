import { ConfigFilters } from './config-filters.ts'
import { Context } from './context.ts'
import { JavaHashMap } from './java/hash-map.ts'
import { grownHashSetOrder } from './java/hash-set.ts'
import type { AgentValidation, ValidationTools } from './flume-configuration.ts'
import { javaTrim } from './java/java-text.ts'
import type { PropertyPosition } from './read-properties.ts'
import { validateChannels, validateSinks, validateSources, type ValidatedComponent } from './validate-components.ts'
import { validateGroups, type ValidatedGroup } from './validate-groups.ts'

/** Constants of org.apache.flume.conf.FlumeConfigurationErrorType that validation uses. */
export type ConfigurationErrorType =
  | 'AGENT_CONFIGURATION_INVALID'
  | 'PROPERTY_NAME_NULL'
  | 'PROPERTY_VALUE_NULL'
  | 'AGENT_NAME_MISSING'
  | 'DUPLICATE_PROPERTY'
  | 'INVALID_PROPERTY'
  | 'PROPERTY_PART_OF_ANOTHER_GROUP'
  | 'ATTRS_MISSING'
  | 'CONFIG_ERROR'

/** An error noted in validation: component, key, type, level. Source: org.apache.flume.conf.FlumeConfigurationError. */
export type ConfigurationError = readonly [
  component: string,
  key: string,
  type: ConfigurationErrorType,
  level: 'ERROR' | 'WARNING',
]

/** The lists of names that an agent has. */
export type ListName = 'configfilters' | 'sources' | 'sinks' | 'channels' | 'sinkgroups'

const LOGGER = 'FlumeConfiguration'
const LIST_WORDS: Readonly<Record<ListName, string>> = {
  configfilters: 'configfilter list specified',
  sources: 'source list specified',
  sinks: 'sink list specfied',
  channels: 'channel list specified',
  sinkgroups: 'sinkgroup list specfied',
}
/** The order in which Flume tries the prefixes. */
const PREFIXES: readonly ListName[] = ['sources', 'channels', 'sinks', 'sinkgroups', 'configfilters']

/** One agent of the file, first raw, then validated. Source: org.apache.flume.conf.FlumeConfiguration.AgentConfiguration. */
export class AgentConfiguration {
  readonly name: string
  readonly #errors: ConfigurationError[]
  readonly #tools: ValidationTools
  readonly #lists = new Map<ListName, { value: string; position: PropertyPosition | undefined }>()
  readonly #contexts: Readonly<Record<ListName, JavaHashMap<Context>>> = {
    configfilters: new JavaHashMap(),
    sources: new JavaHashMap(),
    sinks: new JavaHashMap(),
    channels: new JavaHashMap(),
    sinkgroups: new JavaHashMap(),
  }
  /** Place of the agent's first property read. */
  firstPosition: PropertyPosition | undefined
  channels: readonly ValidatedComponent[] = []
  sources: readonly ValidatedComponent[] = []
  sinks: readonly ValidatedComponent[] = []
  groups: readonly ValidatedGroup[] = []

  constructor(name: string, errors: ConfigurationError[], tools: ValidationTools) {
    this.name = name
    this.#errors = errors
    this.#tools = tools
  }

  /** The agent's part of the verdict. */
  validated(): Omit<AgentValidation, 'errors'> {
    const names = (components: readonly { readonly name: string }[]): string[] => components.map(({ name }) => name)
    const [sources, sinks, channels, sinkgroups] = [this.sources, this.sinks, this.channels, this.groups].map(names)
    return {
      agentValid: true,
      sources: sources ?? [],
      sinks: sinks ?? [],
      channels: channels ?? [],
      sinkgroups: sinkgroups ?? [],
    }
  }

  /** Place of the property that lists the names of a kind. */
  listPosition(list: ListName): PropertyPosition | undefined {
    return this.#lists.get(list)?.position
  }

  /** Takes a property, its key without the agent's name; false if it is not one of an agent. */
  addProperty(key: string, value: string, position: PropertyPosition | undefined): boolean {
    this.firstPosition ??= position
    for (const list of PREFIXES) {
      if (key === list) return this.#addList(list, value, position)
    }
    for (const list of PREFIXES) {
      if (this.#addComponentProperty(list, key, value, position)) return true
    }
    this.#tools.log.warn(LOGGER, `Invalid property specified: ${key}`, { position })
    this.addError(key, 'INVALID_PROPERTY')
    return false
  }

  /** Notes an error of this agent. */
  addError(key: string, type: ConfigurationErrorType, level: ConfigurationError[3] = 'ERROR'): void {
    this.#errors.push([this.name, key, type, level])
  }

  /** Validates the agent and keeps what is valid; false if the agent has to be removed. @throws JavaException for a group without `sinks`. */
  validate(): boolean {
    new ConfigFilters(this.#scope('configfilters'), this.#tools).applyTo([
      this.#contexts.sources,
      this.#contexts.channels,
      this.#contexts.sinks,
      this.#contexts.sinkgroups,
    ])
    if (!this.#lists.has('channels')) return this.#withoutChannels('any channels')
    this.channels = validateChannels(this.#scope('channels'))
    if (this.channels.length === 0) return this.#withoutChannels('any valid channels')
    const channelNames = new Set(this.channels.map(({ name }) => name))
    this.sources = this.#reportMissing('sources') ? [] : validateSources(this.#scope('sources'), channelNames)
    this.sinks = this.#reportMissing('sinks') ? [] : validateSinks(this.#scope('sinks'), channelNames)
    this.groups = validateGroups(this.#scope('sinkgroups'), grownHashSetOrder(this.#tokens('sinkgroups')), this.sinks)
    if (this.sources.length > 0 || this.sinks.length > 0) return true
    const position = this.listPosition('sources') ?? this.listPosition('sinks') ?? this.firstPosition
    this.#tools.log.warn(
      LOGGER,
      `Agent configuration for '${this.name}' has no sources or sinks. Will be marked invalid.`,
      { position },
    )
    this.addError('sources', 'PROPERTY_VALUE_NULL')
    this.addError('sinks', 'PROPERTY_VALUE_NULL')
    return false
  }

  #addList(list: ListName, value: string, position: PropertyPosition | undefined): boolean {
    if (!this.#lists.has(list)) {
      this.#lists.set(list, { value, position })
      return true
    }
    this.#tools.log.warn(LOGGER, `Duplicate ${LIST_WORDS[list]} for agent: ${this.name}`, { position })
    this.addError(list, 'DUPLICATE_PROPERTY')
    return false
  }

  #addComponentProperty(list: ListName, key: string, value: string, position: PropertyPosition | undefined): boolean {
    const prefix = `${list}.`
    if (!key.startsWith(prefix)) return false
    const dot = key.indexOf('.', prefix.length + 1)
    if (dot < 0 || dot + 1 === key.length) return false
    const name = javaTrim(key.slice(prefix.length, dot))
    const contexts = this.#contexts[list]
    let context = contexts.get(name)
    if (context === undefined) {
      context = new Context()
      contexts.set(name, context)
    }
    context.put(key.slice(dot + 1), value, position)
    return true
  }

  #scope(list: ListName): ValidationScope {
    const entry = this.#lists.get(list)
    return {
      agentName: this.name,
      list: entry?.value ?? null,
      listPosition: entry?.position,
      contexts: this.#contexts[list],
      log: this.#tools.log,
      addError: (key, type) => {
        this.addError(key, type)
      },
      addErrors: (errors) => {
        this.#errors.push(...errors)
      },
    }
  }

  /** `java.util.StringTokenizer` with a space as the only delimiter. */
  #tokens(list: ListName): string[] {
    return (this.#lists.get(list)?.value ?? '').split(' ').filter((token) => token !== '')
  }

  #reportMissing(list: 'sources' | 'sinks'): boolean {
    if (this.#lists.has(list)) return false
    this.#tools.log.warn(LOGGER, `Agent configuration for '${this.name}' has no ${list}.`, {
      position: this.firstPosition,
    })
    this.addError(list, 'PROPERTY_VALUE_NULL', 'WARNING')
    return true
  }

  #withoutChannels(what: string): false {
    const position = this.listPosition('channels') ?? this.firstPosition
    const message = `Agent configuration for '${this.name}' does not contain ${what}. Marking it as invalid.`
    this.#tools.log.warn(LOGGER, message, { position })
    this.addError('channels', 'PROPERTY_VALUE_NULL')
    return false
  }
}

/** What the validation of one kind of component works with. */
export interface ValidationScope {
  readonly agentName: string
  /** The list of names as written, or null without one. */
  readonly list: string | null
  readonly listPosition: PropertyPosition | undefined
  readonly contexts: JavaHashMap<Context>
  readonly log: ValidationTools['log']
  readonly addError: (key: string, type: ConfigurationErrorType) => void
  readonly addErrors: (errors: readonly ConfigurationError[]) => void
}
