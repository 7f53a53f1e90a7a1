/**
 * Times that Flume leaves open and a simulation has to choose; whole microseconds. The defaults give the order of size that
 * was measured on one machine: a memory channel takes about a million events a second in large batches, a file channel
 * spends most of its time in fsync.
 */
export interface AgentCosts {
  /** Start of the JVM until the configuration is read. */
  readonly bootMicros: number
  /** A transaction on any channel, beside its events. */
  readonly transactionMicros: number
  /** Putting or taking one event on a memory channel, with what its source or sink does to it. */
  readonly memoryEventMicros: number
  /** Writing the record of one event to a file channel's log. */
  readonly fileEventMicros: number
  /** A failed attempt: the exception with its stack trace in the log. */
  readonly exceptionMicros: number
  /** Reading one record of a file channel's log at start. */
  readonly replayRecordMicros: number
  /** `-Xmx`: what events in memory fill, and the default byteCapacity of a memory channel is 80 % of it. bin/flume-ng sets 20 MiB. */
  readonly heapBytes: number
  /** Of the heap: what the agent keeps when it has no event. */
  readonly baseHeapBytes: number
  /**
   * Of the heap: an event without headers and without the bytes of its body. With compressed pointers a SimpleEvent has 24
   * bytes, its empty HashMap 48, the head of its byte[] 16, and its node in the queue 24.
   */
  readonly eventHeapBytes: number
}

/** The defaults. */
export const defaultAgentCosts: AgentCosts = {
  bootMicros: 1_000_000,
  transactionMicros: 3,
  memoryEventMicros: 1,
  fileEventMicros: 10,
  exceptionMicros: 100,
  replayRecordMicros: 5,
  heapBytes: 20 * 2 ** 20,
  baseHeapBytes: 6 * 2 ** 20,
  eventHeapBytes: 112,
}
