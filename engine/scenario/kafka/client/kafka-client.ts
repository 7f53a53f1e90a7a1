import type { KafkaClient } from '../../api/kafka-client-types.ts'
import { OptionReader } from '../../check-options.ts'
import { kafkaProperties } from '../kafka-properties.ts'
import type { ClientApplication } from './client-application.ts'
import { clientAdmin } from './client-admin.ts'
import { ClientConsumer } from './client-consumer.ts'
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
      return clientProducer(application, `producer-${++producers}`, { ...bootstrap, ...kafkaProperties(scope.play, 'producer', withJavaKeys(reader.others([]))) })
    },
    consumer: (options: unknown) => {
      const reader = new OptionReader('consumer', options, ['groupId'], true)
      const groupId = reader.text('groupId')
      const given = new Map<string, unknown>([['group.id', groupId], ...withJavaKeys(reader.others(['groupId']))])
      const properties = { ...bootstrap, ...kafkaProperties(scope.play, 'consumer', given) }
      return new ClientConsumer({ application, kind: `consumer-${++consumers}`, groupId, properties }).handle
    },
    admin: () => clientAdmin(application, bootstrap),
  })
}

/** KafkaJS's options of producers and consumers, by the Java client's keys. */
const javaKeys: Readonly<Record<string, string>> = {
  transactionalId: 'transactional.id',
  transactionTimeout: 'transaction.timeout.ms',
  idempotent: 'enable.idempotence',
  maxInFlightRequests: 'max.in.flight.requests.per.connection',
  sessionTimeout: 'session.timeout.ms',
  heartbeatInterval: 'heartbeat.interval.ms',
  minBytes: 'fetch.min.bytes',
  maxBytes: 'fetch.max.bytes',
  maxBytesPerPartition: 'max.partition.fetch.bytes',
  maxWaitTimeInMs: 'fetch.max.wait.ms',
}

function withJavaKeys(options: ReadonlyMap<string, unknown>): ReadonlyMap<string, unknown> {
  return new Map([...options].map(([key, value]) => [Object.hasOwn(javaKeys, key) ? javaKeys[key] ?? key : key, value]))
}
