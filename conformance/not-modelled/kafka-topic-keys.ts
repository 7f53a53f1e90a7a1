import type { NotModelled } from './kafka-keys.ts'

/** Keys of topics that no simulated class reads. */
export const topicReasons: readonly NotModelled[] = [
  {
    reason: 'compressors are not modelled: a batch keeps the size of its records',
    keys: [
      'compression.gzip.level', 'compression.lz4.level', 'compression.type', 'compression.zstd.level',
    ],
  },
  {
    reason: 'tiered storage is not modelled',
    keys: [
      'local.retention.bytes', 'local.retention.ms', 'remote.log.copy.disable', 'remote.log.delete.on.disable',
      'remote.storage.enable',
    ],
  },
  {
    reason: 'compaction is not simulated yet',
    keys: [
      'delete.retention.ms', 'max.compaction.lag.ms', 'min.cleanable.dirty.ratio', 'min.compaction.lag.ms',
    ],
  },
  {
    reason: 'replication is never throttled',
    keys: [
      'follower.replication.throttled.replicas', 'leader.replication.throttled.replicas',
    ],
  },
  {
    reason: 'files have no indexes: a search in a log costs nothing',
    keys: [
      'index.interval.bytes', 'preallocate', 'segment.index.bytes',
    ],
  },
  {
    reason: 'records carry the times of their producers; brokers do not judge them',
    keys: [
      'message.timestamp.before.max.ms',
    ],
  },
  {
    reason: 'deleted files free their space at once',
    keys: [
      'file.delete.delay.ms',
    ],
  },
  {
    reason: 'segments roll exactly when they are due',
    keys: [
      'segment.jitter.ms',
    ],
  },
  {
    reason: 'read by no simulated class yet',
    keys: [
      'internal.segment.bytes',
    ],
  },
]
