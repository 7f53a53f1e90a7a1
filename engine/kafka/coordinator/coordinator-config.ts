import { declareKeys } from '../config/modelled-keys.ts'
import type { ParsedConfig } from '../config/parsed-config.ts'

/** Broker keys that the group coordinator reads. */
export const coordinatorKeyUses = declareKeys('GroupCoordinator', [
  'group.initial.rebalance.delay.ms', 'group.min.session.timeout.ms', 'group.max.session.timeout.ms', 'group.max.size',
  'group.consumer.session.timeout.ms', 'group.consumer.heartbeat.interval.ms', 'group.consumer.assignment.interval.ms', 'group.consumer.max.size',
  'offsets.topic.num.partitions', 'offsets.topic.replication.factor', 'offsets.topic.segment.bytes', 'offsets.commit.timeout.ms',
  'offset.metadata.max.bytes', 'offsets.retention.minutes', 'offsets.retention.check.interval.ms',
])

/** What the coordinator reads; times in milliseconds. */
export interface CoordinatorConfig {
  readonly initialRebalanceDelayMs: number
  readonly minSessionTimeoutMs: number
  readonly maxSessionTimeoutMs: number
  readonly maxSize: number
  readonly consumerSessionTimeoutMs: number
  readonly consumerHeartbeatIntervalMs: number
  readonly consumerAssignmentIntervalMs: number
  readonly consumerMaxSize: number
  readonly offsetsPartitions: number
  readonly offsetsReplicationFactor: number
  readonly offsetsSegmentBytes: number
  readonly commitTimeoutMs: number
  readonly metadataMaxBytes: number
  readonly retentionMs: number
  readonly retentionCheckMs: number
}

/** Reads the coordinator's part of a broker's configuration. */
export function readCoordinatorConfig(config: ParsedConfig): CoordinatorConfig {
  return {
    initialRebalanceDelayMs: config.number('group.initial.rebalance.delay.ms'),
    minSessionTimeoutMs: config.number('group.min.session.timeout.ms'),
    maxSessionTimeoutMs: config.number('group.max.session.timeout.ms'),
    maxSize: config.number('group.max.size'),
    consumerSessionTimeoutMs: config.number('group.consumer.session.timeout.ms'),
    consumerHeartbeatIntervalMs: config.number('group.consumer.heartbeat.interval.ms'),
    consumerAssignmentIntervalMs: config.number('group.consumer.assignment.interval.ms'),
    consumerMaxSize: config.number('group.consumer.max.size'),
    offsetsPartitions: config.number('offsets.topic.num.partitions'),
    offsetsReplicationFactor: config.number('offsets.topic.replication.factor'),
    offsetsSegmentBytes: config.number('offsets.topic.segment.bytes'),
    commitTimeoutMs: config.number('offsets.commit.timeout.ms'),
    metadataMaxBytes: config.number('offset.metadata.max.bytes'),
    retentionMs: config.number('offsets.retention.minutes') * 60_000,
    retentionCheckMs: config.number('offsets.retention.check.interval.ms'),
  }
}
