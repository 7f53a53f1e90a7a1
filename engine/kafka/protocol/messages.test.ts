import { describe, expect, it } from 'vitest'
import type { RecordBatch } from '../record/record-batch.ts'
import { requestBytes, responseBytes } from './messages.ts'

const batch: RecordBatch = {
  baseOffset: 0,
  lastOffset: 0,
  partitionLeaderEpoch: -1,
  producerId: -1,
  producerEpoch: -1,
  baseSequence: -1,
  recordCount: 1,
  sizeInBytes: 170,
  firstTimestampMs: 0,
  maxTimestampMs: 0,
  isControl: false,
  isTransactional: false,
  codec: 'none',
  runs: [{ first: 0, count: 1 }],
}

/** Length, api key, version, correlation id, client id `c`, tagged fields. */
const REQUEST_HEADER = 4 + 2 + 2 + 4 + (2 + 1) + 1

// Sums over the fields of Kafka's protocol guide; a compact length below 127 is one byte.
describe('sizes on the wire', () => {
  it('count a Heartbeat request field by field', () => {
    const request = { groupId: 'grp', generationId: 7, memberId: 'm1', groupInstanceId: null }
    expect(requestBytes('Heartbeat', request, 'c')).toBe(REQUEST_HEADER + (1 + 3) + 4 + (1 + 2) + 1 + 1)
  })

  it('count a Produce request with the batches that it carries', () => {
    const partitionData = [{ index: 0, records: [batch] }]
    const request = { transactionalId: null, acks: -1, timeoutMs: 30_000, topicData: [{ topicId: 'id', partitionData }] }
    // 170 bytes of records need a length of two bytes.
    const partition = 4 + (2 + 170) + 1
    expect(requestBytes('Produce', request, 'c')).toBe(REQUEST_HEADER + 1 + 2 + 4 + 1 + (16 + 1 + partition + 1) + 1)
  })

  it('count a tagged field only where it is present', () => {
    const partition = {
      partitionIndex: 0,
      errorCode: 0,
      highWatermark: 0,
      lastStableOffset: 0,
      logStartOffset: 0,
      abortedTransactions: null,
      preferredReadReplica: -1,
      records: null,
    }
    const bytesOf = (each: typeof partition) =>
      responseBytes('Fetch', {
        throttleTimeMs: 0,
        errorCode: 0,
        sessionId: 0,
        responses: [{ topicId: 'id', partitions: [each] }],
      })
    const diverging = { ...partition, divergingEpoch: { epoch: 1, endOffset: 5 } }
    // Tag, size, epoch, end offset, and the structure's own empty section of tagged fields.
    expect(bytesOf(diverging) - bytesOf(partition)).toBe(1 + 1 + 4 + 8 + 1)
  })

  it('leave the tagged fields out of the header that answers ApiVersions', () => {
    const empty = { errorCode: 0, apiKeys: [], throttleTimeMs: 0 }
    expect(responseBytes('ApiVersions', empty)).toBe(4 + 4 + 2 + 1 + 4 + 1)
    expect(responseBytes('Heartbeat', { throttleTimeMs: 0, errorCode: 0 })).toBe(4 + 4 + 1 + 4 + 2 + 1)
  })
})
