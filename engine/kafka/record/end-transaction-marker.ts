import { encodeBatch } from './batch-encoding.ts'
import { ByteWriter } from './byte-writer.ts'
import type { RecordBatch } from './record-batch.ts'

/** Bytes of a commit or abort marker in the log: a control batch with one record. */
export const END_TRANSACTION_MARKER_BYTES = 78

/** How a transaction ended. */
export type TransactionMarker = 'ABORT' | 'COMMIT'

/** What a marker says and where it lies. */
export interface EndTransactionMarker {
  readonly marker: TransactionMarker
  readonly coordinatorEpoch: number
  readonly baseOffset: number
  readonly partitionLeaderEpoch: number
  readonly producerId: number
  readonly producerEpoch: number
  readonly timestampMs: number
}

/** Key of the marker's record: version 0 and type (0 abort, 1 commit; ControlRecordType). */
export function markerKey(marker: TransactionMarker): Uint8Array {
  return new ByteWriter().int16(0).int16(marker === 'COMMIT' ? 1 : 0).toBytes()
}

/** Value of the marker's record: version 0 and the coordinator's epoch (EndTransactionMarker). */
export function markerValue(coordinatorEpoch: number): Uint8Array {
  return new ByteWriter().int16(0).int32(coordinatorEpoch).toBytes()
}

/** The marker's bytes in the log (MemoryRecords.withEndTransactionMarker). */
export function encodeEndTransactionMarker(marker: EndTransactionMarker): Uint8Array {
  const { baseOffset, partitionLeaderEpoch, producerId, producerEpoch, timestampMs } = marker
  const header = { baseOffset, partitionLeaderEpoch, producerId, producerEpoch, baseSequence: -1 }
  const key = markerKey(marker.marker)
  const value = markerValue(marker.coordinatorEpoch)
  return encodeBatch({ ...header, isTransactional: true, isControl: true }, [{ timestampMs, key, value, headers: [] }])
}

/** The marker as simulated logs carry it. Whether it commits or aborts is the log's to remember. */
export function endTransactionMarkerBatch(marker: EndTransactionMarker): RecordBatch {
  return {
    baseOffset: marker.baseOffset,
    lastOffset: marker.baseOffset,
    partitionLeaderEpoch: marker.partitionLeaderEpoch,
    producerId: marker.producerId,
    producerEpoch: marker.producerEpoch,
    baseSequence: -1,
    recordCount: 1,
    sizeInBytes: END_TRANSACTION_MARKER_BYTES,
    firstTimestampMs: marker.timestampMs,
    maxTimestampMs: marker.timestampMs,
    isControl: true,
    isTransactional: true,
    codec: 'none',
    runs: [],
  }
}
