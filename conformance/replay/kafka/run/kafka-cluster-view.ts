import type { NodeRole } from '../../../../engine/kafka/cluster/cluster-options.ts'
import type { KafkaCluster } from '../../../../engine/kafka/cluster/kafka-cluster.ts'
import type { PartitionLog } from '../../../../engine/kafka/log/partition-log.ts'
import type { RecordBatch } from '../../../../engine/kafka/record/record-batch.ts'
import { NotReplayable } from '../../replayer.ts'
import type { BatchView, ClusterView, Isolation, PartitionView, SegmentView } from './cluster-view.ts'
import type { StoredRecord } from './stored-record.ts'

/** Looks into a simulated cluster. */
export function viewOf(cluster: KafkaCluster, topics: readonly string[]): ClusterView {
  const leaderLog = (topic: string, partition: number): PartitionLog | undefined => {
    const leader = cluster.leaderOf(topic, partition)
    return leader === undefined ? undefined : cluster.logOf(leader.id, topic, partition)
  }
  return {
    get nodes() { return cluster.nodes.map(({ id }) => id) },
    topics,
    events: cluster.controllerEvents,
    truncations: cluster.truncations,
    addNode: (id, roles) => { cluster.addNode({ id, roles: roles.map(roleOf) }) },
    process: (node) => cluster.node(node).process,
    bootstrap: (nodes) => bootstrapOf(cluster, nodes),
    activeController: () => cluster.activeController?.options.nodeId,
    partition: (topic, partition): PartitionView | undefined => cluster.partition(topic, partition),
    partitionCount: (topic) => cluster.image?.topic(topic)?.partitions.length ?? 0,
    unfencedBrokers: () => cluster.image?.brokers.filter(({ fenced }) => !fenced).map(({ id }) => id) ?? [],
    isIsrFull: () => cluster.isIsrFull,
    stored: (topic, partition, isolation) => {
      const log = leaderLog(topic, partition)
      return log === undefined ? undefined : storedIn(log, partition, isolation)
    },
    endOffset: (topic, partition, isolation) => {
      const log = leaderLog(topic, partition)
      return log === undefined ? undefined : endOf(log, isolation)
    },
    hasDirectory: (node, topic, partition) => cluster.filesOf(node, topic, partition) !== undefined,
    logStartOffset: (node, topic, partition) => cluster.filesOf(node, topic, partition)?.startOffset,
    segments: (node, topic, partition) => segmentsOf(cluster, node, { topic, partition }),
    batches: (node, topic, partition) => batchesOf(cluster, node, { topic, partition }).map(batchView),
  }
}

/** A role by its name. @throws NotReplayable for an unknown one */
export function roleOf(role: string): NodeRole {
  if (role === 'broker' || role === 'controller') return role
  throw new NotReplayable(`the role ${role} is not known`)
}

interface Place {
  readonly topic: string
  readonly partition: number
}

function bootstrapOf(cluster: KafkaCluster, nodes: readonly number[] | undefined): string {
  if (nodes === undefined) return cluster.bootstrapServers
  const addresses = nodes.map((node) => {
    const address = cluster.bootstrap.find(({ nodeId }) => nodeId === node)
    if (address === undefined) throw new NotReplayable(`node ${String(node)} is no broker`)
    return `${address.host.name}:${String(address.port)}`
  })
  return addresses.join(',')
}

const endOf = (log: PartitionLog, isolation: Isolation): number => (isolation === 'read_committed' ? log.lastStableOffset : log.highWatermark)

function storedIn(log: PartitionLog, partition: number, isolation: Isolation): readonly StoredRecord[] {
  const records: StoredRecord[] = []
  const end = endOf(log, isolation)
  const aborted = isolation === 'read_committed' ? log.transactions.abortedBetween(log.logStartOffset, end) : []
  log.files.walk(log.logStartOffset, (batch) => {
    const isAborted = batch.isTransactional && aborted.some(({ producerId, firstOffset, lastOffset }) => producerId === batch.producerId && batch.baseOffset >= firstOffset && batch.baseOffset <= lastOffset)
    if (batch.isControl || isAborted) return
    let offset = batch.baseOffset
    for (const run of batch.runs) {
      for (let index = 0; index < run.count; index++, offset++) {
        if (offset < end && offset >= log.logStartOffset) records.push({ offset, partition, record: run.first + index, timestampMs: batch.firstTimestampMs })
      }
    }
  })
  return records
}

function segmentsOf(cluster: KafkaCluster, node: number, { topic, partition }: Place): readonly SegmentView[] {
  const files = cluster.filesOf(node, topic, partition)
  return (files?.segments ?? []).map(({ baseOffset, file }) => ({ baseOffset, bytes: file.lengthBytes }))
}

function batchesOf(cluster: KafkaCluster, node: number, { topic, partition }: Place): readonly RecordBatch[] {
  const found: RecordBatch[] = []
  cluster.filesOf(node, topic, partition)?.walk(0, (batch) => { found.push(batch) })
  return found
}

function batchView(batch: RecordBatch): BatchView {
  const { baseOffset, lastOffset, recordCount, sizeInBytes, codec, producerEpoch, baseSequence, isControl, isTransactional } = batch
  return { baseOffset, lastOffset, recordCount, sizeInBytes, codec, producerEpoch, baseSequence, isControl, isTransactional }
}
