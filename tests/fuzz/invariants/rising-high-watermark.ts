import type { Invariant } from './invariant.ts'

/** As long as a broker process leads a partition in one epoch, its high watermark never falls. */
export function risingHighWatermark(): Invariant {
  const highest = new Map<string, number>()
  return {
    name: 'the high watermark rises within an epoch',
    check: ({ clusters }) => {
      for (const cluster of clusters) {
        for (const { id, broker, process } of cluster.brokers) {
          for (const { isLeader, name, leaderEpoch, log } of broker?.replicas.partitions ?? []) {
            if (!isLeader) continue
            const key = `${cluster.lane.name}/${name} on broker ${id}, epoch ${leaderEpoch}, life ${process.incarnation}`
            const before = highest.get(key) ?? 0
            if (log.highWatermark < before) throw new Error(`${key}: the high watermark fell from ${before} to ${log.highWatermark}`)
            if (log.highWatermark > log.logEndOffset) throw new Error(`${key}: the high watermark ${log.highWatermark} is above the log's end ${log.logEndOffset}`)
            highest.set(key, log.highWatermark)
          }
        }
      }
    },
  }
}
