import { configDef } from '../config/config-def.ts'
import { BROKER_ROWS } from '../config/broker-rows.ts'
import { declareKeys, type KeyUse } from '../config/modelled-keys.ts'
import { type ConfigLog, type ParsedConfig, type Properties } from '../config/parsed-config.ts'
import { parseConfig, plainEnvironment } from '../config/parse-config.ts'

/** What a broker or controller reads of its configuration; the names are those of the keys. */
export interface NodeSettings {
  readonly parsed: ParsedConfig
  readonly rack: string | null
  /** replica.selector.class */
  readonly replicaSelectorClass: string | null
  readonly networkThreads: number
  readonly ioThreads: number
  readonly queuedMaxRequests: number
  readonly quotaWindowSamples: number
  readonly quotaWindowMs: number
  readonly brokerHeartbeatIntervalMs: number
  readonly brokerSessionTimeoutMs: number
  readonly replicaLagTimeMaxMs: number
  readonly replicaFetchWaitMaxMs: number
  readonly replicaFetchMinBytes: number
  readonly replicaFetchMaxBytes: number
  readonly replicaFetchResponseMaxBytes: number
  readonly replicaFetchBackoffMs: number
  readonly replicaSocketTimeoutMs: number
  readonly highWatermarkCheckpointIntervalMs: number
  readonly retentionCheckIntervalMs: number
  readonly isCleanerEnabled: boolean
  readonly cleanerBackoffMs: number
  readonly producerIdExpirationMs: number
  readonly fetchMaxBytes: number
  readonly isAutoCreateEnabled: boolean
  readonly isControlledShutdownEnabled: boolean
  readonly numPartitions: number
  readonly defaultReplicationFactor: number
  readonly isPreferredBalanceEnabled: boolean
  readonly imbalanceCheckIntervalMs: number
  readonly uncleanElectionIntervalMs: number
  readonly electionTimeoutMs: number
  readonly quorumFetchTimeoutMs: number
  readonly electionBackoffMaxMs: number
  readonly appendLingerMs: number
  readonly quorumRequestTimeoutMs: number
  readonly quorumRetryBackoffMs: number
  readonly metadataMaxIdleIntervalMs: number
}

/** The keys that `readNodeSettings` reads. */
export const NODE_KEYS: readonly KeyUse[] = declareKeys('NodeSettings', [
  'broker.rack',
  'replica.selector.class',
  'num.network.threads',
  'num.io.threads',
  'queued.max.requests',
  'quota.window.num',
  'quota.window.size.seconds',
  'broker.heartbeat.interval.ms',
  'broker.session.timeout.ms',
  'replica.lag.time.max.ms',
  'replica.fetch.wait.max.ms',
  'replica.fetch.min.bytes',
  'replica.fetch.max.bytes',
  'replica.fetch.response.max.bytes',
  'replica.fetch.backoff.ms',
  'replica.socket.timeout.ms',
  'replica.high.watermark.checkpoint.interval.ms',
  'log.retention.check.interval.ms',
  'log.cleaner.enable',
  'log.cleaner.backoff.ms',
  'producer.id.expiration.ms',
  'fetch.max.bytes',
  'auto.create.topics.enable',
  'controlled.shutdown.enable',
  'num.partitions',
  'default.replication.factor',
  'auto.leader.rebalance.enable',
  'leader.imbalance.check.interval.seconds',
  'unclean.leader.election.interval.ms',
  'controller.quorum.election.timeout.ms',
  'controller.quorum.fetch.timeout.ms',
  'controller.quorum.election.backoff.max.ms',
  'controller.quorum.append.linger.ms',
  'controller.quorum.request.timeout.ms',
  'controller.quorum.retry.backoff.ms',
  'metadata.max.idle.interval.ms',
])

/** Properties that every node of a simulated cluster has; the others are the scenario's. */
function requiredProperties(nodeId: number, roles: string): Properties {
  return new Map([
    ['node.id', String(nodeId)],
    ['process.roles', roles],
    ['controller.listener.names', 'CONTROLLER'],
    ['controller.quorum.voters', `${String(nodeId)}@localhost:9093`],
  ])
}

/**
 * Reads a node's properties against Kafka's own definition.
 * @throws KafkaException ConfigException, as Kafka words it, for a bad value
 */
export function readNodeSettings(nodeId: number, roles: string, properties: Properties, log: ConfigLog): NodeSettings {
  const all = new Map([...requiredProperties(nodeId, roles), ...properties])
  const parsed = parseConfig(configDef(BROKER_ROWS), all, plainEnvironment(log))
  return {
    parsed,
    rack: parsed.textOrNull('broker.rack'),
    replicaSelectorClass: parsed.textOrNull('replica.selector.class'),
    networkThreads: parsed.number('num.network.threads'),
    ioThreads: parsed.number('num.io.threads'),
    queuedMaxRequests: parsed.number('queued.max.requests'),
    quotaWindowSamples: parsed.number('quota.window.num'),
    quotaWindowMs: parsed.number('quota.window.size.seconds') * 1000,
    brokerHeartbeatIntervalMs: parsed.number('broker.heartbeat.interval.ms'),
    brokerSessionTimeoutMs: parsed.number('broker.session.timeout.ms'),
    replicaLagTimeMaxMs: parsed.number('replica.lag.time.max.ms'),
    replicaFetchWaitMaxMs: parsed.number('replica.fetch.wait.max.ms'),
    replicaFetchMinBytes: parsed.number('replica.fetch.min.bytes'),
    replicaFetchMaxBytes: parsed.number('replica.fetch.max.bytes'),
    replicaFetchResponseMaxBytes: parsed.number('replica.fetch.response.max.bytes'),
    replicaFetchBackoffMs: parsed.number('replica.fetch.backoff.ms'),
    replicaSocketTimeoutMs: parsed.number('replica.socket.timeout.ms'),
    highWatermarkCheckpointIntervalMs: parsed.number('replica.high.watermark.checkpoint.interval.ms'),
    retentionCheckIntervalMs: parsed.number('log.retention.check.interval.ms'),
    isCleanerEnabled: parsed.flag('log.cleaner.enable'),
    cleanerBackoffMs: parsed.number('log.cleaner.backoff.ms'),
    producerIdExpirationMs: parsed.number('producer.id.expiration.ms'),
    fetchMaxBytes: parsed.number('fetch.max.bytes'),
    isAutoCreateEnabled: parsed.flag('auto.create.topics.enable'),
    isControlledShutdownEnabled: parsed.flag('controlled.shutdown.enable'),
    numPartitions: parsed.number('num.partitions'),
    defaultReplicationFactor: parsed.number('default.replication.factor'),
    isPreferredBalanceEnabled: parsed.flag('auto.leader.rebalance.enable'),
    imbalanceCheckIntervalMs: parsed.number('leader.imbalance.check.interval.seconds') * 1000,
    uncleanElectionIntervalMs: parsed.number('unclean.leader.election.interval.ms'),
    electionTimeoutMs: parsed.number('controller.quorum.election.timeout.ms'),
    quorumFetchTimeoutMs: parsed.number('controller.quorum.fetch.timeout.ms'),
    electionBackoffMaxMs: parsed.number('controller.quorum.election.backoff.max.ms'),
    appendLingerMs: parsed.number('controller.quorum.append.linger.ms'),
    quorumRequestTimeoutMs: parsed.number('controller.quorum.request.timeout.ms'),
    quorumRetryBackoffMs: parsed.number('controller.quorum.retry.backoff.ms'),
    metadataMaxIdleIntervalMs: parsed.number('metadata.max.idle.interval.ms'),
  }
}
