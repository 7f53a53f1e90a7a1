import type { RecordShape } from '../../record/record-size.ts'

/** What a cleaner has to know of records; it reads them from the files. */
export interface RecordContents {
  /** The key of a record by its global number; undefined when it has none. */
  keyOf(record: number): string | undefined
  /** Its sizes; a value of −1 is a tombstone. */
  shapeOf(record: number): RecordShape
}
