import { payloadOf } from '../log/payload-batch.ts'
import { isMarkerPayload } from '../log/transaction-index.ts'
import type { RecordBatch } from '../record/record-batch.ts'
import { isOffsetsPayload, type OffsetRecord } from './offsets-record.ts'

/** Offsets that were committed within transactions that are still open, by producer: they hold when the transaction commits. */
export class PendingOffsets {
  readonly #byProducer = new Map<number, OffsetRecord[]>()

  /** Takes offsets of an open transaction. */
  add(producerId: number, records: readonly OffsetRecord[]): void {
    this.#byProducer.set(producerId, [...(this.#byProducer.get(producerId) ?? []), ...records])
  }

  /** Whether an open transaction commits an offset of a partition. */
  has(groupId: string, topic: string, partition: number): boolean {
    return [...this.#byProducer.values()].some((records) => records.some((record) => record.groupId === groupId && record.topic === topic && record.partition === partition))
  }

  /** A transaction has ended. @returns what holds now */
  end(producerId: number, isCommit: boolean): readonly OffsetRecord[] {
    const records = this.#byProducer.get(producerId) ?? []
    this.#byProducer.delete(producerId)
    return isCommit ? records : []
  }

  /** Reads a batch of the log that has to do with a transaction. @returns what holds by it, or undefined when it has not */
  read(batch: RecordBatch): readonly OffsetRecord[] | undefined {
    if (!batch.isTransactional) return undefined
    const payload = payloadOf(batch)
    if (isMarkerPayload(payload)) return this.end(batch.producerId, payload.marker === 'COMMIT')
    if (isOffsetsPayload(payload)) this.add(batch.producerId, payload.flatMap((record) => (record.kind === 'offset' ? [record] : [])))
    return []
  }
}
