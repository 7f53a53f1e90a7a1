import type { RecordRun } from '../../../ledger/record-run.ts'
import { illegalArgument } from '../hbase-exception.ts'
import { utf8Length } from './utf8-length.ts'

/** What has to happen to the write-ahead log before a write is answered. Source: org.apache.hadoop.hbase.client.Durability. */
export type Durability = 'USE_DEFAULT' | 'SKIP_WAL' | 'ASYNC_WAL' | 'SYNC_WAL' | 'FSYNC_WAL'

/** Bytes of a cell: a text, or a long of eight bytes. */
export type CellValue = string | { readonly long: number }

/** The record that a cell was made of, and the destination that it is owed to. */
export interface CellRecord {
  readonly run: RecordRun
  readonly destination: number
}

/** A column of a put. */
export interface PutColumn {
  readonly family: string
  readonly qualifier: string
  readonly value: CellValue
  readonly timestampMs?: number
}

/** Cells of one row that are written together. Source: org.apache.hadoop.hbase.client.Put. */
export interface Put {
  readonly row: string
  readonly columns: readonly PutColumn[]
  readonly durability: Durability
  readonly record?: CellRecord
}

/** Adds to a long of a row. Source: org.apache.hadoop.hbase.client.Increment. */
export interface Increment {
  readonly row: string
  readonly family: string
  readonly qualifier: string
  readonly amount: number
  readonly durability: Durability
}

/** Source: org.apache.hadoop.hbase.HConstants.MAX_ROW_LENGTH. */
const maxRowBytes = 32_767

/** The bytes of a row, a family, a qualifier, a timestamp and their lengths, beside a cell's value. */
const keyOverheadBytes = 20

/** Checks a row key. @throws HBaseException IllegalArgumentException. Source: Mutation.checkRow. */
export function requireRow(row: string): string {
  const bytes = utf8Length(row)
  if (bytes === 0) throw illegalArgument('Row length is 0')
  if (bytes > maxRowBytes) throw illegalArgument(`Row length ${bytes} is > ${maxRowBytes}`)
  return row
}

/** What a client checks before it sends a put. @throws HBaseException IllegalArgumentException. Source: ConnectionUtils.validatePut. */
export function requireValidPut(put: Put, maxCellBytes: number): void {
  if (put.columns.length === 0) throw illegalArgument('No columns to insert')
  for (const { timestampMs } of put.columns) if (timestampMs !== undefined && timestampMs < 0) throw illegalArgument(`Timestamp cannot be negative. ts=${timestampMs}`)
  if (put.columns.some((column) => columnBytes(put.row, column) > maxCellBytes)) throw illegalArgument('KeyValue size too large')
}

/** Bytes of a cell with its key. Source: org.apache.hadoop.hbase.KeyValue. */
export function columnBytes(row: string, { family, qualifier, value }: PutColumn): number {
  return keyOverheadBytes + utf8Length(row) + utf8Length(family) + utf8Length(qualifier) + valueBytes(value)
}

/** Bytes of a value. */
export function valueBytes(value: CellValue): number {
  return typeof value === 'string' ? utf8Length(value) : 8
}
