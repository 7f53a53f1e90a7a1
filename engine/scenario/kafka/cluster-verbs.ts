import type { KafkaCluster } from '../../kafka/cluster/kafka-cluster.ts'
import type { GroupProgress } from '../../kafka/coordinator/group-progress.ts'
import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import type { ClusterHandle } from '../api/lane-types.ts'
import { describe, OptionError, OptionReader } from '../check-options.ts'
import type { Play } from '../play/play.ts'
import { alterOffsets } from './alter-offsets.ts'
import type { ClusterOperator } from './cluster-operator.ts'
import { kafkaProperties } from './kafka-properties.ts'
import { spreadReplicas } from './spread-replicas.ts'
import { readTargetPosition } from './target-position.ts'

/** What the verbs work with. */
export interface ClusterVerbGround {
  readonly play: Play
  readonly cluster: KafkaCluster
  readonly progress: GroupProgress
  readonly operator: ClusterOperator
}

type Verbs = Pick<ClusterHandle, 'partitions' | 'reassign' | 'rebalance' | 'configures' | 'resetOffsets'>

/** The verbs by which a scenario changes the topics and groups of a running cluster; each is a call of Kafka's admin client. */
export function clusterVerbs({ play, cluster, progress, operator }: ClusterVerbGround): Verbs {
  const existing = (call: string, topic: unknown): string => requireTopic(cluster, call, topic)
  const move = (text: string, topic: string, replicas: ReadonlyMap<number, readonly number[]>): Promise<void> =>
    operator.change(text, (calls, done) => {
      calls.topics.reassign(topic, replicas, (result) => {
        if (result instanceof KafkaException) done(result)
        else operator.settled(calls, topic, [...replicas.keys()], done)
      })
    })
  return {
    partitions: (topic: unknown, count: unknown) => {
      const name = existing('partitions', topic)
      if (typeof count !== 'number' || !Number.isInteger(count)) throw new OptionError(`partitions takes the new number of partitions, and got ${describe(count)}.`)
      return operator.change(`${name} gets ${count} partitions`, ({ topics }, done) => { topics.createPartitions(name, count, done) })
    },
    reassign: (topic: unknown, replicas: unknown) => {
      const name = existing('reassign', topic)
      const wanted = readReplicas(replicas)
      const text = [...wanted].map(([partition, brokers]) => `${name}-${partition} to brokers ${brokers.join(', ')}`).join('; ')
      return move(`moves ${text}`, name, wanted)
    },
    rebalance: (topic: unknown) => {
      const name = existing('rebalance', topic)
      const live = cluster.brokers.filter(({ id }) => cluster.image?.isActive(id) === true).map(({ id }) => id)
      const present = (cluster.image?.topic(name)?.partitions ?? []).map(({ replicas }) => replicas)
      return move(`spreads ${name} over brokers ${live.join(', ')}`, name, spreadReplicas(present, live))
    },
    configures: (topic: unknown, values: unknown) => {
      const name = existing('configures', topic)
      const changes = readConfigs(play, values)
      return operator.change(`configures ${name}: ${[...changes].map(([key, value]) => `${key}=${value ?? 'default'}`).join(', ')}`, ({ topics }, done) => { topics.alterConfigs(name, changes, done) })
    },
    resetOffsets: (options: unknown) => {
      const reader = new OptionReader('resetOffsets', options, ['groupId', 'topic', 'partition', 'to'])
      const groupId = reader.text('groupId')
      const name = existing('resetOffsets', reader.raw('topic'))
      const to = readTargetPosition(play, reader)
      const count = cluster.image?.topic(name)?.partitions.length ?? 0
      const all = Array.from({ length: count }, (_, partition) => ({ topic: name, partition }))
      const partitions = reader.has('partition') ? [{ topic: name, partition: reader.number('partition', 0, { min: 0, whole: true }) }] : all
      return operator.change(`resets offsets of group '${groupId}' in ${name} to ${to.text}`, (calls, done) => {
        operator.offsetsOf(calls, partitions, to, (found) => {
          if (found instanceof KafkaException) done(found)
          else alterOffsets({ admin: calls.admin, progress, groupId }, found.toSorted((left, right) => left.partition - right.partition), done)
        })
      })
    },
  }
}

function requireTopic(cluster: KafkaCluster, call: string, topic: unknown): string {
  if (typeof topic !== 'string') throw new OptionError(`${call} takes the name of a topic, and got ${describe(topic)}.`)
  if (cluster.image !== undefined && cluster.image.topic(topic) === undefined) {
    throw new KafkaException('org.apache.kafka.common.errors.UnknownTopicOrPartitionException', `This server does not host this topic-partition. (${call}: there is no topic '${topic}')`)
  }
  return topic
}

function readReplicas(replicas: unknown): ReadonlyMap<number, readonly number[]> {
  const wrong = (): OptionError => new OptionError('reassign takes the brokers of each partition that is to move, the first one to lead: { 0: [2, 3], 1: [3, 1] }.')
  if (typeof replicas !== 'object' || replicas === null || Array.isArray(replicas)) throw wrong()
  const entries = Object.entries(replicas).map(([partition, brokers]: [string, unknown]) => {
    if (!/^\d+$/.test(partition) || !Array.isArray(brokers) || !brokers.every((id) => typeof id === 'number' && Number.isInteger(id))) throw wrong()
    if (brokers.length === 0) throw new KafkaException('java.lang.IllegalArgumentException', 'Cannot create a new partition reassignment without any replicas')
    return [Number(partition), brokers.map(Number)] as const
  })
  if (entries.length === 0) throw wrong()
  return new Map(entries)
}

function readConfigs(play: Play, values: unknown): ReadonlyMap<string, string | null> {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) throw new OptionError(`configures takes keys of a topic and values, and got ${describe(values)}.`, undefined, "For example { 'retention.ms': 60000 }; null goes back to the default.")
  const given = Object.entries(values)
  if (given.length === 0) throw new OptionError('configures was given no key.')
  const set = kafkaProperties(play, 'topic', new Map(given.filter(([, value]) => value !== null)))
  return new Map(given.map(([key, value]: [string, unknown]) => [key, value === null ? null : (set[key] ?? '')]))
}
