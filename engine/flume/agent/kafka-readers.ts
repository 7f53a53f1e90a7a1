import { KafkaChannel } from '../channels/kafka/kafka-channel.ts'
import type { LoadedAgent } from '../conf/load-conf.ts'
import type { LoadedSource } from '../conf/loaded.ts'
import { topicsOf } from '../sources/kafka-source.ts'
import type { AgentContext } from './agent-context.ts'

/** Kafka topics that a source reads. */
export function topicsReadBy(source: LoadedSource): readonly string[] {
  return source.className === 'org.apache.flume.source.kafka.KafkaSource' ? topicsOf(source) : []
}

/** The channels that are topics. */
export function topicChannelsOf({ channels }: LoadedAgent): ReadonlyMap<string, string> {
  return new Map(channels.filter(({ className }) => className === KafkaChannel.className).map(({ name, settings }) => [name, String(settings['topicStr'])]))
}

/** Tells who reads topics in a configuration: Kafka sources, and the sinks of Kafka channels. */
export function registerReaders({ kafka, routes, process }: AgentContext, loaded: LoadedAgent): void {
  for (const source of loaded.sources) {
    const topics = topicsReadBy(source)
    if (topics.length === 0) continue
    kafka.addReader({ groupId: String(source.settings['groupId'] ?? 'flume'), topics, destinations: () => routes.ofSource(process.name, source.name) })
  }
  for (const [name, topic] of topicChannelsOf(loaded)) {
    if (!loaded.sinks.some(({ channel }) => channel === name)) continue
    const settings = loaded.channels.find((channel) => channel.name === name)?.settings ?? {}
    kafka.addReader({ groupId: String(settings['groupId'] ?? 'flume'), topics: [topic], destinations: () => routes.ofChannel(process.name, name) })
  }
}
