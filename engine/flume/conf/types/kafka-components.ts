import type { ComponentSetup, ComponentType } from '../component-type.ts'
import { flag, integer, keysOf, readFields, text, type Fields } from '../fields.ts'
import { JavaException } from '../java/java-exception.ts'
import { requirePattern } from '../java/pattern.ts'
import { configurationException } from '../known-types.ts'
import { warnDeprecated } from './deprecated.ts'
import { POLLABLE } from './line-sources.ts'
import { translateTopicAndBrokers } from './other-channels.ts'

const SOURCE: Fields = {
  batchUpperLimit: integer('batchSize', 1000),
  maxBatchDurationMillis: integer('batchDurationMillis', 1000),
  useAvroEventFormat: flag('useFlumeEventFormat', false),
  zookeeperConnect: text('zookeeperConnect'),
  migrateZookeeperOffsets: flag('migrateZookeeperOffsets', true),
  bootstrapServers: text('kafka.bootstrap.servers'),
}
const SOURCE_REST: Fields = { setTopicHeader: flag('setTopicHeader', true), topicHeader: text('topicHeader', 'topic') }

/** org.apache.flume.source.kafka.KafkaSource. Without bootstrap servers it asks ZooKeeper, which nobody answers here. */
export const kafkaSource: ComponentType = {
  kind: 'source',
  className: 'org.apache.flume.source.kafka.KafkaSource',
  runner: 'PollableSourceRunner',
  keys: [
    ...keysOf(SOURCE),
    ...keysOf(SOURCE_REST),
    ...keysOf(POLLABLE),
    'kafka.',
    'topic',
    'groupId',
    'header.',
    'timestampHeader',
  ],
  configure: (setup) => {
    const { context } = setup
    const oldGroup = translateOldSourceProperties(setup)
    if (!['kafka.topics.regex', 'kafka.topics', 'topic'].some((key) => context.has(key))) {
      throw configurationException('At least one Kafka topic must be specified.')
    }
    const pattern = context.getString('kafka.topics.regex')
    if (pattern !== null) requirePattern(pattern, 'kafka.topics.regex')
    const settings = readFields(context, SOURCE)
    if (!context.has('kafka.bootstrap.servers')) askZooKeeper(setup)
    const groupId = context.getString('kafka.consumer.group.id') ?? oldGroup ?? 'flume'
    const rest = { ...readFields(context, SOURCE_REST), ...readFields(context, POLLABLE) }
    return { settings: { ...settings, ...rest, groupId }, batchSize: Number(settings['batchUpperLimit']) }
  },
}

function translateOldSourceProperties({ context, warn }: ComponentSetup): string | null {
  const logger = 'KafkaSource'
  if (context.has('topic')) warn(logger, 'topic is deprecated. Please use the parameter kafka.topics', 'topic')
  const group = context.getString('groupId')
  if (group !== null) warn(logger, 'groupId is deprecated. Please use the parameter kafka.consumer.group.id', 'groupId')
  return group
}

function askZooKeeper({ context, warn }: ComponentSetup): never {
  if (!context.has('zookeeperConnect')) throw configurationException('Bootstrap Servers must be specified')
  const property = 'zookeeperConnect'
  warn('KafkaSource', 'zookeeperConnect is deprecated. Please use the parameter kafka.bootstrap.servers', property)
  const message = 'Timed out waiting for connection while in state: CONNECTING'
  throw new JavaException('kafka.zookeeper.ZooKeeperClientTimeoutException', message, { property })
}

const SINK: Fields = {
  topic: text('kafka.topic', 'default-flume-topic'),
  timestampHeader: text('timestampHeader'),
  useAvroEventFormat: flag('useFlumeEventFormat', false),
  partitionHeader: text('partitionIdHeader'),
  staticPartitionId: integer('defaultPartitionId'),
  allowTopicOverride: flag('allowTopicOverride', true),
  topicHeader: text('topicHeader', 'topic'),
}
const OLD_SERIALIZERS = [
  ['key.serializer.class', 'kafka.producer.key.serializer'],
  ['serializer.class', 'kafka.producer.value.serializer'],
] as const

/** org.apache.flume.sink.kafka.KafkaSink. */
export const kafkaSink: ComponentType = {
  kind: 'sink',
  className: 'org.apache.flume.sink.kafka.KafkaSink',
  keys: [
    ...keysOf(SINK),
    'flumeBatchSize',
    'kafka.',
    'header.',
    'topic',
    'brokerList',
    'batchSize',
    'requiredAcks',
    'key.serializer.class',
    'serializer.class',
  ],
  configure: (setup) => {
    const { context, warn } = setup
    const logger = 'KafkaSink'
    translateTopicAndBrokers(setup, logger)
    warnDeprecated(setup, logger, 'batchSize', 'flumeBatchSize')
    warnDeprecated(setup, logger, 'requiredAcks', 'kafka.producer.acks')
    for (const [oldKey, newKey] of OLD_SERIALIZERS) {
      if (!context.has(oldKey)) continue
      const rest = 'Flume now uses the latest Kafka producer which implements a different interface for serializers.'
      warn(logger, `${oldKey} is deprecated. ${rest} Please use the parameter ${newKey}`, oldKey)
    }
    if (!context.has('kafka.topic')) warn(logger, 'Topic was not specified. Using default-flume-topic as the topic.')
    const batchSize = context.getInteger('flumeBatchSize', 100)
    return { settings: readFields(context, SINK), batchSize }
  },
}
