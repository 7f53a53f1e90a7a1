import type { LoadedAgent } from '../../flume/conf/load-conf.ts'
import type { LoadedChannel, LoadedSink, LoadedSource } from '../../flume/conf/loaded.ts'
import { canReceive } from '../flume/outside-world.ts'

/** A way into an agent. */
export interface Inflow {
  readonly source: string
  readonly type: string
  readonly line: number | undefined
  readonly channels: readonly string[]
  /** `outside`: a client, a log or files; `kafka`: a topic; `itself`: it makes its own events. */
  readonly kind: 'outside' | 'kafka' | 'itself'
  /** Whether the sender hears of a refusal, and could send again. */
  readonly isTold: boolean
  /** Of `kafka`. */
  readonly topics: readonly string[]
}

/** Where the sinks of a channel lead. */
export interface Ending {
  readonly channel: string
  readonly sinks: readonly string[]
  /** `store`: avro sinks, to a machine of its own; `kafka`, `hdfs`: a cluster; `disk`: files of the agent's machine; `nowhere`: sinks that keep nothing; `none`: there is no sink. */
  readonly kind: 'store' | 'kafka' | 'hdfs' | 'disk' | 'nowhere' | 'none'
  /** Of `kafka`: topics written to. */
  readonly topics: readonly string[]
}

const toldSources = ['AvroSource', 'HTTPSource', 'NetcatSource']
const hdfsSink = 'org.apache.flume.sink.hdfs.HDFSEventSink'
const endingKinds: readonly (readonly [className: string, kind: Ending['kind']])[] = [
  ['org.apache.flume.sink.AvroSink', 'store'],
  ['org.apache.flume.sink.kafka.KafkaSink', 'kafka'],
  ['org.apache.flume.sink.RollingFileSink', 'disk'],
  [hdfsSink, 'disk'],
]
/** Where the sinks of a channel differ, the ending is of the kind that a fault can hit. */
const kindOrder: readonly Ending['kind'][] = ['store', 'kafka', 'hdfs', 'disk']
const kafkaChannel = 'org.apache.flume.channel.kafka.KafkaChannel'

/** The ways into a loaded agent, in the order of its sources. */
export function inflowsOf({ sources }: LoadedAgent): readonly Inflow[] {
  return sources.map((source) => ({
    source: source.name,
    type: source.type,
    line: source.position?.line,
    channels: source.channels,
    kind: canReceive(source.className) ? 'outside' : source.className.endsWith('.KafkaSource') ? 'kafka' : 'itself',
    isTold: isTold(source),
    topics: (source.properties.get('kafka.topics') ?? source.properties.get('topic') ?? '').split(',').map((topic) => topic.trim()).filter((topic) => topic !== ''),
  }))
}

/** Where each channel of a loaded agent leads, in the order of the channels. */
export function endingsOf(loaded: LoadedAgent): readonly Ending[] {
  return loaded.channels.map(({ name }) => {
    const sinks = loaded.sinks.filter(({ channel }) => channel === name)
    const kinds = sinks.map(kindOf)
    const kind = kindOrder.find((one) => kinds.includes(one)) ?? (sinks.length === 0 ? 'none' : 'nowhere')
    const topics = sinks.flatMap((sink) => (kindOf(sink) === 'kafka' ? [String(sink.settings['topic'] ?? '')] : []))
    return { channel: name, sinks: sinks.map((sink) => sink.name), kind, topics: [...new Set(topics)].filter((topic) => topic !== '') }
  })
}

/** The sinks of an ending that write to its store over the network. */
export function storeSinks({ sinks }: LoadedAgent, { channel }: Ending): readonly string[] {
  return sinks.filter((sink) => sink.channel === channel && kindOf(sink) === 'store').map(({ name }) => name)
}

/** Topics that the agent's channels are. */
export function channelTopics({ channels }: LoadedAgent): readonly string[] {
  return channels.filter(({ className }) => className === kafkaChannel).map(({ properties, settings }) => properties.get('kafka.topic') ?? String(settings['topic'] ?? 'flume-channel'))
}

/** A loaded channel by name. */
export function channelOf({ channels }: LoadedAgent, name: string): LoadedChannel | undefined {
  return channels.find((channel) => channel.name === name)
}

function kindOf({ className, properties }: LoadedSink): Ending['kind'] {
  if (className === hdfsSink && (properties.get('hdfs.path') ?? '').startsWith('hdfs://')) return 'hdfs'
  return endingKinds.find(([known]) => known === className)?.[1] ?? 'nowhere'
}

function isTold({ className, settings }: LoadedSource): boolean {
  const simpleName = className.slice(className.lastIndexOf('.') + 1)
  return toldSources.includes(simpleName) && settings['ack-every-event'] !== false
}
