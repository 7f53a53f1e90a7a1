/** One record that a client handed to send(), and what became of it. Times are virtual microseconds. */
export interface SentRecord {
  readonly number: number
  readonly sentMicros: number
  settledMicros: number | undefined
  /** `<class>: <message>` of the error; undefined while open and after an ack. */
  error: string | undefined
  partition: number
  offset: number
}

/** Everything that one client sent, in the order of send(). */
export class SendLog {
  readonly records: SentRecord[] = []
  readonly #byNumber = new Map<number, SentRecord>()

  /** Notes a call of send(). */
  sent(number: number, nowMicros: number): void {
    const record: SentRecord = { number, sentMicros: nowMicros, settledMicros: undefined, error: undefined, partition: -1, offset: -1 }
    this.records.push(record)
    this.#byNumber.set(number, record)
  }

  /** Notes an ack. */
  acked(number: number, nowMicros: number, place: { readonly partition: number; readonly offset: number }): void {
    const record = this.#byNumber.get(number)
    if (record === undefined) return
    record.settledMicros = nowMicros
    record.partition = place.partition
    record.offset = place.offset
  }

  /** Notes a failure. */
  failed(number: number, nowMicros: number, error: string): void {
    const record = this.#byNumber.get(number)
    if (record === undefined) return
    record.settledMicros = nowMicros
    record.error = error
  }

  /** What became of a record. */
  of(number: number): SentRecord | undefined {
    return this.#byNumber.get(number)
  }

  /** Acked records in the order of send(). */
  get acknowledged(): readonly SentRecord[] {
    return this.records.filter(isAcked)
  }

  /** Whether every record is acked or failed. */
  get isSettled(): boolean {
    return this.records.every(({ settledMicros }) => settledMicros !== undefined)
  }
}

/** Whether the record was acked. */
export function isAcked(record: SentRecord): boolean {
  return record.settledMicros !== undefined && record.error === undefined
}
