import type { ProcessEnd } from '../../../sim/process.ts'
import type { AgentContext } from '../../agent/agent-context.ts'
import { Counters } from '../../agent/counters.ts'
import { EventQueue } from '../../event/event-queue.ts'
import type { EventRun } from '../../event/event-run.ts'
import type { Flow, JavaThread } from '../../thread/java-thread.ts'
import { Semaphore } from '../../thread/semaphore.ts'
import type { Channel } from '../channel.ts'
import { FileChannel } from '../file/file-channel.ts'
import type { FileChannelSettings } from '../file/file-channel-settings.ts'
import { DrainOrder } from './drain-order.ts'
import { SpillableTransaction } from './spillable-transaction.ts'

/** Settings of a spillable memory channel. */
export interface SpillableSettings {
  readonly memoryCapacity: number
  readonly overflowTimeoutSeconds: number
  /** Share of the memory that has to be free for the overflow to end. */
  readonly overflowDeactivationThreshold: number
  /** Bytes of one slot of memory. */
  readonly avgEventSizeBytes: number
  readonly byteSlots: number
  readonly isOverflowDisabled: boolean
  /** The overflow: its capacity is `overflowCapacity`, its keep-alive 0. */
  readonly overflow: FileChannelSettings
}

/**
 * A queue in memory that overflows into a file channel, drained in the order of commits over both.
 * Source: org.apache.flume.channel.SpillableMemoryChannel.
 */
export class SpillableMemoryChannel implements Channel {
  static readonly className = 'org.apache.flume.channel.SpillableMemoryChannel'
  readonly name: string
  readonly counters: Counters
  readonly context: AgentContext
  readonly settings: SpillableSettings
  readonly overflow: FileChannel
  readonly queue = new EventQueue()
  readonly drainOrder = new DrainOrder()
  readonly totalStored: Semaphore
  readonly memoryRemaining: Semaphore
  readonly bytesRemaining: Semaphore
  readonly #open = new Set<SpillableTransaction>()
  isOverflowActivated = false
  #hasStarted = false
  #isStarted = false

  constructor(context: AgentContext, name: string, settings: SpillableSettings) {
    this.context = context
    this.name = name
    this.settings = settings
    this.counters = new Counters(context, 'CHANNEL', name)
    this.overflow = new FileChannel(overflowContext(context), name, settings.overflow)
    this.totalStored = new Semaphore(context.process, 0)
    this.memoryRemaining = new Semaphore(context.process, settings.memoryCapacity)
    this.bytesRemaining = new Semaphore(context.process, settings.byteSlots)
  }

  get description(): string {
    return this.overflow.description
  }

  /** Events in memory and in the overflow that nobody has taken. */
  get size(): number {
    return this.drainOrder.size
  }

  get isStarted(): boolean {
    return this.#isStarted
  }

  /** Replays the overflow's log: what was on disk comes first. */
  *start(): Flow<void> {
    yield* this.overflow.start()
    if (!this.#hasStarted) {
      const stored = this.overflow.size
      this.drainOrder.put('overflow', stored)
      this.totalStored.release(stored)
      this.#hasStarted = true
    }
    this.counters.start()
    this.counters.set('ChannelCapacity', this.settings.memoryCapacity + (this.settings.isOverflowDisabled ? 0 : this.settings.overflow.capacity))
    this.showSize()
    this.#isStarted = true
  }

  *stop(): Flow<void> {
    this.#isStarted = false
    this.showSize()
    this.counters.stop()
    yield* this.overflow.stop()
  }

  /** Shows how much it has, and how much of it in memory (this is no counter of Flume's). */
  showSize(): void {
    const { recorder } = this.context.lane.simulation
    this.counters.set('ChannelSize', this.size)
    recorder.set(recorder.track(this.context.id(this.name), 'events-in-memory', 'number'), this.queue.size)
  }

  getTransaction(thread: JavaThread): SpillableTransaction {
    const transaction = new SpillableTransaction(thread, this, () => this.#open.delete(transaction))
    this.#open.add(transaction)
    return transaction
  }

  walk(visit: (run: EventRun) => void): void {
    this.#walkMemory(visit)
    this.overflow.walk(visit)
  }

  /** The part in memory is lost; the overflow is on disk. */
  dropMemory(end: ProcessEnd): void {
    const ending = { fate: 'lost' as const, place: this.context.id(this.name), cause: `${end}: in the memory of the spillable channel` }
    this.#walkMemory((run) => {
      this.context.lane.ledger.copyEnded(run, ending)
    })
    this.overflow.dropMemory()
  }

  /** Nobody will take from it again: what it has in memory is lost; the overflow stays on disk. */
  abandon(cause: string): void {
    this.#walkMemory((run) => {
      this.context.lane.ledger.copyEnded(run, { fate: 'lost', place: this.context.id(this.name), cause })
    })
    this.context.heap.free(this.queue.take(this.queue.size))
  }

  walkHeap(visit: (run: EventRun) => void): void {
    this.#walkMemory(visit)
  }

  #walkMemory(visit: (run: EventRun) => void): void {
    this.queue.walk(visit)
    for (const transaction of this.#open) for (const run of transaction.takeList) visit(run)
  }
}

/** The file channel below has the name and the log of the whole, and counters of its own that /metrics does not show. */
function overflowContext(context: AgentContext): AgentContext {
  return { ...context, id: (component) => `${context.id(component)}/overflow` }
}
