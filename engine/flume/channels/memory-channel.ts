import { microsPerSecond } from '../../sim/time.ts'
import type { ProcessEnd } from '../../sim/process.ts'
import type { AgentContext } from '../agent/agent-context.ts'
import { Counters } from '../agent/counters.ts'
import { EventQueue } from '../event/event-queue.ts'
import { appendEvents, bodyBytes, eachEvent, isUniform, type EventRun } from '../event/event-run.ts'
import { channelException, channelFullException, InterruptedException } from '../exceptions.ts'
import { compute, type Flow, type JavaThread } from '../thread/java-thread.ts'
import { Semaphore } from '../thread/semaphore.ts'
import type { Channel } from './channel.ts'
import { Transaction } from './transaction.ts'

/** Settings of a memory channel. */
export interface MemoryChannelSettings {
  readonly capacity: number
  readonly transactionCapacity: number
  readonly keepAliveSeconds: number
  /** Slots of 100 bytes for the bodies. */
  readonly byteSlots: number
}

const SLOT_BYTES = 100

/**
 * The memory channel: a queue with permits for places and for slots of bytes; what was taken keeps its places until the
 * commit. Source: org.apache.flume.channel.MemoryChannel.
 */
export class MemoryChannel implements Channel {
  static readonly className = 'org.apache.flume.channel.MemoryChannel'
  readonly name: string
  readonly counters: Counters
  readonly context: AgentContext
  #settings: MemoryChannelSettings
  readonly queue = new EventQueue()
  readonly queueStored: Semaphore
  readonly queueRemaining: Semaphore
  readonly bytesRemaining: Semaphore
  readonly #open = new Set<MemoryTransaction>()
  #isStarted = false
  #abandonedBecause: string | undefined

  constructor(context: AgentContext, name: string, settings: MemoryChannelSettings) {
    this.context = context
    this.name = name
    this.#settings = settings
    this.counters = new Counters(context, 'CHANNEL', name)
    this.queueStored = new Semaphore(context.process, 0)
    this.queueRemaining = new Semaphore(context.process, settings.capacity)
    this.bytesRemaining = new Semaphore(context.process, settings.byteSlots)
  }

  get settings(): MemoryChannelSettings {
    return this.#settings
  }

  get description(): string {
    return `org.apache.flume.channel.MemoryChannel{name: ${this.name}}`
  }

  /** Events in the queue; those taken and not committed do not count. */
  get size(): number {
    return this.queue.size
  }

  get isStarted(): boolean {
    return this.#isStarted
  }

  *start(): Flow<void> {
    this.counters.start()
    this.counters.set('ChannelSize', this.queue.size)
    this.counters.set('ChannelCapacity', this.settings.capacity)
    this.#isStarted = true
    yield* compute(this.context.process, 0)
  }

  *stop(): Flow<void> {
    this.counters.set('ChannelSize', this.queue.size)
    this.counters.stop()
    this.#isStarted = false
    yield* compute(this.context.process, 0)
  }

  getTransaction(thread: JavaThread): MemoryTransaction {
    const transaction = new MemoryTransaction(thread, this, () => this.#open.delete(transaction))
    this.#open.add(transaction)
    return transaction
  }

  /**
   * Takes new settings while it runs. It grows at once; to shrink it needs as many free places as it loses, waits the
   * keep-alive for them, and stays as it is when they do not come.
   */
  *reconfigure(thread: JavaThread, settings: MemoryChannelSettings): Flow<void> {
    const old = this.#settings
    this.#settings = { ...settings, capacity: old.capacity, byteSlots: old.byteSlots }
    const capacity = yield* this.#resize(thread, this.queueRemaining, old.capacity, settings.capacity, "Couldn't acquire permits to downsize the queue, resizing has been aborted")
    const byteSlots = yield* this.#resize(
      thread, this.bytesRemaining, old.byteSlots, settings.byteSlots, "Couldn't acquire permits to downsize the byte capacity, resizing has been aborted",
    )
    this.#settings = { ...settings, capacity, byteSlots }
  }

