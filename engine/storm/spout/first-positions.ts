import type { StormException } from '../storm-exception.ts'
import type { FirstPollOffsetStrategy } from './kafka-spout-config.ts'
import { spoutPartitionName, type SpoutConsumer, type SpoutOffset, type SpoutPartition } from './spout-consumer.ts'

/** Which partitions are new to a spout, and where it begins. */
export interface FirstPositions {
  readonly consumer: SpoutConsumer
  readonly partitions: readonly SpoutPartition[]
  readonly strategy: FirstPollOffsetStrategy
  /** The topology whose commits the strategy does not concern. */
  readonly topologyId: string
}

/**
 * Gives new partitions their first position, one after the other. The strategy counts where this topology has not committed;
 * an offset that somebody else committed is taken by the UNCOMMITTED_ ones. Source: KafkaSpout.doSeek and
 * CommitMetadataManager.isOffsetCommittedByThisTopology.
 */
export function setFirstPositions(
  { consumer, partitions, strategy, topologyId }: FirstPositions,
  onFound: (partition: SpoutPartition, offset: number) => void,
  done: (error?: StormException) => void,
): void {
  const takes = (committed: SpoutOffset): boolean => strategy.startsWith('UNCOMMITTED_') || committed.metadata.includes(`"topologyId":"${topologyId}"`)
  consumer.committed(partitions, (offsets, error) => {
    if (error !== undefined) {
      done(error)
      return
    }
    const setFrom = (index: number): void => {
      const partition = partitions[index]
      if (partition === undefined) {
        done()
        return
      }
      const found = (offset: number): void => {
        onFound(partition, offset)
        setFrom(index + 1)
      }
      const committed = offsets.find((one) => spoutPartitionName(one) === spoutPartitionName(partition))
      if (committed !== undefined && takes(committed)) {
        consumer.seek(partition, committed.offset)
        found(committed.offset)
      } else consumer.seekTo(partition, strategy.endsWith('EARLIEST') ? 'beginning' : 'end', found)
    }
    setFrom(0)
  })
}
