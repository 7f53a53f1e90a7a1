import type { ConsumedRun } from '../../../kafka/consumer/consumed-run.ts'
import type { Lane } from '../../../ledger/lane.ts'
import type { RecordRun } from '../../../ledger/record-run.ts'
import type { ReceivedBatch, ReceivedMessage } from '../../api/kafka-client-types.ts'

/** One batch in the hands of the reader's code, and what its handling reports to. */
export interface BatchHandling {
  readonly lane: Lane
  readonly records: ConsumedRun
  readonly deliver: (run: RecordRun) => void
  /** The reader has paused or moved the partition: the rest of the batch is not for it. */
  readonly isStale: () => boolean
  readonly isRunning: () => boolean
  /** The first records were handled; what follows is to be fetched again. */
  readonly rewind: (handled: number) => void
  /** Commits the offset after the first records. */
  readonly commit: (handled: number) => Promise<void>
  readonly fail: (error: unknown) => void
  /** Goes on within the process, if it still lives. */
  readonly resume: (next: () => void) => void
  readonly done: () => void
}

/** Calls `eachMessage` for each record until the batch is stale; only a promise costs a turn of the event loop. */
export function handleMessages(handling: BatchHandling, eachMessage: (received: ReceivedMessage) => unknown): void {
  const { lane, records, deliver, isStale, rewind, fail, done } = handling
  let index = 0
  const goOn = (): void => {
    while (index < records.run.count && !isStale()) {
      const run = { first: records.run.first + index, count: 1 }
      const { topic, partition } = records
      const result = eachMessage({ topic, partition, message: messageOf(lane, records, index) })
      index++
      if (result instanceof Promise) {
        waitFor(handling, result, () => { deliver(run); goOn() })
        return
      }
      deliver(run)
    }
    if (index < records.run.count) rewind(index)
    done()
  }
  try {
    goOn()
  } catch (error) {
    fail(error)
  }
}

/**
 * Calls `eachBatch` once. What it has resolved counts as handled; the whole batch does when it returns, unless
 * `eachBatchAutoResolve` is off: then the rest is fetched again.
 */
export function handleBatch(handling: BatchHandling, eachBatch: (received: ReceivedBatch) => unknown, resolvesAll: boolean): void {
  const { lane, records, deliver, isStale, isRunning, rewind, commit, fail, done } = handling
  const { run, offset, topic, partition } = records
  if (isStale()) {
    rewind(0)
    done()
    return
  }
  let handled = 0
  const resolve = (count: number): void => {
    if (!(count > handled)) return
    deliver({ first: run.first + handled, count: Math.min(count, run.count) - handled })
    handled = Math.min(count, run.count)
  }
  const finish = (): void => {
    if (resolvesAll) resolve(run.count)
    if (handled < run.count) rewind(handled)
    done()
  }
  const messages = Array.from({ length: run.count }, (_, index) => messageOf(lane, records, index))
  const text = (index: number): string => String(offset + index)
  try {
    const result = eachBatch(Object.freeze({
      batch: Object.freeze({ topic, partition, messages, isEmpty: () => run.count === 0, firstOffset: () => text(0), lastOffset: () => text(run.count - 1) }),
      resolveOffset: (resolved: unknown) => { resolve(Math.floor(Number(resolved)) - offset + 1) },
      commitOffsetsIfNecessary: () => (handled === 0 ? Promise.resolve() : commit(handled)),
      heartbeat: () => Promise.resolve(), isRunning, isStale,
    }))
    if (result instanceof Promise) waitFor(handling, result, finish)
    else finish()
  } catch (error) {
    fail(error)
  }
}

/** A promise of the reader's is waited for; then its process goes on, if it still lives. */
function waitFor({ lane, resume, fail }: BatchHandling, result: Promise<unknown>, next: () => void): void {
  lane.simulation.readerWaits = true
  result.then(() => {
    resume(() => {
      try {
        next()
      } catch (error) {
        fail(error)
      }
    })
  }, fail)
}

function messageOf(lane: Lane, { offset, run, timestampMs }: ConsumedRun, index: number): ReceivedMessage['message'] {
  const record = run.first + index
  return {
    key: lane.streams.keyOf(record) ?? null,
    value: lane.streams.valueOf(record),
    headers: Object.fromEntries(lane.streams.headersOf(record) ?? []),
    offset: String(offset + index),
    timestamp: String(timestampMs),
  }
}
