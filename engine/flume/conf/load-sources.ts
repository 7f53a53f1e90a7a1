import { buildComponents, loadedComponent } from './build-component.ts'
import type { Configured } from './component-type.ts'
import type { Context } from './context.ts'
import { buildInterceptors } from './interceptors.ts'
import type { JavaHashMap } from './java/hash-map.ts'
import { JavaException, illegalState } from './java/java-exception.ts'
import { splitWhiteSpace } from './java/java-text.ts'
import type { LoadTools } from './load-components.ts'
import type { LoadedChannel, LoadedSource } from './loaded.ts'
import { buildSelector } from './selectors.ts'
import type { ValidatedComponent } from './validate-components.ts'

/** Properties by which components set their batch size. */
const BATCH_KEYS = ['batchSize', 'batch-size', 'hdfs.batchSize', 'sink.batchSize', 'flumeBatchSize', 'maxBatchSize']

/**
 * Builds the sources with their selectors and interceptors, and connects them to channels.
 * Source: AbstractConfigurationProvider.loadSources. @throws JavaException for an unknown class (fatal).
 */
export function loadSources(
  components: readonly ValidatedComponent[],
  channels: JavaHashMap<LoadedChannel>,
  tools: LoadTools,
): Map<string, LoadedSource> {
  return buildComponents('source', components, tools, (component, type, configured): LoadedSource => {
    const connected = connect(component, configured, channels)
    if (connected.length === 0) throw illegalState(`Source ${component.name} is not connected to a channel`, 'channels')
    const { context, fromConfigurationClass } = component
    const selector = buildSelector(
      connected,
      fromConfigurationClass ? null : context.getSubProperties('selector.').copy(),
    )
    const interceptors = fromConfigurationClass ? [] : buildInterceptors(context, tools.log, tools.interceptors)
    const { batchSize } = configured
    return {
      ...loadedComponent(component, type, configured),
      runner: type.runner ?? 'EventDrivenSourceRunner',
      ...(batchSize === undefined ? {} : { batchSize }),
      channels: connected,
      selector,
      interceptors,
    }
  })
}

function connect(
  component: ValidatedComponent,
  { batchSize }: Configured,
  channels: JavaHashMap<LoadedChannel>,
): string[] {
  const { name, context, channels: listed, fromConfigurationClass } = component
  const names = fromConfigurationClass ? (listed ?? []) : splitWhiteSpace(context.getString('channels', ''))
  return names.filter((channelName) => {
    const channel = channels.get(channelName)
    if (channel === undefined) return false
    const { transactionCapacity } = channel
    if (batchSize !== undefined && transactionCapacity !== undefined && transactionCapacity < batchSize) {
      throw incompatible('source', name, { batchSize, channelName, transactionCapacity }, context)
    }
    return true
  })
}

/** What AbstractConfigurationProvider throws when a batch does not fit in a transaction of the channel. */
export function incompatible(
  kind: 'source' | 'sink',
  name: string,
  sizes: { readonly batchSize: number; readonly channelName: string; readonly transactionCapacity: number },
  context: Context,
): JavaException {
  const property = BATCH_KEYS.find((key) => context.has(key))
  const title = kind === 'source' ? 'Source' : 'Sink'
  return new JavaException(
    'java.lang.InstantiationException',
    `Incompatible ${kind} and channel settings defined. ${kind}'s batch size is greater than the channels transaction capacity. ` +
      `${title}: ${name}, batch size = ${String(sizes.batchSize)}, channel ${sizes.channelName}, ` +
      `transaction capacity = ${String(sizes.transactionCapacity)}`,
    property === undefined ? {} : { property },
  )
}
