import { microsPerSecond } from '../../../sim/time.ts'
import { illegalState, JavaException } from '../../conf/java/java-exception.ts'
import { appendEvents, bodyBytes, partOf, type EventRun } from '../../event/event-run.ts'
import { channelException, channelFullException } from '../../exceptions.ts'
import { compute, type Flow, type JavaThread } from '../../thread/java-thread.ts'
import { Transaction } from '../transaction.ts'
import type { FileChannel } from './file-channel.ts'
import type { Log } from './log.ts'
import type { StoredRun } from './wal-record.ts'

/**
 * A transaction of a file channel: puts are written to the log as they come, each with a place of its own; takes never
 * wait. Source: FileChannel.FileBackedTransaction.
 */
export class FileBackedTransaction extends Transaction {
  readonly #channel: FileChannel
  readonly #log: Log
  readonly #transactionId: number
  #putCount = 0
  #takeCount = 0

  constructor(thread: JavaThread, channel: FileChannel, log: Log) {
    super(thread)
    this.#channel = channel
    this.#log = log
    this.#transactionId = log.nextTransactionId()
  }

  protected override *doPut(run: EventRun): Flow<void> {
    const { counters, settings, queueRemaining } = this.#channel
    for (let done = 0; done < run.count; ) {
      const room = settings.transactionCapacity - this.#putCount
      if (room === 0) {
        counters.add('EventPutAttemptCount')
        throw channelException(
          `Put queue for FileBackedTransaction of capacity ${this.#putCount} full, consider committing more frequently, increasing capacity or increasing thread count. ${this.#descriptor}`,
        )
      }
      const count = Math.max(1, Math.min(run.count - done, room, queueRemaining.availablePermits))
      counters.add('EventPutAttemptCount', count)
      if (!(yield* queueRemaining.acquireWithin(count, settings.keepAliveSeconds * microsPerSecond))) {
        throw channelFullException(
          `The channel has reached it's capacity. This might be the result of a sink on the channel having too low of batch size, a downstream system running slower than normal, or that the channel capacity is just too low. ${this.#descriptor}`,
        )
      }
      yield* this.#write(partOf(run, done, count))
      done += count
    }
  }

  *#write(run: EventRun): Flow<void> {
    const { counters, queueRemaining, context } = this.#channel
    try {
      yield* this.#log.put(this.#transactionId, run, bodyBytes(context.lane.streams, run))
    } catch (error) {
      queueRemaining.release(run.count)
      counters.add('EventPutErrorCount')
      throw this.#failed('Put failed due to IO error', error)
    }
    this.#putCount += run.count
  }

  protected override *doTake(max: number, taken: EventRun[]): Flow<void> {
    const { counters, settings } = this.#channel
    for (let left = max; left > 0; ) {
      const room = settings.transactionCapacity - this.#takeCount
      if (room === 0) {
        counters.add('EventTakeAttemptCount')
        throw channelException(
          `Take list for FileBackedTransaction, capacity ${this.#takeCount} full, consider committing more frequently, increasing capacity, or increasing thread count. ${this.#descriptor}`,
        )
      }
      const stored = this.#log.queue.removeHead(Math.min(left, room))
      counters.add('EventTakeAttemptCount', stored?.run.count ?? 1)
      if (stored === undefined) return
      yield* this.#taken(stored)
      appendEvents(taken, stored.run)
      left -= stored.run.count
    }
  }

  *#taken(stored: StoredRun): Flow<void> {
    const list = this.#log.inflightTakes.get(this.#transactionId)
    if (list === undefined) this.#log.inflightTakes.set(this.#transactionId, [stored])
    else list.push(stored)
    this.#takeCount += stored.run.count
    try {
      yield* this.#log.take(this.#transactionId, stored)
    } catch (error) {
      this.#channel.counters.add('EventTakeErrorCount')
      throw this.#failed('Take failed due to IO error', error)
    }
  }

  protected override *doCommit(): Flow<void> {
    const { context } = this.#channel
    const puts = this.#putCount
    const takes = this.#takeCount
    if (puts > 0 && takes > 0) throw illegalState(`nonzero puts and takes ${this.#descriptor}`)
    yield* compute(context.process, context.costs.transactionMicros)
    yield* this.#log.checkpointLock.enterCommit()
    try {
      yield* this.#settle(puts, takes)
    } finally {
      this.#log.checkpointLock.leaveCommit()
    }
  }

  /** Writes the commit and makes the queue agree with it. */
  *#settle(puts: number, takes: number): Flow<void> {
    const { counters, queueRemaining } = this.#channel
    if (puts > 0) {
      yield* this.#logCommit('PUT')
      counters.add('EventPutSuccessCount', puts)
      for (const stored of this.#log.inflightPuts.get(this.#transactionId) ?? []) this.#log.queue.addTail(stored)
    } else if (takes > 0) {
      yield* this.#logCommit('TAKE')
      counters.add('EventTakeSuccessCount', takes)
      queueRemaining.release(takes)
    }
    this.#complete()
  }

  *#logCommit(of: 'PUT' | 'TAKE'): Flow<void> {
    try {
      yield* this.#log.commit(this.#transactionId, of)
    } catch (error) {
      throw this.#failed('Commit failed due to IO error', error)
    }
  }

  protected override *doRollback(): Flow<void> {
    const { queueRemaining, context } = this.#channel
    const puts = this.#putCount
    this.#log.queue.addHead(this.#log.inflightTakes.get(this.#transactionId) ?? [])
    this.#complete()
    yield* compute(context.process, context.costs.transactionMicros)
    try {
      this.#log.rollback(this.#transactionId)
    } catch (error) {
      throw this.#failed('Commit failed due to IO error', error)
    } finally {
      queueRemaining.release(puts)
    }
  }

  protected override doClose(): void {
    this.#complete()
  }

  /** Forgets the transaction's events and shows the queue's size. */
  #complete(): void {
    this.#log.inflightPuts.delete(this.#transactionId)
    this.#log.inflightTakes.delete(this.#transactionId)
    this.#putCount = 0
    this.#takeCount = 0
    this.#channel.counters.set('ChannelSize', this.#channel.size)
  }

  get #descriptor(): string {
    return `[channel=${this.#channel.name}]`
  }

  #failed(what: string, error: unknown): unknown {
    if (!(error instanceof JavaException)) return error
    return channelException(`${what} ${this.#descriptor}`, error)
  }
}
