import type { Channel } from '../channels/channel.ts'
import { nullPointer } from '../conf/java/java-exception.ts'
import { appendEvents, type EventRun } from '../event/event-run.ts'
import { asJavaException, channelException, isChannelException } from '../exceptions.ts'
import type { Interceptor } from '../interceptors/interceptor.ts'
import type { ChannelSelector, Selected } from '../selectors/channel-selector.ts'
import type { Flow, JavaThread } from '../thread/java-thread.ts'
import type { AgentContext } from './agent-context.ts'
import { waysMissing } from './register-holders.ts'

/** What a channel processor is made of. */
export interface ChannelProcessorOptions {
  readonly context: AgentContext
  readonly source: string
  /** The source's channels, by name. */
  readonly channels: readonly string[]
  readonly selector: ChannelSelector
  readonly interceptors: readonly Interceptor[]
}

/**
 * Takes events of a source through the interceptors and into the channels: one transaction a channel, one after the other;
 * the first required channel that fails ends it, and those before it keep the events.
 * Source: org.apache.flume.channel.ChannelProcessor.
 */
export class ChannelProcessor {
  readonly #options: ChannelProcessorOptions
  /** The ways of the source when what is missing was found out last. */
  #waysSeen: readonly number[] | undefined
  #missing: readonly number[] = []

  constructor(options: ChannelProcessorOptions) {
    this.#options = options
  }

  /** One event. @throws JavaException a ChannelException, or what an interceptor or a closed channel throws */
  processEvent(thread: JavaThread, event: EventRun): Flow<void> {
    return this.#process(thread, [event], 'event')
  }

  /** A batch. @throws JavaException as `processEvent` */
  processEventBatch(thread: JavaThread, runs: readonly EventRun[]): Flow<void> {
    return this.#process(thread, runs, 'batch')
  }

  /** @throws OutOfMemoryError when the heap has no room for the events */
  *#process(thread: JavaThread, runs: readonly EventRun[], what: 'event' | 'batch'): Flow<void> {
    const grip = this.#options.context.heap.hold(runs)
    try {
      yield* this.#processHeld(thread, runs, what)
    } finally {
      grip.release()
    }
  }

  *#processHeld(thread: JavaThread, runs: readonly EventRun[], what: 'event' | 'batch'): Flow<void> {
    let events = runs
    for (const interceptor of this.#options.interceptors) events = interceptor.intercept(events)
    const selected = this.#options.selector(events)
    for (const [channel, list] of byChannel(selected, 'required')) {
      if (channel !== null) yield* this.#putRequired(thread, channel, list, what)
    }
    this.#accountForOthers(selected)
    for (const [channel, list] of byChannel(selected, 'optional')) yield* this.#putOptional(thread, channel, list, what)
    this.#accountForMissingWays(runs)
  }

  *#putRequired(thread: JavaThread, channel: Channel, runs: readonly EventRun[], what: string): Flow<void> {
    const transaction = channel.getTransaction(thread)
    try {
      transaction.begin()
      yield* transaction.put(runs)
      yield* transaction.commit()
    } catch (error) {
      const thrown = asJavaException(error)
      yield* transaction.rollback()
      if (isChannelException(thrown)) throw thrown
      throw channelException(`Unable to put ${what} on required channel: ${channel.description}`, thrown)
    } finally {
      transaction.close()
    }
    this.#noteCommitted(channel, runs)
  }

  *#putOptional(thread: JavaThread, channel: Channel | null, runs: readonly EventRun[], what: string): Flow<void> {
    if (channel === null) throw nullPointer('Cannot invoke "org.apache.flume.Channel.getTransaction()" because "optChannel" is null')
    const transaction = channel.getTransaction(thread)
    try {
      transaction.begin()
      yield* transaction.put(runs)
      yield* transaction.commit()
      this.#noteCommitted(channel, runs)
    } catch (error) {
      const thrown = asJavaException(error)
      yield* transaction.rollback()
      const { context, source } = this.#options
      const message = `Unable to put ${what} on optional channel: ${channel.description}`
      context.log(source, 'ERROR', { logger: 'ChannelProcessor', message, thrown })
      this.#drop(runs, channel.name, `optional channel: ${thrown.message}`)
    } finally {
      transaction.close()
    }
  }

  #noteCommitted(channel: Channel, runs: readonly EventRun[]): void {
    const { context } = this.#options
    for (const run of runs) context.lane.ledger.note('committed', run, context.id(channel.name))
  }

  /** Events that the selector sends to some channels only are filtered for the others; to none, they are dropped. */
  #accountForOthers(selected: Selected): void {
    for (const [run, { required, optional }] of selected) {
      if (required.length + optional.length >= this.#options.channels.length) continue
      const chosen = new Set([...required, ...optional].map((channel) => channel?.name))
      for (const name of this.#options.channels) {
        if (chosen.has(name)) continue
        if (chosen.size === 0) this.#drop([run], name, 'the selector has no channel for it, and the source was told that all is well')
        else this.#end(run, name, 'filtered', 'the selector sends it to another channel')
      }
    }
  }

  /** After an edit of the configuration: what is owed where these channels do not lead. */
  #accountForMissingWays(runs: readonly EventRun[]): void {
    const { context, source, channels } = this.#options
    const now = context.routes.ofSource(context.process.name, source)
    if (now !== this.#waysSeen) {
      this.#waysSeen = now
      this.#missing = waysMissing(context, source, channels)
    }
    if (this.#missing.length === 0) return
    const cause = 'no way there in the configuration that this source, or this connection to it, began with'
    for (const run of runs) context.lane.ledger.copyEnded(run, { fate: 'filtered', place: context.id(source), cause, destinations: this.#missing })
  }

  #drop(runs: readonly EventRun[], channel: string, cause: string): void {
    for (const run of runs) this.#end(run, channel, 'dropped', cause)
  }

  #end(run: EventRun, channel: string, fate: 'dropped' | 'filtered', cause: string): void {
    const { context, source } = this.#options
    const destinations = context.routes.ofChannel(context.process.name, channel)
    context.lane.ledger.copyEnded(run, { fate, place: context.id(source), cause, destinations })
  }
}

/** The runs for each channel, in the order in which the channels appear first. */
function byChannel(selected: Selected, kind: 'required' | 'optional'): Map<Channel | null, EventRun[]> {
  const lists = new Map<Channel | null, EventRun[]>()
  for (const [run, selection] of selected) {
    for (const channel of selection[kind]) {
      let list = lists.get(channel)
      if (list === undefined) {
        list = []
        lists.set(channel, list)
      }
      appendEvents(list, run)
    }
  }
  return lists
}
