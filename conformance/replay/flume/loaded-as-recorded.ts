import type { LoadedAgent } from '../../../engine/flume/conf/load-conf.ts'
import type { LoadedChannel, LoadedGroup, LoadedSink, LoadedSource } from '../../../engine/flume/conf/loaded.ts'
import { isObject, type Json, type JsonObject } from '../../json.ts'

/** Fields of a channel that the records show beside its name. */
const channelFields = new Set([
  'capacity', 'transactionCapacity', 'keepAlive', 'byteCapacity', 'checkpointInterval', 'maxFileSize', 'minimumRequiredSpace', 'memoryCapacity', 'overflowCapacity', 'overflowTimeout',
])

const simpleName = (className: string): string => className.slice(className.lastIndexOf('.') + 1)

/** The surviving components in the shape of the recorded `loaded`. */
export function loadedAsRecorded(agent: LoadedAgent, withSettings: boolean): Json {
  const shape = (entry: JsonObject): JsonObject => (withSettings && !hasNoSettings(entry) ? entry : withoutSettings(entry))
  return {
    channels: agent.channels.map((channel) => shape(channelAsRecorded(channel))),
    sources: agent.sources.map((source) => shape(sourceAsRecorded(source))),
    sinks: agent.sinks.map((sink) => shape(sinkAsRecorded(sink))),
    sinkRunners: [...agent.sinkRunners],
    groups: agent.groups.map(groupAsRecorded),
  }
}

/** The recorder left out the settings of a component that has none of its own. */
function hasNoSettings({ settings }: JsonObject): boolean {
  return isObject(settings) && Object.keys(settings).length === 0
}

function withoutSettings(entry: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(entry).filter(([name]) => name !== 'settings'))
}

function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json
}

function channelAsRecorded(channel: LoadedChannel): JsonObject {
  const className = simpleName(channel.className)
  const fields: Record<string, Json> = { name: channel.name, class: className }
  const settings: Record<string, Json> = {}
  for (const [name, value] of Object.entries(channel.settings)) (channelFields.has(name) ? fields : settings)[name] = plain(value)
  if (['FileChannel', 'SpillableMemoryChannel'].includes(className)) fields['transactionCapacityReported'] = channel.transactionCapacity ?? null
  return { ...fields, settings }
}

function sourceAsRecorded(source: LoadedSource): JsonObject {
  return {
    name: source.name,
    class: simpleName(source.className),
    runner: source.runner,
    ...(source.batchSize === undefined ? {} : { batchSize: source.batchSize }),
    channels: [...source.channels],
    selector: selectorAsRecorded(source),
    settings: plain(source.settings),
    ...(source.interceptors.length === 0 ? {} : { interceptors: source.interceptors.map(({ className }) => simpleName(className)) }),
  }
}

function selectorAsRecorded({ selector }: LoadedSource): JsonObject {
  if (selector.className.endsWith('ReplicatingChannelSelector') && 'required' in selector) {
    const optional = plain(selector.optional)
    return { class: simpleName(selector.className), required: plain(selector.required), ...(Array.isArray(optional) && optional.length === 0 ? {} : { optional }) }
  }
  if (!('mapping' in selector)) return { class: simpleName(selector.className) }
  return {
    class: simpleName(selector.className),
    header: selector.header,
    default: plain(selector.default),
    mapping: plain(Object.fromEntries(selector.mapping)),
    optional: plain(Object.fromEntries(selector.optional)),
  }
}

function sinkAsRecorded(sink: LoadedSink): JsonObject {
  return {
    name: sink.name,
    class: simpleName(sink.className),
    channel: sink.channel,
    ...(sink.batchSize === undefined ? {} : { batchSize: sink.batchSize }),
    settings: plain(sink.settings),
  }
}

function groupAsRecorded({ name, sinks, processor }: LoadedGroup): JsonObject {
  const group = { name, processor: simpleName(processor.className), sinks: [...sinks] }
  if ('livePriorities' in processor) return { ...group, livePriorities: Object.fromEntries(processor.livePriorities), active: processor.active, maxPenalty: processor.maxPenaltyMs }
  if ('selector' in processor) return { ...group, selector: processor.selector, shouldBackOff: processor.backoff, maxTimeout: processor.maxTimeOutMs }
  return group
}
