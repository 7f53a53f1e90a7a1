import { KafkaAdminClient } from '../../../kafka/admin/kafka-admin-client.ts'
import { KafkaException } from '../../../kafka/protocol/kafka-exception.ts'
import type { KafkaClient } from '../../api/kafka-client-types.ts'
import { OptionError, OptionReader } from '../../check-options.ts'
import { kafkaProperties } from '../kafka-properties.ts'
import type { ClientApplication } from './client-application.ts'
import { clientConsumer } from './client-consumer.ts'
import { clientProducer } from './client-producer.ts'

/** KafkaJS's entry for the reader's own async code. */
export function kafkaClient(application: ClientApplication): KafkaClient {
  const { bootstrapServers, scope } = application.ground
  const bootstrap = { 'bootstrap.servers': bootstrapServers }
  let producers = 0
  let consumers = 0
  return Object.freeze({
    producer: (options: unknown) => {
      const reader = new OptionReader('producer', options ?? {}, [], true)
      return clientProducer(application, `producer-${++producers}`, { ...bootstrap, ...kafkaProperties(scope.play, 'producer', reader.others([])) })
    },
    consumer: (options: unknown) => {
      const reader = new OptionReader('consumer', options, ['groupId'], true)
      const groupId = reader.text('groupId')
      const given = new Map<string, unknown>([['group.id', groupId], ...reader.others(['groupId'])])
      return clientConsumer(application, `consumer-${++consumers}`, groupId, { ...bootstrap, ...kafkaProperties(scope.play, 'consumer', given) })
    },
    admin: () => clientAdmin(application, bootstrap),
  })
}

function clientAdmin(application: ClientApplication, properties: Readonly<Record<string, string>>): ReturnType<KafkaClient['admin']> {
  const { play } = application.ground.scope
  let admin: KafkaAdminClient | undefined
  const create = (topic: unknown): Promise<boolean> => {
    const connected = admin
    if (connected === undefined) throw new OptionError('createTopics: the admin client is not connected.', undefined, 'await admin.connect() first.')
    const reader = new OptionReader('createTopics', topic, ['topic', 'numPartitions', 'replicationFactor'])
    const request = {
      name: reader.text('topic'), numPartitions: reader.number('numPartitions', -1, { whole: true }),
      replicationFactor: reader.number('replicationFactor', -1, { whole: true }), assignments: [], configs: [],
    }
    return play.promise((resolve, reject) => {
      connected.createTopic(request, (result) => {
        if (result instanceof KafkaException) reject(result)
        else resolve(true)
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
      const topics = new OptionReader('createTopics', request, ['topics']).raw('topics')
      if (!Array.isArray(topics)) throw new OptionError("createTopics: 'topics' must be an array.", 'topics')
      await Promise.all(topics.map(create))
      return true
    },
    disconnect: () => {
      admin = undefined
      return Promise.resolve()
    },
  })
}
