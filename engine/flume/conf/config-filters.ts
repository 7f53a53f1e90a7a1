import type { ValidationScope } from './agent-configuration.ts'
import type { Context } from './context.ts'
import type { ValidationTools } from './flume-configuration.ts'
import { hashSetOrder } from './java/hash-set.ts'
import type { JavaHashMap } from './java/hash-map.ts'
import { JavaException, illegalArgument } from './java/java-exception.ts'
import { splitWhiteSpace } from './java/java-text.ts'
import { TYPE_ALIASES, classNameOf, flumeException } from './known-types.ts'
import { configurationFor, requireType } from './validate-components.ts'

interface ConfigFilter {
  readonly name: string
  /** The value of a key, or null to leave the reference as it is. */
  readonly filter: (key: string) => string | null
}

const LOGGER = 'FlumeConfiguration'

/**
 * The config filters of an agent: `${name[key]}` in a property of a component is replaced by what the filter says of the key. Lists of names
 * are not filtered. Source: FlumeConfiguration.AgentConfiguration.validateConfigFilterSet, createConfigFilters and runFiltersThroughConfigs.
 */
export class ConfigFilters {
  readonly #scope: ValidationScope
  readonly #tools: ValidationTools
  readonly #filters: readonly ConfigFilter[]

  constructor(scope: ValidationScope, tools: ValidationTools) {
    this.#scope = scope
    this.#tools = tools
    const valid = this.#validate()
    this.#filters = valid.flatMap(({ name, context }) => this.#create(name, context))
  }

  /** Filters the properties of all components in place. */
  applyTo(kinds: readonly JavaHashMap<Context>[]): void {
    if (this.#filters.length === 0) return
    for (const contexts of kinds) {
      for (const [, context] of contexts.entries()) {
        for (const [key, value] of context.entries()) context.put(key, this.#filter(value))
      }
    }
  }

  #validate(): { name: string; context: Context }[] {
    const { list, listPosition, contexts, log, agentName } = this.#scope
    if (list === null) {
      log.warn(LOGGER, `Agent configuration for '${agentName}' has no configfilters.`)
      return []
    }
    return hashSetOrder(splitWhiteSpace(list)).flatMap((name) => {
      const context = contexts.get(name)
      if (context === undefined) {
        this.#scope.addError(name, 'CONFIG_ERROR')
        log.warn(LOGGER, `Configuration empty for: ${name}. Removed.`, { position: listPosition })
        return []
      }
      return this.#isConfigurable(name, context) ? [{ name, context }] : []
    })
  }

  #isConfigurable(name: string, context: Context): boolean {
    const attempt = { name, context, errors: [] }
    try {
      configurationFor('configfilter', context)
      requireType(attempt)
      return true
    } catch (error) {
      if (!(error instanceof JavaException)) throw error
      this.#scope.addErrors(attempt.errors)
      const message = `Could not configure configfilter ${name} due to: ${error.javaMessage ?? ''}`
      this.#scope.log.warn(LOGGER, message, { thrown: error, position: context.blame('type') })
      return false
    }
  }

  #create(name: string, context: Context): ConfigFilter[] {
    try {
      return [{ name, filter: this.#filterOf(context) }]
    } catch (error) {
      if (!(error instanceof JavaException)) throw error
      const details = { thrown: error, position: context.blame('type') }
      this.#scope.log.error(LOGGER, `Error while creating config filter ${name}`, details)
      return []
    }
  }

  #filterOf(context: Context): ConfigFilter['filter'] {
    const type = context.getString('type', '')
    const className = classNameOf('configfilter', type)
    switch (className) {
      case TYPE_ALIASES.configfilter['ENV']:
        return (key) => this.#tools.environment.get(key) ?? null
      case TYPE_ALIASES.configfilter['EXTERNAL']:
        return this.#externalFilter(context)
      case TYPE_ALIASES.configfilter['HADOOP']:
        if (!context.has('credential.provider.path')) {
          throw illegalArgument('The value of property hadoop.security.credential.provider.path must not be null')
        }
        // No credential store exists here, so no key has a value.
        return () => null
      default: {
        const cause = new JavaException('java.lang.ClassNotFoundException', className)
        throw flumeException(`Unable to load configfilter type: ${type}, class: ${className}`, cause)
      }
    }
  }

  #externalFilter(context: Context): ConfigFilter['filter'] {
    const command = context.getString('command')
    if (command === null) throw illegalArgument('command must be set for ExternalProcessConfigFilter')
    return (key) => this.#tools.runCommand?.([...splitWhiteSpace(command), key].join(' ')) ?? null
  }

  #filter(value: string): string {
    return this.#filters.reduce((text, { name, filter }) => {
      let filtered = text
      for (const [reference, , key] of text.matchAll(referencePattern(name))) {
        const replacement = filter(key ?? '')
        if (replacement !== null) filtered = filtered.replaceAll(reference, () => replacement)
      }
      return filtered
    }, value)
  }
}

/** `${name['key']}`, `${name["key"]}` or `${name[key]}`. */
function referencePattern(name: string): RegExp {
  return new RegExp(`\\$\\{${name.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')}\\[('|"|)([-_a-zA-Z0-9]+)\\1\\]\\}`, 'g')
}
