import { KafkaChannel } from '../channels/kafka/kafka-channel.ts'
import type { LoadedAgent } from '../conf/load-conf.ts'
import type { LoadedSource } from '../conf/loaded.ts'
import { topicsOf } from '../sources/kafka-source.ts'
import type { AgentContext } from './agent-context.ts'
import type { TopicChannel } from './routes.ts'

/** Kafka topics that a source reads. */
export function topicsReadBy(source: LoadedSource): readonly string[] {
  return source.className === 'org.apache.flume.source.kafka.KafkaSource' ? topicsOf(source) : []
}

/** The channels that are topics. */
export function topicChannelsOf({ channels }: LoadedAgent): ReadonlyMap<string, TopicChannel> {
  const found = channels.filter(({ className }) => className === KafkaChannel.className)
  return new Map(found.map(({ name, settings }) => [name, { topic: String(settings['topicStr']), groupId: groupOf(settings) }]))
}

/** The group with which a Kafka source, or a Kafka channel's sinks, read: `flume` unless the configuration names one. */
export function groupOf(settings: LoadedSource['settings']): string {
  return String(settings['groupId'] ?? 'flume')
}

/** Tells who reads topics in a configuration: Kafka sources, and the sinks of Kafka channels. */
export function registerReaders({ kafka, routes, process }: AgentContext, loaded: LoadedAgent): void {
  for (const source of loaded.sources) {
    const topics = topicsReadBy(source)
    if (topics.length === 0) continue
    kafka.addReader({ groupId: groupOf(source.settings), topics, destinations: () => routes.ofSource(process.name, source.name) })
  }
  for (const [name, { topic, groupId }] of topicChannelsOf(loaded)) {
    if (!loaded.sinks.some(({ channel }) => channel === name)) continue
    kafka.addReader({ groupId, topics: [topic], destinations: () => routes.ofChannel(process.name, name) })
  }
}
