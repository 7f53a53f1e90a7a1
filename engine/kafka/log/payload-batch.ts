import type { RecordBatch } from '../record/record-batch.ts'

/**
 * A batch whose records mean something to the cluster itself: metadata records, committed offsets, transaction markers.
 * It carries them as they are, and no records of the ledger.
 */
export interface PayloadBatch<Payload> extends RecordBatch {
  readonly payload: Payload
}

/** What a payload's batch needs beyond its payload. */
export interface PayloadBatchOptions {
  readonly recordCount: number
  readonly sizeInBytes: number
  readonly timestampMs: number
  readonly isControl?: boolean
}

/** A batch that has not been given offsets yet. */
export function payloadBatch<Payload>(payload: Payload, options: PayloadBatchOptions): PayloadBatch<Payload> {
  return {
    baseOffset: 0,
    lastOffset: options.recordCount - 1,
    partitionLeaderEpoch: -1,
    producerId: -1,
    producerEpoch: -1,
    baseSequence: -1,
    recordCount: options.recordCount,
    sizeInBytes: options.sizeInBytes,
    firstTimestampMs: options.timestampMs,
    maxTimestampMs: options.timestampMs,
    isControl: options.isControl ?? false,
    isTransactional: false,
    codec: 'none',
    runs: [],
    payload,
  }
}

/** The payload of a batch; undefined for a batch of ordinary records. */
export function payloadOf(batch: RecordBatch): unknown {
  return 'payload' in batch ? batch.payload : undefined
}
