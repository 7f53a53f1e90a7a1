import type { ComponentSetup, ComponentType } from '../component-type.ts'
import { flag, integer, keysOf, long, readFields, text, type Fields } from '../fields.ts'
import { configurationException } from '../known-types.ts'
import { JavaException } from '../java/java-exception.ts'
import { warnDeprecated } from './deprecated.ts'

const KAFKA: Fields = {
  topicStr: text('kafka.topic', 'flume-channel'),
  groupId: text('kafka.consumer.group.id', 'flume'),
  parseAsFlumeEvent: flag('parseAsFlumeEvent', true),
  pollTimeout: long('kafka.pollTimeout', 500),
  staticPartitionId: integer('defaultPartitionId'),
  partitionHeader: text('partitionIdHeader'),
  migrateZookeeperOffsets: flag('migrateZookeeperOffsets', true),
  zookeeperConnect: text('zookeeperConnect'),
}

/** org.apache.flume.channel.kafka.KafkaChannel. */
export const kafkaChannel: ComponentType = {
  kind: 'channel',
  className: 'org.apache.flume.channel.kafka.KafkaChannel',
  keys: [...keysOf(KAFKA), 'kafka.', 'topic', 'brokerList', 'groupId', 'readSmallestOffset'],
  configure: (setup) => {
    const { context, warn } = setup
    const logger = 'KafkaChannel'
    translateTopicAndBrokers(setup, logger)
    warnDeprecated(setup, logger, 'groupId', 'kafka.consumer.group.id')
    const offsetReset = 'kafka.consumer.auto.offset.reset'
    if (!context.has(offsetReset) && context.has('readSmallestOffset')) {
      context.put(offsetReset, context.getBoolean('readSmallestOffset', false) ? 'earliest' : 'latest')
      warn(logger, `readSmallestOffset is deprecated. Please use the parameter ${offsetReset}`, 'readSmallestOffset')
    }
    return { settings: readFields(context, KAFKA) }
  },
}

/** Old names of topic and brokers, shared by Kafka channel and sink. @throws JavaException without bootstrap servers. */
export function translateTopicAndBrokers(setup: ComponentSetup, logger: string): void {
  const { context, warn } = setup
  if (!context.has('kafka.topic')) {
    const topic = context.getString('topic')
    if (topic !== null) context.put('kafka.topic', topic, context.positionOf('topic'))
    // Logged whether or not the old property is there.
    warn(logger, 'topic is deprecated. Please use the parameter kafka.topic', 'topic')
  }
  if (context.has('kafka.bootstrap.servers')) return
  if (!context.has('brokerList')) throw configurationException('Bootstrap Servers must be specified')
  warnDeprecated(setup, logger, 'brokerList', 'kafka.bootstrap.servers')
}

/** org.apache.flume.channel.PseudoTxnMemoryChannel, for tests only. */
export const pseudoTxnMemoryChannel: ComponentType = {
  kind: 'channel',
  className: 'org.apache.flume.channel.PseudoTxnMemoryChannel',
  keys: ['capacity', 'keep-alive'],
  configure: ({ context }) => {
    const capacity = context.getInteger('capacity', 50)
    const keepAlive = context.getInteger('keep-alive', 3)
    if (capacity < 1) throw new JavaException('java.lang.IllegalArgumentException', null, { property: 'capacity' })
    return { settings: { keepAlive } }
  },
}
