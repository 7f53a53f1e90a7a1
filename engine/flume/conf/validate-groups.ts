import type { ValidationScope } from './agent-configuration.ts'
import type { Context } from './context.ts'
import { hashSetOrder } from './java/hash-set.ts'
import { JavaException, nullPointer } from './java/java-exception.ts'
import { splitWhiteSpace } from './java/java-text.ts'
import { configurationException, noConfiguration } from './known-types.ts'
import type { ValidatedComponent } from './validate-components.ts'

/** A sink group that validation accepted. */
export interface ValidatedGroup {
  readonly name: string
  /** Its sinks, in the order of the Java set. */
  readonly sinks: readonly string[]
  readonly context: Context
  /** The properties under `processor.`. */
  readonly processor: Context
}

const LOGGER = 'FlumeConfiguration'
const PROCESSOR_ENUM = 'org.apache.flume.conf.sink.SinkProcessorConfiguration.SinkProcessorConfigurationType'

/**
 * The groups that have at least one valid sink which no other group has taken. Source: FlumeConfiguration.AgentConfiguration.validateGroups.
 * @param names names of the groups in the order of the Java set.
 * @throws JavaException java.lang.NullPointerException for a group without `sinks`.
 */
export function validateGroups(
  scope: ValidationScope,
  names: readonly string[],
  sinks: readonly ValidatedComponent[],
): ValidatedGroup[] {
  const valid: ValidatedGroup[] = []
  const sinkNames = new Set(sinks.map(({ name }) => name))
  const usedSinks = new Map<string, string>()
  for (const name of names) {
    const context = scope.contexts.get(name)
    if (context === undefined) {
      scope.addError(name, 'CONFIG_ERROR')
      scope.log.warn(LOGGER, `Configuration error for: ${name}.Removed.`, { position: scope.listPosition })
      continue
    }
    try {
      const processor = configureGroup(context)
      const available = availableSinks(scope, name, context, { sinkNames, usedSinks })
      if (available.length === 0) {
        scope.addError(name, 'CONFIG_ERROR')
        throw configurationException(`No available sinks for sinkgroup: ${name}. Sinkgroup will be removed`)
      }
      valid.push({ name, sinks: available, context, processor })
    } catch (error) {
      if (!(error instanceof JavaException) || !error.is('org.apache.flume.conf.ConfigurationException')) throw error
      scope.addError(name, 'CONFIG_ERROR')
      const details = { thrown: error, position: context.blame('sinks') }
      scope.log.warn(LOGGER, `Could not configure sink group ${name} due to: ${error.javaMessage ?? ''}`, details)
    }
  }
  return valid
}

function configureGroup(context: Context): Context {
  if (!context.has('sinks')) {
    const message =
      'Cannot invoke "String.split(String)" because the return value of "org.apache.flume.Context.getString(String)" is null'
    throw nullPointer(message)
  }
  const processor = context.getSubProperties('processor.').copy()
  // OTHER is a constant of SinkProcessorType, but not of the enum of configurations.
  if (processor.getString('type')?.toLowerCase() === 'other') throw noConfiguration(PROCESSOR_ENUM, 'OTHER')
  return processor
}

/** Source: FlumeConfiguration.AgentConfiguration.validGroupSinks. */
function availableSinks(
  scope: ValidationScope,
  group: string,
  context: Context,
  { sinkNames, usedSinks }: { readonly sinkNames: ReadonlySet<string>; readonly usedSinks: Map<string, string> },
): string[] {
  const position = context.positionOf('sinks')
  const intro = `Agent configuration for '${scope.agentName}' sinkgroup '${group}' sink`
  return hashSetOrder(splitWhiteSpace(context.getString('sinks', ''))).filter((sink) => {
    const user = usedSinks.get(sink)
    if (user !== undefined) {
      scope.log.warn(LOGGER, `${intro} '${sink}' in use by another group: '${user}', sink not added`, { position })
      scope.addError(group, 'PROPERTY_PART_OF_ANOTHER_GROUP')
      return false
    }
    if (!sinkNames.has(sink)) {
      scope.log.warn(LOGGER, `${intro} not found: '${sink}',  sink not added`, { position })
      scope.addError(sink, 'INVALID_PROPERTY')
      return false
    }
    usedSinks.set(sink, group)
    return true
  })
}
