import type { RecordStreams } from '../../ledger/record-stream.ts'
import { estimateBatchSizeUpperBound } from '../record/record-size.ts'
import { ProducerBatch } from './producer-batch.ts'
import { alikeRuns, shapeOf } from './record-shapes.ts'

/**
 * Cuts a batch that a broker found too large into smaller ones of about batch.size, or of half its size when it came out
 * of a split itself (RecordAccumulator.splitAndReenqueue). Sequence numbers stay those of the records.
 */
export function splitBatch(batch: ProducerBatch, batchSize: number, streams: RecordStreams): readonly ProducerBatch[] {
  const targetBytes = batch.origin.isSplit ? Math.floor(batch.sizeInBytes / 2) : batchSize
  const parts: ProducerBatch[] = []
  for (const { run, callback } of batch.takeApart()) {
    for (const alike of alikeRuns(streams, run)) {
      const shape = shapeOf(streams, alike.first)
      for (let taken = 0; taken < alike.count;) {
        let part = parts[parts.length - 1]
        if (part === undefined || part.isFull) {
          part = new ProducerBatch({ ...batch.origin, allocatedBytes: Math.max(estimateBatchSizeUpperBound(shape), targetBytes), isSplit: true })
          parts.push(part)
        }
        taken += part.append({ first: alike.first + taken, count: alike.count - taken }, shape, batch.timestampMs, callback)
      }
    }
  }
  let before: ProducerBatch | undefined
  for (const part of parts) {
    if (batch.hasSequence) part.setProducerState(batch.producer, before?.nextSequence ?? batch.baseSequence)
    part.attempts = batch.attempts
    part.closeForAppends()
    before = part
  }
  return parts
}
