import type { Destination } from '../../ledger/lane-ledger.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import type { ClientContext } from '../client/client-context.ts'
import type { KafkaException } from '../protocol/kafka-exception.ts'
import type { ConsumedRun } from './consumed-run.ts'
import type { KafkaConsumer } from './kafka-consumer.ts'
import type { PollResult } from './poll-result.ts'

/** When a loop commits: never itself (auto commit or none), after it has processed a poll's records, or right after the poll. */
export type CommitStyle = 'auto' | 'after' | 'before'

/** What an application's poll loop is made from. */
export interface ConsumerLoopOptions {
  readonly context: ClientContext
  readonly consumer: KafkaConsumer
  /** The time-out of each poll. */
  readonly pollMs: number
  readonly commit: CommitStyle
  /** What the handling of one record costs, before `handler` is called; a modelling parameter. */
  readonly handlerMicros: number
  /** Deals with records and calls back; absent: they count as delivered when their cost is paid. */
  readonly handler?: (records: ConsumedRun, done: () => void) => void
  readonly destination: Destination
  /** Whether the handler's side (a store) reports the delivery. */
  readonly isDeliveredElsewhere?: boolean
  /** Called before each poll, when nothing is in hand: the application may move, pause or stop the consumer. */
  readonly beforePoll?: () => void
  /** A poll or commit failed; the loop goes on after 200 ms unless this returns false. */
  readonly onError?: (error: KafkaException, what: 'poll' | 'commit') => boolean
}

/** A step of the loop pays for as many records as this time covers, so that cheap handlers do not cost an event a record. */
const stepMicros = 1000
const errorPauseMicros = 200_000

/**
 * An application's loop around `poll`: handles every record in order, one after the other, and commits as it is written to.
 * What it has in hand dies with its process; below a committed offset nobody will read it again.
 */
export class ConsumerLoop {
  readonly #options: ConsumerLoopOptions
  #inHand: ConsumedRun[] = []
  #isStopping = false
  #onStopped: (() => void) | undefined
  #isDead = false

  constructor(options: ConsumerLoopOptions) {
    this.#options = options
    const { lane, process, name } = options.context
    lane.ledger.addHolder({ place: name, destinations: () => [options.destination.index], walk: (visit) => { this.#walk(visit) } })
    const { incarnation } = process
    process.onEnd(() => { if (process.incarnation === incarnation) this.#die() })
  }

  /** Begins to poll. */
  start(): void {
    this.#poll()
  }

  /** Stops after the records in hand, then closes the consumer and calls back. */
  stop(done: () => void): void {
    this.#isStopping = true
    this.#onStopped = done
  }

  #poll(): void {
    this.#options.beforePoll?.()
    if (this.#isStopping) {
      this.#options.consumer.close(() => { this.#onStopped?.() })
      return
    }
    this.#options.consumer.poll(this.#options.pollMs, (result) => { this.#polled(result) })
  }

  #polled({ records, error }: PollResult): void {
    if (error !== undefined) {
      if (this.#options.onError?.(error, 'poll') !== false) this.#options.context.process.after(errorPauseMicros, () => { this.#poll() })
      return
    }
    this.#inHand = [...records]
    if (this.#options.commit === 'before' && records.length > 0) this.#commit(() => { this.#handle() })
    else this.#handle()
  }

  #handle(): void {
    const first = this.#inHand[0]
    if (first === undefined) {
      this.#poll()
      return
    }
    const { handlerMicros, context } = this.#options
    const count = handlerMicros === 0 ? first.run.count : Math.min(first.run.count, Math.max(1, Math.floor(stepMicros / handlerMicros)))
    if (handlerMicros === 0) this.#handlePart(first, count)
    else context.process.after(Math.round(count * handlerMicros), () => { this.#handlePart(first, count) })
  }

  #handlePart(whole: ConsumedRun, count: number): void {
    const { handler, context, destination, isDeliveredElsewhere } = this.#options
    const part: ConsumedRun = { ...whole, run: { first: whole.run.first, count } }
    const done = (): void => {
      if (this.#isDead) return
      if (isDeliveredElsewhere !== true) context.lane.ledger.delivered(destination, part.run, context.name)
      const rest = whole.run.count - count
      if (rest === 0) this.#inHand.shift()
      else this.#inHand[0] = { ...whole, offset: whole.offset + count, run: { first: whole.run.first + count, count: rest } }
      this.#handled()
    }
    if (handler === undefined) done()
    else handler(part, done)
  }

  #handled(): void {
    if (this.#inHand.length === 0 && this.#options.commit === 'after') this.#commit(() => { this.#poll() })
    else this.#handle()
  }

  #commit(then: () => void): void {
    this.#options.consumer.commitSync(undefined, (error) => {
      if (error !== undefined) this.#options.onError?.(error, 'commit')
      then()
    })
  }

  #walk(visit: (run: RecordRun) => void): void {
    if (this.#isDead) return
    for (const { run } of this.#inHand) visit(run)
  }

  /** What was in hand below a committed offset is gone for its group. */
  #die(): void {
    if (this.#isDead) return
    this.#isDead = true
    const { consumer, context, destination } = this.#options
    for (const { topic, partition, offset, run } of this.#inHand) {
      const count = Math.min(run.count, consumer.highestCommitSent({ topic, partition }) - offset)
      if (count <= 0) continue
      context.lane.ledger.copyEnded({ first: run.first, count }, {
        fate: 'lost', place: context.name, cause: 'committed before it was processed', destinations: [destination.index],
      })
    }
    this.#inHand = []
  }
}
