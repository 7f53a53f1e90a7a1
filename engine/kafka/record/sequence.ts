const MAX_SEQUENCE = 0x7fffffff

/** Sequence number `increment` records after `sequence`; after 2^31 − 1 comes 0 (DefaultRecordBatch.incrementSequence). */
export function incrementSequence(sequence: number, increment: number): number {
  const next = sequence + increment
  return next > MAX_SEQUENCE ? next - MAX_SEQUENCE - 1 : next
}

/** Sequence number of the last record of a batch; -1 for a producer that is not idempotent. */
export function lastSequence(baseSequence: number, recordCount: number): number {
  return baseSequence === -1 ? -1 : incrementSequence(baseSequence, recordCount - 1)
}
