import type { ClientMetadata, ClientNode, LeaderHint } from '../client/client-metadata.ts'
import type { PartitionProduceResponse, ProduceRequest, ProduceResponse, TopicProduceData } from '../protocol/produce.ts'
import type { BatchCompressor } from './batch-compressor.ts'
import type { ProducerBatch } from './producer-batch.ts'
import type { ProducerConfig } from './producer-config.ts'

/** The request that carries batches, grouped by topic in the order of their first batch. */
export function produceRequest(batches: readonly ProducerBatch[], config: ProducerConfig, context: { readonly metadata: ClientMetadata; readonly compressor: BatchCompressor }): ProduceRequest {
  const { metadata, compressor } = context
  const topics = new Map<string, TopicProduceData['partitionData'][number][]>()
  for (const batch of batches) {
    const topicId = metadata.topic(batch.origin.topic)?.topicId ?? ''
    const partitions = topics.get(topicId) ?? []
    partitions.push({ index: batch.origin.partition, records: [{ ...batch.toRecordBatch(compressor.codec, compressor.sizeInBytes(batch)), isTransactional: config.transactionalId !== null }] })
    topics.set(topicId, partitions)
  }
  return {
    transactionalId: config.transactionalId,
    acks: config.acks,
    timeoutMs: config.requestTimeoutMs,
    topicData: [...topics].map(([topicId, partitionData]) => ({ topicId, partitionData })),
  }
}

/** The answer for one batch; undefined when the response does not have it. */
export function responseFor(response: ProduceResponse, topicId: string, partition: number): PartitionProduceResponse | undefined {
  return response.responses.find((topic) => topic.topicId === topicId)?.partitionResponses.find((entry) => entry.index === partition)
}

/** The new leaders that a response names for partitions it refused (KIP-951). */
export function leaderHints(response: ProduceResponse, metadata: ClientMetadata): readonly LeaderHint[] {
  const hints: LeaderHint[] = []
  for (const topic of response.responses) {
    const name = metadata.topicNameOf(topic.topicId)
    if (name === undefined) continue
    for (const { index, currentLeader } of topic.partitionResponses) {
      if (currentLeader !== undefined && currentLeader.leaderId >= 0) hints.push({ topic: name, partition: index, ...currentLeader })
    }
  }
  return hints
}

/** Addresses of the nodes that a response names. */
export function endpointsOf(response: { readonly nodeEndpoints?: readonly { readonly nodeId: number; readonly host: string; readonly port: number; readonly rack: string | null }[] }): readonly ClientNode[] {
  return (response.nodeEndpoints ?? []).map(({ nodeId, host, port, rack }) => ({ id: nodeId, host, port, rack }))
}
