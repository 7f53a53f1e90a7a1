import type { AdminCallback, KafkaAdminClient, ListedOffset } from '../../../kafka/admin/kafka-admin-client.ts'
import { TopicCalls } from '../../../kafka/admin/topic-calls.ts'
import type { TopicPartition } from '../../../kafka/consumer/topic-partition.ts'
import type { DescribeClusterResponse } from '../../../kafka/protocol/describe-cluster.ts'
import type { DescribeConfigsResult } from '../../../kafka/protocol/describe-configs.ts'
import type { DescribeTopicPartitionsResponseTopic } from '../../../kafka/protocol/describe-topic-partitions.ts'
import type { KafkaClient } from '../../api/kafka-client-types.ts'
import { describe, OptionError, OptionReader } from '../../check-options.ts'

/** Makes one call of the connected admin client. */
export type AskAdmin = <Result>(call: string, begin: (connected: KafkaAdminClient, done: AdminCallback<Result>) => void) => Promise<Result>

type TopicAdmin = Pick<ReturnType<KafkaClient['admin']>, 'listTopics' | 'describeCluster' | 'fetchTopicOffsets' | 'deleteTopics' | 'alterConfigs'>

const earliestTimestamp = -2
const latestTimestamp = -1
/** KafkaJS's ConfigResourceTypes.TOPIC. */
const topicResource = 2
const dynamicTopicConfig = 1

/** KafkaJS's admin calls about topics that are there. */
export function topicAdmin(ask: AskAdmin): TopicAdmin {
  return {
    listTopics: async () => [...(await ask<readonly string[]>('listTopics', (connected, done) => { new TopicCalls(connected).list(done) }))],
    describeCluster: async () => {
      const { brokers, controllerId, clusterId } = await ask<DescribeClusterResponse>('describeCluster', (connected, done) => { connected.describeCluster(done) })
      return { brokers: brokers.map(({ brokerId, host, port }) => ({ nodeId: brokerId, host, port })), controller: controllerId, clusterId }
    },
    fetchTopicOffsets: async (topic: unknown) => {
      const [low, high] = [await offsetsAt(ask, 'fetchTopicOffsets', topic, true), await offsetsAt(ask, 'fetchTopicOffsets', topic, false)]
      return high.map(({ partition, offset }) => {
        const text = String(offset)
        return { partition, offset: text, high: text, low: String(low.find((one) => one.partition === partition)?.offset ?? 0) }
      })
    },
    deleteTopics: async (request: unknown) => {
      const topics = new OptionReader('deleteTopics', request, ['topics', 'timeout']).raw('topics')
      if (!Array.isArray(topics) || !topics.every((topic) => typeof topic === 'string')) throw new OptionError(`deleteTopics: 'topics' must be an array of names, and is ${describe(topics)}.`, 'topics')
      for (const topic of topics) await ask<true>('deleteTopics', (connected, done) => { new TopicCalls(connected).delete(topic, done) })
    },
    alterConfigs: async (request: unknown) => {
      const resources = new OptionReader('alterConfigs', request, ['resources', 'validateOnly']).raw('resources')
      if (!Array.isArray(resources)) throw new OptionError("alterConfigs: 'resources' must be an array.", 'resources')
      for (const { topic, values } of resources.map(readResource)) await replaceConfigs(ask, topic, values)
    },
  }
}

/** First or next offsets of all partitions of a topic, by partition. */
export async function offsetsAt(ask: AskAdmin, call: string, topic: unknown, isEarliest: boolean): Promise<readonly (TopicPartition & { readonly offset: number })[]> {
  if (typeof topic !== 'string') throw new OptionError(`${call} takes the name of a topic, and got ${describe(topic)}.`)
  const { partitions } = await ask<DescribeTopicPartitionsResponseTopic>(call, (connected, done) => { connected.describeTopic(topic, done) })
  const wanted = partitions.map(({ partitionIndex }) => ({ topic, partition: partitionIndex }))
  const found = await ask<readonly ListedOffset[]>(call, (connected, done) => { connected.listOffsets(wanted, isEarliest ? earliestTimestamp : latestTimestamp, false, done) })
  return found.map(({ partition, offset }) => ({ topic, partition, offset })).toSorted((left, right) => left.partition - right.partition)
}

function readResource(resource: unknown): { readonly topic: string; readonly values: ReadonlyMap<string, string> } {
  const reader = new OptionReader('alterConfigs', resource, ['type', 'name', 'configEntries'])
  if (reader.raw('type') !== topicResource) throw reader.wrong('type', '2 (ConfigResourceTypes.TOPIC); brokers are configured where they are declared', reader.raw('type'))
  const entries = reader.raw('configEntries')
  if (!Array.isArray(entries)) throw reader.wrong('configEntries', 'an array', entries)
  const values = entries.map((entry: unknown) => {
    const one = new OptionReader('alterConfigs', entry, ['name', 'value'])
    return [one.text('name'), one.text('value')] as const
  })
  return { topic: reader.text('name'), values: new Map(values) }
}

/** AlterConfigs replaces all that a topic has of its own: what is not named goes back to its default. */
async function replaceConfigs(ask: AskAdmin, topic: string, values: ReadonlyMap<string, string>): Promise<void> {
  const { configs } = await ask<DescribeConfigsResult>('alterConfigs', (connected, done) => { connected.describeConfigs({ type: 'topic', name: topic }, done) })
  const changes = new Map<string, string | null>(configs.filter(({ configSource }) => configSource === dynamicTopicConfig).map(({ name }) => [name, null]))
  for (const [name, value] of values) changes.set(name, value)
  if (changes.size > 0) await ask<true>('alterConfigs', (connected, done) => { new TopicCalls(connected).alterConfigs(topic, changes, done) })
}
