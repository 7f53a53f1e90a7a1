import type { ByteString } from '../serde/byte-string.ts'

/** A record's bytes. */
export interface RecordBytes {
  readonly key: ByteString | null
  readonly value: ByteString | null
  /** Milliseconds since 1970, for records of the application's own. */
  readonly timestamp: number | undefined
}

/** The records that applications make out of others, and what any record consists of. */
export interface StreamRecords {
  /** Makes a record that is going to a topic. @returns its global number */
  make(topic: string, record: RecordBytes): number
  /** What a record consists of, whoever made it. */
  bytesOf(record: number): RecordBytes
  /** When a record of others came into being, in milliseconds since 1970; the start of the run when nobody knows. */
  createdMs(record: number): number
}
