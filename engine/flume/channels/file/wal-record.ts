import type { EventRun } from '../../event/event-run.ts'

/** Events with their pointers: event i of the run has the pointer `pointer + i`. Pointers are unique in a channel. */
export interface StoredRun {
  readonly run: EventRun
  readonly pointer: number
  /** Number of the log file that has their PUT records. */
  readonly fileId: number
}

/**
 * Records of a file channel's log. PUT and TAKE stand for as many records as they have events (each event has one in
 * Flume). Source: org.apache.flume.channel.file.TransactionEventRecord.
 */
export type WalRecord =
  | { readonly type: 'PUT'; readonly transactionId: number; readonly orderId: number; readonly stored: StoredRun }
  | { readonly type: 'TAKE'; readonly transactionId: number; readonly orderId: number; readonly taken: StoredRun }
  | { readonly type: 'COMMIT'; readonly transactionId: number; readonly orderId: number; readonly of: 'PUT' | 'TAKE' }
  | { readonly type: 'ROLLBACK'; readonly transactionId: number; readonly orderId: number }

/** Bytes of one record beside an event's body: marker, length, type, transaction, order, checksum. */
export const recordBytes = { PUT: 46, TAKE: 41, COMMIT: 34, ROLLBACK: 31 } as const
