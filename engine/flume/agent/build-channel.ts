import type { Channel } from '../channels/channel.ts'
import { FileChannel } from '../channels/file/file-channel.ts'
import type { FileChannelSettings } from '../channels/file/file-channel-settings.ts'
import { KafkaChannel } from '../channels/kafka/kafka-channel.ts'
import { MemoryChannel, type MemoryChannelSettings } from '../channels/memory-channel.ts'
import { SpillableMemoryChannel, type SpillableSettings } from '../channels/spillable/spillable-memory-channel.ts'
import type { LoadedChannel } from '../conf/loaded.ts'
import type { AgentContext } from './agent-context.ts'

type Build = (context: AgentContext, loaded: LoadedChannel) => Channel

const SLOT_BYTES = 100
const HEAP_SHARE = 0.8
const INT_MAX = 2_147_483_647

/** The channel classes that are simulated. */
export const channelBuilders: ReadonlyMap<string, Build> = new Map<string, Build>([
  [MemoryChannel.className, (context, loaded) => new MemoryChannel(context, loaded.name, memoryChannelSettings(context, loaded))],
  ['org.apache.flume.channel.file.FileChannel', (context, loaded) => new FileChannel(context, loaded.name, fileChannelSettings(context, loaded))],
  [KafkaChannel.className, (context, loaded) => new KafkaChannel(context, loaded)],
  [SpillableMemoryChannel.className, (context, loaded) => new SpillableMemoryChannel(context, loaded.name, spillableSettings(context, loaded))],
])

/** Settings of a memory channel out of the configuration. */
export function memoryChannelSettings(context: AgentContext, { settings }: LoadedChannel): MemoryChannelSettings {
  const percentage = Number(settings['byteCapacityBufferPercentage'] ?? 20)
  const byHeap = Math.trunc((Math.trunc(context.costs.heapBytes * HEAP_SHARE) * (1 - percentage * 0.01)) / SLOT_BYTES)
  return {
    capacity: Number(settings['capacity'] ?? 100),
    transactionCapacity: Number(settings['transactionCapacity'] ?? 100),
    keepAliveSeconds: Number(settings['keepAlive'] ?? 3),
    byteSlots: settings['byteCapacity'] === undefined ? Math.min(byHeap < 1 ? INT_MAX : byHeap, INT_MAX) : Number(settings['byteCapacity']),
  }
}

/** Settings of a spillable memory channel out of the configuration. */
function spillableSettings(context: AgentContext, loaded: LoadedChannel): SpillableSettings {
  const { settings, properties } = loaded
  const avgEventSizeBytes = Number(settings['avgEventSize'] ?? 500)
  const percentage = Number(settings['byteCapacityBufferPercentage'] ?? 20)
  const configuredBytes = Number.parseInt(properties.get('byteCapacity') ?? '', 10)
  const byteCapacity = Number.isNaN(configuredBytes) ? Math.trunc(context.costs.heapBytes * HEAP_SHARE) : configuredBytes
  const byteSlots = Math.trunc((byteCapacity * (1 - percentage * 0.01)) / avgEventSizeBytes)
  return {
    memoryCapacity: Number(settings['memoryCapacity'] ?? 10_000),
    overflowTimeoutSeconds: Number(settings['overflowTimeout'] ?? 3),
    overflowDeactivationThreshold: Number(settings['overflowDeactivationThreshold'] ?? 0.05),
    avgEventSizeBytes,
    byteSlots: byteSlots < 1 ? INT_MAX : Math.min(byteSlots, INT_MAX),
    isOverflowDisabled: settings['overflowDisabled'] === true,
    overflow: { ...fileChannelSettings(context, loaded), keepAliveSeconds: 0 },
  }
}

/** Settings of a file channel out of the configuration. Directories are those of the agent's host. */
export function fileChannelSettings({ homeDirectory: home }: AgentContext, { settings, properties }: LoadedChannel): FileChannelSettings {
  const dataDirs = (properties.get('dataDirs') ?? `${home}/.flume/file-channel/data`).split(',').map((path) => path.trim())
  return {
    capacity: Number(settings['capacity'] ?? 1_000_000),
    transactionCapacity: Number(settings['transactionCapacity'] ?? 10_000),
    keepAliveSeconds: Number(settings['keepAlive'] ?? 3),
    checkpointDir: (properties.get('checkpointDir') ?? `${home}/.flume/file-channel/checkpoint`).trim(),
    dataDirs: dataDirs.filter((path) => path !== ''),
    checkpointIntervalMs: Number(settings['checkpointInterval'] ?? 30_000),
    maxFileSizeBytes: Number(settings['maxFileSize'] ?? 1_623_195_647),
    minimumRequiredSpaceBytes: Number(settings['minimumRequiredSpace'] ?? 524_288_000),
    checkpointOnClose: settings['checkpointOnClose'] !== false,
  }
}
