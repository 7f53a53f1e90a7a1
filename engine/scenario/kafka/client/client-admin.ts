import { KafkaAdminClient, type AdminCallback } from '../../../kafka/admin/kafka-admin-client.ts'
import { TopicCalls } from '../../../kafka/admin/topic-calls.ts'
import { KafkaException } from '../../../kafka/protocol/kafka-exception.ts'
import type { KafkaClient } from '../../api/kafka-client-types.ts'
import { OptionError, OptionReader } from '../../check-options.ts'
import type { ClientApplication } from './client-application.ts'
import { groupAdmin } from './client-group-admin.ts'
import { listOf } from './client-requests.ts'
import { topicAdmin } from './client-topic-admin.ts'

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
    ...topicAdmin(ask),
    ...groupAdmin(ask, progress),
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
