import { KafkaAdminClient, type AdminCallback } from '../../../kafka/admin/kafka-admin-client.ts'
import type { CommittedOffset } from '../../../kafka/admin/group-calls.ts'
import { TopicCalls } from '../../../kafka/admin/topic-calls.ts'
import { byTopic } from '../../../kafka/consumer/topic-partition.ts'
import { KafkaException } from '../../../kafka/protocol/kafka-exception.ts'
import type { GroupOffsets, KafkaClient } from '../../api/kafka-client-types.ts'
import { describe, OptionError, OptionReader } from '../../check-options.ts'
import { alterOffsets } from '../alter-offsets.ts'
import type { ClientApplication } from './client-application.ts'

/** An admin client with KafkaJS's methods for the reader's own code, over the simulated Java client. */
export function clientAdmin(application: ClientApplication, properties: Readonly<Record<string, string>>): ReturnType<KafkaClient['admin']> {
  const { scope: { play }, progress } = application.ground
  let admin: KafkaAdminClient | undefined
  const ask = <Result>(call: string, begin: (connected: KafkaAdminClient, done: AdminCallback<Result>) => void): Promise<Result> => {
    const connected = admin
    if (connected === undefined) throw new OptionError(`${call}: the admin client is not connected.`, undefined, 'await admin.connect() first.')
    return play.promise((resolve, reject) => {
      begin(connected, (result) => {
        if (result instanceof KafkaException) reject(result)
        else resolve(result)
      })
    })
  }
  return Object.freeze({
    connect: () => play.promise<undefined>((resolve) => {
      application.whenRunning(() => {
        admin ??= new KafkaAdminClient({ context: application.context('admin'), properties })
        resolve(undefined)
      })
    }),
    createTopics: async (request: unknown) => {
      const topics = listOf(new OptionReader('createTopics', request, ['topics']), 'createTopics', 'topics').map((topic) => newTopic(topic))
      await Promise.all(topics.map((topic) => ask('createTopics', (connected, done) => { connected.createTopic(topic, done) })))
      return true
    },
    createPartitions: async (request: unknown) => {
      const topics = listOf(new OptionReader('createPartitions', request, ['topicPartitions']), 'createPartitions', 'topicPartitions')
        .map((topic) => new OptionReader('createPartitions', topic, ['topic', 'count']))
        .map((reader) => ({ topic: reader.text('topic'), count: reader.number('count', Number.NaN, { whole: true }) }))
      await Promise.all(topics.map(({ topic, count }) => ask<true>('createPartitions', (connected, done) => { new TopicCalls(connected).createPartitions(topic, count, done) })))
      return true
    },
    fetchOffsets: async (request: unknown) => {
      const groupId = new OptionReader('fetchOffsets', request, ['groupId']).text('groupId')
      return groupOffsets(await ask<readonly CommittedOffset[]>('fetchOffsets', (connected, done) => { connected.groups.offsets(groupId, done) }))
    },
    setOffsets: async (request: unknown) => {
      const reader = new OptionReader('setOffsets', request, ['groupId', 'topic', 'partitions'])
      const [groupId, topic] = [reader.text('groupId'), reader.text('topic')]
      const offsets = listOf(reader, 'setOffsets', 'partitions').map((partition) => ({ topic, ...partitionOffset(partition) }))
      await ask<true>('setOffsets', (connected, done) => { alterOffsets({ admin: connected, progress, groupId }, offsets, done) })
    },
    describeGroups: async (groupIds: unknown) => {
      const descriptions = await Promise.all(groupIdsOf('describeGroups', groupIds).map((groupId) => ask<{ readonly state: string; readonly members: readonly { readonly memberId: string; readonly clientId: string }[] }>('describeGroups', (connected, done) => { connected.groups.describe(groupId, done) })
        .then(({ state, members }) => ({ groupId, state, members: members.map(({ memberId, clientId }) => ({ memberId, clientId })) }))))
      return { groups: descriptions }
    },
    deleteGroups: async (groupIds: unknown) => {
      await Promise.all(groupIdsOf('deleteGroups', groupIds).map((groupId) => ask<true>('deleteGroups', (connected, done) => { connected.groups.delete(groupId, done) })))
    },
    disconnect: () => {
      admin = undefined
      return Promise.resolve()
    },
  })
}

function newTopic(topic: unknown): Parameters<KafkaAdminClient['createTopic']>[0] {
  const reader = new OptionReader('createTopics', topic, ['topic', 'numPartitions', 'replicationFactor'])
  return {
    name: reader.text('topic'), numPartitions: reader.number('numPartitions', -1, { whole: true }),
    replicationFactor: reader.number('replicationFactor', -1, { whole: true }), assignments: [], configs: [],
  }
}

function listOf(reader: OptionReader, call: string, key: string): readonly unknown[] {
  const value = reader.raw(key)
  if (!Array.isArray(value)) throw new OptionError(`${call}: '${key}' must be an array.`, key)
  return value
}

function groupIdsOf(call: string, groupIds: unknown): readonly string[] {
  if (Array.isArray(groupIds) && groupIds.every((id) => typeof id === 'string')) return groupIds.map(String)
  throw new OptionError(`${call} takes an array of group ids, and got ${describe(groupIds)}.`)
}

/** KafkaJS writes offsets as texts. */
function partitionOffset(entry: unknown): { readonly partition: number; readonly offset: number } {
  const reader = new OptionReader('setOffsets', entry, ['partition', 'offset'])
  const offset = Number(reader.raw('offset'))
  if (!Number.isInteger(offset) || offset < 0) throw reader.wrong('offset', 'an offset', reader.raw('offset'))
  return { partition: reader.number('partition', Number.NaN, { min: 0, whole: true }), offset }
}

function groupOffsets(offsets: readonly CommittedOffset[]): GroupOffsets[] {
  return [...byTopic(offsets)].map(([topic, entries]) => ({ topic, partitions: entries.map(({ partition, offset }) => ({ partition, offset: String(offset) })) }))
}
