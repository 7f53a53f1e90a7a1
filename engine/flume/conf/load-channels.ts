import { buildComponents, loadedComponent } from './build-component.ts'
import { JavaHashMap } from './java/hash-map.ts'
import type { LoadTools } from './load-components.ts'
import type { LoadedChannel } from './loaded.ts'
import type { ValidatedComponent } from './validate-components.ts'

/** Builds the channels. Source: AbstractConfigurationProvider.loadChannels. @throws JavaException for an unknown class (fatal). */
export function loadChannels(components: readonly ValidatedComponent[], tools: LoadTools): JavaHashMap<LoadedChannel> {
  const built = buildComponents('channel', components, tools, (component, type, configured): LoadedChannel => {
    const { transactionCapacity } = configured
    return {
      ...loadedComponent(component, type, configured),
      ...(transactionCapacity === undefined ? {} : { transactionCapacity }),
    }
  })
  const channels = new JavaHashMap<LoadedChannel>()
  for (const [name, channel] of built) channels.set(name, channel)
  return channels
}
