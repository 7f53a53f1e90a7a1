/** A record as a reader found it in a partition. */
export interface StoredRecord {
  readonly offset: number
  readonly partition: number
  /** Global number; its stream tells who sent it. */
  readonly record: number
  readonly timestampMs: number
}
