import { microsPerSecond } from '../../../sim/time.ts'
import { appendEvents, bodyBytes, countEvents, eachEvent, isUniform, type EventRun } from '../../event/event-run.ts'
import { channelFullException } from '../../exceptions.ts'
import { compute, type Flow, type JavaThread } from '../../thread/java-thread.ts'
import type { FileBackedTransaction } from '../file/file-backed-transaction.ts'
import { Transaction } from '../transaction.ts'
import type { Store } from './drain-order.ts'
import type { SpillableMemoryChannel } from './spillable-memory-channel.ts'

/**
 * A transaction that stays in one store: a batch of puts goes to memory or to the overflow as a whole, and takes end early
 * where the store changes. Source: SpillableMemoryChannel.SpillableMemoryTransaction.
 */
export class SpillableTransaction extends Transaction {
  /** Taken from memory and not committed. */
  takeList: EventRun[] = []
  readonly #thread: JavaThread
  readonly #channel: SpillableMemoryChannel
  readonly #closed: () => void
  #putList: EventRun[] = []
  #hasPut = false
  #putSlots = 0
  #takeSlots = 0
  #takeCount = 0
  /** Where it takes from; undefined before the first take. */
  #takesFrom: Store | undefined
  #overflow: FileBackedTransaction | undefined

  constructor(thread: JavaThread, channel: SpillableMemoryChannel, closed: () => void) {
    super(thread)
    this.#thread = thread
    this.#channel = channel
    this.#closed = closed
  }

  protected override *doPut(run: EventRun): Flow<void> {
    this.#channel.counters.add('EventPutAttemptCount', run.count)
    this.#hasPut = true
    this.#putSlots += this.#slotsOf(run)
    appendEvents(this.#putList, run)
  }

  protected override *doTake(max: number, taken: EventRun[]): Flow<void> {
    const { counters, totalStored, settings } = this.#channel
    for (let left = max; left > 0; ) {
      counters.add('EventTakeAttemptCount')
      if (!(yield* totalStored.acquireWithin(1, settings.overflowTimeoutSeconds * microsPerSecond))) return
      const count = this.#reserve(left)
      if (count === 0) return
      counters.add('EventTakeAttemptCount', count - 1)
      yield* this.#takeFromStore(count, taken)
      left -= count
    }
  }

  /** Events of this transaction's store that are next in order, one permit of which is held; 0 when the other store is next. */
  #reserve(max: number): number {
    const { totalStored, drainOrder } = this.#channel
    const { front } = drainOrder
    this.#takesFrom ??= front?.store
    if (front === undefined || front.store !== this.#takesFrom) {
      totalStored.release(1)
      return 0
    }
    const count = Math.min(max, front.count, totalStored.availablePermits + 1)
    totalStored.tryAcquire(count - 1)
    drainOrder.take(count)
    return count
  }

