/** A run of records in order: the global record numbers first … first + count − 1. */
export interface RecordRun {
  /** Global number of the first record. */
  readonly first: number
  /** How many records. */
  readonly count: number
}
