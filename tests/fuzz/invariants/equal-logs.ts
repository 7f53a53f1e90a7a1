import type { KafkaCluster } from '../../../engine/kafka/cluster/kafka-cluster.ts'
import type { LogFiles } from '../../../engine/kafka/log/log-files.ts'
import type { Invariant } from './invariant.ts'

/** What a log has at an offset. */
interface Entry {
  readonly record: number
  readonly epoch: number
}

/**
 * Below the high watermark that both have, two brokers' logs of a partition are the same: the same records, appended in
 * the same epochs. It is promised only where no more machines fail together than the copies stand for, and no unclean
 * election is allowed. A broker whose disk has just been lost has no log any more, though its process may not know it yet.
 */
export function equalLogs(): Invariant {
  const seen = new Map<string, string>()
  return {
    name: 'logs are equal below the high watermark',
    check: ({ clusters }) => {
      for (const cluster of clusters) for (const topic of cluster.image?.topics ?? []) topic.partitions.forEach((_, partition) => { compare(cluster, topic.name, partition, seen) })
    },
  }
}

function compare(cluster: KafkaCluster, topic: string, partition: number, seen: Map<string, string>): void {
  const replicas = cluster.brokers.flatMap(({ id }) => {
    const log = cluster.logOf(id, topic, partition)
    const files = cluster.filesOf(id, topic, partition)
    const { isLost } = cluster.node(id).storage.disk
    return log === undefined || files === undefined || isLost ? [] : [{ id, files, start: log.logStartOffset, highWatermark: log.highWatermark, end: log.logEndOffset }]
  })
  const state = replicas.map(({ id, start, highWatermark, end }) => `${id}:${start}:${highWatermark}:${end}`).join(' ')
  const key = `${cluster.lane.name}/${topic}-${partition}`
  if (seen.get(key) === state) return
  seen.set(key, state)
  const [first, ...others] = replicas.map((replica) => ({ ...replica, entries: entriesOf(replica.files, replica.highWatermark) }))
  if (first === undefined) return
  for (const other of others) {
    for (let offset = Math.max(first.start, other.start); offset < Math.min(first.highWatermark, other.highWatermark); offset++) {
      const left = first.entries.get(offset)
      const right = other.entries.get(offset)
      if (left?.record === right?.record && left?.epoch === right?.epoch) continue
      throw new Error(`${key} at offset ${offset}: broker ${first.id} has ${textOf(left)}, broker ${other.id} has ${textOf(right)}`)
    }
  }
}

const textOf = (entry: Entry | undefined): string => (entry === undefined ? 'nothing' : `record ${entry.record} of epoch ${entry.epoch}`)

function entriesOf(files: LogFiles, end: number): ReadonlyMap<number, Entry> {
  const entries = new Map<number, Entry>()
  files.walk(0, ({ baseOffset, partitionLeaderEpoch, lastOffset, runs }) => {
    if (baseOffset >= end) return
    let offset = baseOffset
    for (const { first, count } of runs) for (let index = 0; index < count; index++) entries.set(offset++, { record: first + index, epoch: partitionLeaderEpoch })
    for (; offset <= lastOffset; offset++) entries.set(offset, { record: -1, epoch: partitionLeaderEpoch })
  })
  return entries
}
