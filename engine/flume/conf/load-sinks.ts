import { buildComponents, loadedComponent } from './build-component.ts'
import { JavaHashMap } from './java/hash-map.ts'
import { illegalState } from './java/java-exception.ts'
import type { LoadTools } from './load-components.ts'
import { incompatible } from './load-sources.ts'
import type { LoadedChannel, LoadedSink } from './loaded.ts'
import type { ValidatedComponent } from './validate-components.ts'

/** Builds the sinks and connects them to channels. Source: AbstractConfigurationProvider.loadSinks. @throws JavaException for an unknown class (fatal). */
export function loadSinks(
  components: readonly ValidatedComponent[],
  channels: JavaHashMap<LoadedChannel>,
  tools: LoadTools,
): Map<string, LoadedSink> {
  const built = buildComponents('sink', components, tools, (component, type, configured): LoadedSink => {
    const { name, context } = component
    const channelName = context.getString('channel', '')
    const channel = channels.get(channelName)
    if (channel === undefined) throw illegalState(`Sink ${name} is not connected to a channel`, 'channel')
    const { batchSize } = configured
    const { transactionCapacity } = channel
    if (batchSize !== undefined && transactionCapacity !== undefined && transactionCapacity < batchSize) {
      throw incompatible('sink', name, { batchSize, channelName, transactionCapacity }, context)
    }
    return {
      ...loadedComponent(component, type, configured),
      ...(batchSize === undefined ? {} : { batchSize }),
      channel: channelName,
    }
  })
  const inOrder = new JavaHashMap<LoadedSink>()
  for (const [name, sink] of built) inOrder.set(name, sink)
  return new Map(inOrder.entries())
}