  *#takeFromStore(count: number, taken: EventRun[]): Flow<void> {
    const { queue } = this.#channel
    if (this.#takesFrom === 'overflow') {
      yield* this.#takeFromOverflow(count, taken)
      return
    }
    for (const run of queue.take(count)) {
      this.#takeSlots += this.#slotsOf(run)
      appendEvents(this.takeList, run)
      appendEvents(taken, run)
    }
    this.#takeCount += count
  }

  *#takeFromOverflow(count: number, taken: EventRun[]): Flow<void> {
    const { totalStored, drainOrder } = this.#channel
    const before = countEvents(taken)
    try {
      const runs = yield* this.#overflowTransaction().take(count)
      for (const run of runs) appendEvents(taken, run)
    } finally {
      const got = countEvents(taken) - before
      this.#takeCount += got
      drainOrder.putFirst('overflow', count - got)
      totalStored.release(count - got)
    }
  }

  protected override *doCommit(): Flow<void> {
    const { costs, process } = this.#channel.context
    yield* compute(process, costs.transactionMicros + costs.memoryEventMicros * (countEvents(this.#putList) + this.#takeCount))
    if (this.#hasPut) yield* this.#commitPuts()
    else if (this.#takesFrom !== undefined) yield* this.#commitTakes()
  }

  *#commitTakes(): Flow<void> {
    const channel = this.#channel
    const { counters, settings, queue, memoryRemaining, bytesRemaining } = channel
    const isMemory = this.#takesFrom === 'memory'
    if (this.#overflow !== undefined) yield* this.#overflow.commit()
    const freeEvents = settings.memoryCapacity - queue.size
    const freeShare = settings.memoryCapacity === 0 ? 0 : freeEvents / settings.memoryCapacity
    if (channel.isOverflowActivated && freeShare >= settings.overflowDeactivationThreshold) {
      channel.isOverflowActivated = false
      channel.context.log(channel.name, 'INFO', { logger: 'SpillableMemoryChannel', message: 'Overflow Deactivated' })
    }
    const takes = this.#takeCount
    channel.context.heap.free(this.takeList)
    this.takeList = []
    this.#takeCount = 0
    if (isMemory) {
      memoryRemaining.release(takes)
      bytesRemaining.release(this.#takeSlots)
      this.#takeSlots = 0
    }
    channel.showSize()
    counters.add('EventTakeSuccessCount', takes)
  }

  *#commitPuts(): Flow<void> {
    const channel = this.#channel
    const { counters, queue, drainOrder, totalStored } = channel
    const puts = countEvents(this.#putList)
    const store = yield* this.#placeFor(puts)
    if (puts === 0) return
    if (store === 'memory') {
      queue.addTail(this.#putList)
      channel.context.heap.keep(this.#putList)
    } else {
      const transaction = this.#overflowTransaction()
      yield* transaction.put(this.#putList)
      yield* transaction.commit()
    }
    this.#putList = []
    drainOrder.put(store, puts)
    channel.showSize()
    totalStored.release(puts)
    counters.add('EventPutSuccessCount', puts)
  }

  /** Waits for room in memory: the whole overflowTimeout, or not at all while the overflow is in use. */
  *#placeFor(puts: number): Flow<Store> {
    const channel = this.#channel
    const { settings, memoryRemaining, bytesRemaining } = channel
    if (settings.memoryCapacity === 0) return 'overflow'
    const timeoutMicros = settings.overflowTimeoutSeconds * microsPerSecond
    const full = "Spillable Memory Channel's memory capacity has been reached"
    if (!(yield* memoryRemaining.acquireWithin(puts, channel.isOverflowActivated ? 0 : timeoutMicros))) {
      return this.#overflowOr(`${full} and overflow is disabled. Consider increasing memoryCapacity.`)
    }
    let hasBytes = false
    try {
      hasBytes = yield* bytesRemaining.acquireWithin(this.#putSlots, timeoutMicros)
    } finally {
      if (!hasBytes) memoryRemaining.release(puts)
    }
    if (hasBytes) return 'memory'
    const freeBytes = bytesRemaining.availablePermits * settings.avgEventSizeBytes
    return this.#overflowOr(`${full}.  ${freeBytes} bytes are free and overflow is disabled. Consider increasing memoryCapacity.`)
  }

  #overflowOr(message: string): Store {
    if (this.#channel.settings.isOverflowDisabled) throw channelFullException(message)
    this.#channel.isOverflowActivated = true
    return 'overflow'
  }

  protected override *doRollback(): Flow<void> {
    const { queue, drainOrder, totalStored, context } = this.#channel
    const takes = this.#takeCount
    this.#putList = []
    this.#takeCount = 0
    if (this.#overflow !== undefined) yield* this.#overflow.rollback()
    queue.addHead(this.takeList)
    this.takeList = []
    if (this.#takesFrom !== undefined) drainOrder.putFirst(this.#takesFrom, takes)
    totalStored.release(takes)
    this.#channel.showSize()
    yield* compute(context.process, context.costs.transactionMicros)
  }

  protected override doClose(): void {
    this.#overflow?.close()
    this.#closed()
  }

  #overflowTransaction(): FileBackedTransaction {
    if (this.#overflow === undefined) {
      this.#overflow = this.#channel.overflow.getTransaction(this.#thread)
      this.#overflow.begin()
    }
    return this.#overflow
  }

  /** Slots that the bodies of a run take in memory: each event rounds up. */
  #slotsOf(run: EventRun): number {
    const { context: { lane: { streams } }, settings: { avgEventSizeBytes } } = this.#channel
    const slots = (event: EventRun): number => Math.max(1, Math.ceil(bodyBytes(streams, event) / event.count / avgEventSizeBytes))
    if (isUniform(streams, run)) return slots(run) * run.count
    let sum = 0
    for (const event of eachEvent([run])) sum += slots(event)
    return sum
  }
}