  *#resize(thread: JavaThread, permits: Semaphore, from: number, to: number, warning: string): Flow<number> {
    if (to >= from) {
      permits.release(to - from)
      return to
    }
    try {
      if (yield* permits.acquireWithin(from - to, this.#settings.keepAliveSeconds * microsPerSecond)) return to
      this.context.log(this.name, 'WARN', { logger: 'MemoryChannel', message: warning })
    } catch (error) {
      if (!(error instanceof InterruptedException)) throw error
      thread.keepInterrupt()
    }
    return from
  }

  /** Nobody will take from it again: what it holds, and what an old connection still puts into it, is lost. */
  abandon(cause: string): void {
    this.#abandonedBecause = cause
    const runs: EventRun[] = []
    this.walk((run) => runs.push(run))
    this.accountFor(runs)
    this.context.heap.free(this.queue.take(this.queue.size))
  }

  /** Events have come in: where nobody takes, they are lost. */
  accountFor(runs: readonly EventRun[]): void {
    if (this.#abandonedBecause === undefined) return
    for (const run of runs) {
      this.context.lane.ledger.copyEnded(run, { fate: 'lost', place: this.context.id(this.name), cause: this.#abandonedBecause })
    }
  }

  walk(visit: (run: EventRun) => void): void {
    this.queue.walk(visit)
    for (const transaction of this.#open) for (const run of transaction.takeList) visit(run)
  }

  walkHeap(visit: (run: EventRun) => void): void {
    this.walk(visit)
  }

  dropMemory(end: ProcessEnd): void {
    const ending = { fate: 'lost' as const, place: this.context.id(this.name), cause: `${end}: in the memory channel` }
    this.walk((run) => {
      this.context.lane.ledger.copyEnded(run, ending)
    })
  }
}

/** Source: MemoryChannel.MemoryTransaction. */
class MemoryTransaction extends Transaction {
  takeList: EventRun[] = []
  readonly #channel: MemoryChannel
  readonly #closed: () => void
  #putList: EventRun[] = []
  #putCount = 0
  #takeCount = 0
  #putSlots = 0
  #takeSlots = 0

  constructor(thread: JavaThread, channel: MemoryChannel, closed: () => void) {
    super(thread)
    this.#channel = channel
    this.#closed = closed
  }

  protected override *doPut(run: EventRun): Flow<void> {
    const { counters, settings, context } = this.#channel
    const room = settings.transactionCapacity - this.#putCount
    counters.add('EventPutAttemptCount', Math.min(run.count, room + 1))
    if (run.count > room) {
      yield* compute(context.process, context.costs.exceptionMicros)
      throw channelException(
        `Put queue for MemoryTransaction of capacity ${settings.transactionCapacity} full, consider committing more frequently, increasing capacity or increasing thread count`,
      )
    }
    this.#putCount += run.count
    this.#putSlots += slotsOf(context, run)
    appendEvents(this.#putList, run)
  }

  protected override *doTake(max: number, taken: EventRun[]): Flow<void> {
    const { counters, settings, queueStored, queue, context } = this.#channel
    let left = max
    while (left > 0) {
      const room = settings.transactionCapacity - this.#takeCount
      if (room === 0) {
        counters.add('EventTakeAttemptCount')
        throw channelException(
          `Take list for MemoryTransaction, capacity ${settings.transactionCapacity} full, consider committing more frequently, increasing capacity, or increasing thread count`,
        )
      }
      let count = Math.min(left, room, queueStored.availablePermits)
      if (count > 0) queueStored.tryAcquire(count)
      else {
        if (!(yield* queueStored.acquireWithin(1, settings.keepAliveSeconds * microsPerSecond))) {
          counters.add('EventTakeAttemptCount')
          return
        }
        count = 1
      }
      counters.add('EventTakeAttemptCount', count)
      for (const run of queue.take(count)) {
        this.#takeSlots += slotsOf(context, run)
        appendEvents(this.takeList, run)
        appendEvents(taken, run)
      }
      this.#takeCount += count
      left -= count
    }
  }

  protected override *doCommit(): Flow<void> {
    const { counters, queue, queueStored, queueRemaining, bytesRemaining, context } = this.#channel
    const { costs, process } = context
    yield* compute(process, costs.transactionMicros + costs.memoryEventMicros * (this.#putCount + this.#takeCount))
    const remainingChange = this.#takeCount - this.#putCount
    if (remainingChange < 0) yield* this.#acquirePlaces(-remainingChange)
    queue.addTail(this.#putList)
    context.heap.keep(this.#putList)
    context.heap.free(this.takeList)
    this.#channel.accountFor(this.#putList)
    const puts = this.#putCount
    const takes = this.#takeCount
    bytesRemaining.release(this.#takeSlots)
    this.#clear()
    queueStored.release(puts)
    if (remainingChange > 0) queueRemaining.release(remainingChange)
    counters.add('EventPutSuccessCount', puts)
    counters.add('EventTakeSuccessCount', takes)
    counters.set('ChannelSize', queue.size)
  }

  *#acquirePlaces(places: number): Flow<void> {
    const { settings, queueRemaining, bytesRemaining, context } = this.#channel
    const keepAliveMicros = settings.keepAliveSeconds * microsPerSecond
    if (!(yield* bytesRemaining.acquireWithin(this.#putSlots, keepAliveMicros))) {
      throw channelException(
        `Cannot commit transaction. Byte capacity allocated to store event body ${settings.byteSlots * SLOT_BYTES}.0reached. Please increase heap space/byte capacity allocated to the channel as the sinks may not be keeping up with the sources`,
      )
    }
    let hasPlaces = false
    try {
      hasPlaces = yield* queueRemaining.acquireWithin(places, keepAliveMicros)
    } finally {
      if (!hasPlaces) bytesRemaining.release(this.#putSlots)
    }
    if (hasPlaces) return
    yield* compute(context.process, context.costs.exceptionMicros)
    throw channelFullException(
      "Space for commit to queue couldn't be acquired. Sinks are likely not keeping up with sources, or the buffer size is too tight",
    )
  }

  protected override *doRollback(): Flow<void> {
    const { counters, queue, queueStored, context } = this.#channel
    const takes = this.#takeCount
    queue.addHead(this.takeList)
    this.#clear()
    queueStored.release(takes)
    counters.set('ChannelSize', queue.size)
    yield* compute(context.process, context.costs.transactionMicros)
  }

  protected override doClose(): void {
    this.#closed()
  }

  #clear(): void {
    this.takeList = []
    this.#putList = []
    this.#putCount = 0
    this.#takeCount = 0
    this.#putSlots = 0
    this.#takeSlots = 0
  }
}

/** Slots that the bodies of a run take: each event rounds up, an empty body takes one. */
function slotsOf({ lane: { streams } }: AgentContext, run: EventRun): number {
  if (isUniform(streams, run)) return Math.max(1, Math.ceil(bodyBytes(streams, run) / run.count / SLOT_BYTES)) * run.count
  let slots = 0
  for (const event of eachEvent([run])) slots += Math.max(1, Math.ceil(bodyBytes(streams, event) / SLOT_BYTES))
  return slots
}
