import { streamIndexOf } from '../../ledger/record-stream.ts'
import type { RecordStreams } from '../../ledger/record-stream.ts'
import { encodeBatch, plainBatchHeader, type EncodedRecord } from '../record/batch-encoding.ts'
import { compressedBytes, hasSizes } from '../record/compression/compressed-size.ts'
import type { Codec } from '../record/record-batch.ts'
import { RECORD_BATCH_OVERHEAD_BYTES } from '../record/record-size.ts'
import { utf8Encode } from '../record/utf8-encode.ts'
import type { ProducerBatch } from './producer-batch.ts'

/**
 * How large a producer's batches are on the wire (compression.type): their records are written out and compressed for real.
 * Batches of a uniform stream with the same number of records are taken to compress alike.
 */
export class BatchCompressor {
  readonly codec: Codec
  readonly #streams: RecordStreams
  readonly #uniform = new Map<string, number>()

  constructor(codec: Codec, streams: RecordStreams) {
    this.codec = codec
    this.#streams = streams
  }

  /** Bytes of a batch as it is sent, its header included; a codec whose sizes are not modelled leaves them as they are. */
  sizeInBytes(batch: ProducerBatch): number {
    const { codec } = this
    if (codec === 'none' || !hasSizes(codec)) return batch.sizeInBytes
    const [run] = batch.runs
    const isUniform = run !== undefined && batch.runs.length === 1 && this.#streams.of(run.first).content.isUniform
    const key = isUniform ? `${String(streamIndexOf(run.first))}/${String(batch.recordCount)}/${String(batch.sizeInBytes)}` : ''
    const known = isUniform ? this.#uniform.get(key) : batch.wireBytes
    if (known !== undefined) return known
    const records = encodeBatch(plainBatchHeader(0, 0), this.#recordsOf(batch)).subarray(RECORD_BATCH_OVERHEAD_BYTES)
    const bytes = RECORD_BATCH_OVERHEAD_BYTES + compressedBytes(codec, records)
    if (isUniform) this.#uniform.set(key, bytes)
    else batch.wireBytes = bytes
    return bytes
  }

  #recordsOf({ runs, timestampMs }: ProducerBatch): readonly EncodedRecord[] {
    return runs.flatMap(({ first, count }) => Array.from({ length: count }, (_, index): EncodedRecord => {
      const record = first + index
      const key = this.#streams.keyOf(record)
      const headers = [...(this.#streams.headersOf(record) ?? [])].map(([name, value]) => ({ key: utf8Encode(name), value: utf8Encode(value) }))
      return { timestampMs, key: key === undefined ? null : utf8Encode(key), value: this.#valueOf(record), headers }
    }))
  }

  /** A value whose text is shorter than the bytes that it stands for is its text again and again. */
  #valueOf(record: number): Uint8Array {
    const text = utf8Encode(this.#streams.valueOf(record))
    const bytes = this.#streams.valueBytes({ first: record, count: 1 })
    return text.length === bytes || text.length === 0 ? text : Uint8Array.from({ length: bytes }, (_, index) => text[index % text.length] ?? 0)
  }
}
