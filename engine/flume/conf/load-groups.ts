import { JavaHashMap } from './java/hash-map.ts'
import { JavaException } from './java/java-exception.ts'
import type { LoadTools } from './load-components.ts'
import type { LoadedGroup, LoadedSink } from './loaded.ts'
import { buildProcessor } from './processors.ts'
import type { ValidatedGroup } from './validate-groups.ts'

/** A sink runner: one thread for a group, or for a sink of no group. */
export interface LoadedSinkRunner {
  readonly name: string
  readonly sinks: readonly LoadedSink[]
}

/**
 * Builds the groups, and a runner for each group and each sink that no group has taken.
 * Source: AbstractConfigurationProvider.loadSinkGroups.
 * @returns null when a group has a sink that could not be built: nothing of the agent is left then.
 */
export function loadGroups(
  groups: readonly ValidatedGroup[],
  sinks: ReadonlyMap<string, LoadedSink>,
  { log }: LoadTools,
): { readonly runners: readonly LoadedSinkRunner[]; readonly groups: readonly LoadedGroup[] } | null {
  const unused = new Map(sinks)
  const groupsWithSinks = new Set<string>()
  const runners = new JavaHashMap<LoadedSinkRunner>()
  const loaded = new Map<string, LoadedGroup>()
  for (const { name, sinks: names, context, processor } of groups) {
    const missing = names.find((sink) => !unused.has(sink))
    if (missing !== undefined) {
      const message = `Sink ${missing} of group ${name} does not exist or is not properly configured`
      const thrown = new JavaException('java.lang.InstantiationException', message)
      log.error('AbstractConfigurationProvider', 'Failed to instantiate component', {
        thrown,
        position: context.blame('sinks'),
      })
      return null
    }
    const members = names.flatMap((sink) => unused.get(sink) ?? [])
    for (const sink of names) unused.delete(sink)
    groupsWithSinks.add(name)
    try {
      const position = context.blame('processor.type', 'sinks')
      const built = buildProcessor(processor, members, (level, logger, message) => {
        log[level](logger, message, { position })
      })
      loaded.set(name, { name, sinks: names, processor: built, ...(position === undefined ? {} : { position }) })
      runners.set(name, { name, sinks: members })
    } catch (error) {
      if (!(error instanceof JavaException)) throw error
      const position = context.blame(
        error.property === undefined ? undefined : `processor.${error.property}`,
        'processor.type',
        'sinks',
      )
      const message = `SinkGroup ${name} has been removed due to an error during configuration`
      log.error('AbstractConfigurationProvider', message, { thrown: error, position })
    }
  }
  // Flume looks for the sink's name among the names of groups here: a sink that is called like a group with sinks is left out.
  for (const [name, sink] of unused) if (!groupsWithSinks.has(name)) runners.set(name, { name, sinks: [sink] })
  const inOrder = runners.entries().map(([, runner]) => runner)
  return { runners: inOrder, groups: inOrder.flatMap(({ name }) => loaded.get(name) ?? []) }
}
