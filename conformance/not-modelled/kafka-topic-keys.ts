import type { NotModelled } from './kafka-keys.ts'

/** Keys of topics that no simulated class reads. */
export const topicReasons: readonly NotModelled[] = [
  {
    reason: 'brokers keep batches as their producers compressed them',
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
    reason: 'replication is never throttled',
    keys: [
      'follower.replication.throttled.replicas', 'leader.replication.throttled.replicas',
    ],
  },
  {
    reason: 'a file takes the room of what is in it',
    keys: [
      'preallocate',
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
