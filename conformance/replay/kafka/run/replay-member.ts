import { KafkaConsumer } from '../../../../engine/kafka/consumer/kafka-consumer.ts'
import type { TopicPartition } from '../../../../engine/kafka/consumer/topic-partition.ts'
import { wakeLateMicrosOf, type ClientContext } from '../../../../engine/kafka/client/client-context.ts'
import type { KafkaException } from '../../../../engine/kafka/protocol/kafka-exception.ts'
import { listOf, numberOf, plainText, property, textOf, type JsonObject } from '../../../json.ts'
import type { ReceivedRecord } from './replay-consumer.ts'
import { thrownText } from './send-record.ts'

/** Something that a member of a group told its recorder. */
export interface MemberEvent {
  readonly micros: number
  readonly event: string
  readonly text: string
}

/** Errors of `poll` after which a member ends. */
const fatal = /FencedInstanceId|UnreleasedInstanceId|Authorization|InvalidConfiguration|UnsupportedVersion/
/** Pause after another error of `poll`, in microseconds. */
const afterErrorMicros = 200_000
/** A consumer of a group as its own process: polls, works on each record, commits as its entry in the setup says. */
export class ReplayMember {
  readonly events: MemberEvent[] = []
  readonly processed: ReceivedRecord[] = []
  readonly #spec: JsonObject
  readonly #context: ClientContext
  readonly #properties: Readonly<Record<string, string>>
  #consumer: KafkaConsumer | undefined
  #isClosing = false
  #hasBlocked = false
  #onClosed: (() => void) | undefined

  constructor(spec: JsonObject, context: ClientContext, properties: Readonly<Record<string, string>>) {
    this.#spec = spec
    this.#context = context
    this.#properties = properties
  }

  /** When it first got partitions, in virtual microseconds. */
  get firstAssignedMicros(): number | undefined {
    return this.events.find(({ event, text }) => event === 'ASSIGNED' && text !== '[]')?.micros
  }

  /** Whether it has closed or ended. */
  get isClosed(): boolean {
    return this.events.some(({ event }) => event === 'CLOSED')
  }

  /** Starts the process, the consumer and its loop. @param startMicros until its first line @param coldMicros from there to its first poll, in virtual microseconds */
  start(startMicros: number, coldMicros: number): void {
    this.#context.process.start()
    this.#context.process.after(startMicros, () => { this.#begin(coldMicros) })
  }

  /** Leaves after the poll or the records in hand, as a program that is told to stop. */
  close(done: () => void): void {
    if (this.isClosed) {
      done()
      return
    }
    this.#onClosed = done
    this.#isClosing = true
  }

  #begin(coldMicros: number): void {
    this.#tell('START', '')
    const consumer = new KafkaConsumer({ context: this.#context, properties: this.#properties })
    this.#consumer = consumer
    consumer.subscribe(listOf(this.#spec, 'subscribe').map(plainText), {
      onPartitionsAssigned: (partitions) => { this.#tell('ASSIGNED', partitionText(partitions)) },
      onPartitionsRevoked: (partitions) => { this.#tell('REVOKED', partitionText(partitions)) },
      onPartitionsLost: (partitions) => { this.#tell('LOST', partitionText(partitions)) },
    })
    this.#context.process.after(coldMicros, () => { this.#poll(consumer) })
  }

  #poll(consumer: KafkaConsumer): void {
    if (this.#isClosing) {
      this.#end()
      return
    }
    consumer.poll(numberOf(this.#spec, 'pollMs') ?? 100, ({ records, error }) => {
      if (error !== undefined) this.#failed(consumer, error)
      else {
        const received = records.flatMap(({ run, offset, partition }) => Array.from({ length: run.count }, (_, index) => ({ record: run.first + index, offset: offset + index, partition })))
        this.#blockThen(received.length > 0, () => { this.#handle(consumer, received) })
      }
    })
  }

  #failed(consumer: KafkaConsumer, error: KafkaException): void {
    this.#tell('POLLERR', thrownText(error))
    if (fatal.test(error.className)) this.#end()
    else this.#context.process.after(afterErrorMicros, () => { this.#poll(consumer) })
  }

  /** Once, at the first records later than asked, the member sleeps between poll and processing. */
  #blockThen(hasRecords: boolean, next: () => void): void {
    const block = property(this.#spec, 'block')
    const first = this.events.find(({ event }) => event === 'ASSIGNED')?.micros
    const isDue = first !== undefined && this.#now >= first + (numberOf(block, 'afterFirstAssignmentMs') ?? Infinity) * 1000
    if (!hasRecords || this.#hasBlocked || !isDue) {
      next()
      return
    }
    this.#hasBlocked = true
    this.#tell('BLOCK', '')
    this.#context.process.after((numberOf(block, 'forMs') ?? 0) * 1000, () => {
      this.#tell('UNBLOCK', '')
      next()
    })
  }

  #handle(consumer: KafkaConsumer, records: readonly Omit<ReceivedRecord, 'micros'>[]): void {
    const commit = textOf(this.#spec, 'commit')
    const again = (): void => { this.#poll(consumer) }
    if (records.length === 0) again()
    else if (commit === 'before') this.#commit(consumer, () => { this.#work(records, 0, again) })
    else if (commit === 'after') this.#work(records, 0, () => { this.#commit(consumer, again) })
    else this.#work(records, 0, again)
  }

  #work(records: readonly Omit<ReceivedRecord, 'micros'>[], index: number, done: () => void): void {
    const workMs = numberOf(this.#spec, 'workMs') ?? 0
    // Work is a sleep, from which a thread wakes late.
    const workMicros = workMs === 0 ? 0 : workMs * 1000 + wakeLateMicrosOf(this.#context)
    const record = records[index]
    if (record === undefined) {
      done()
      return
    }
    this.#context.process.after(workMicros, () => {
      this.processed.push({ ...record, micros: this.#now })
      this.#work(records, index + 1, done)
    })
  }

  #commit(consumer: KafkaConsumer, done: () => void): void {
    consumer.commitSync(undefined, (error) => {
      if (error !== undefined) this.#tell('COMMITERR', thrownText(error))
      done()
    })
  }

  #end(): void {
    if (this.events.some(({ event }) => event === 'CLOSING')) return
    this.#tell('CLOSING', '')
    this.#consumer?.close(() => {
      this.#tell('CLOSED', '')
      this.#onClosed?.()
    })
  }

  get #now(): number {
    return this.#context.lane.simulation.nowMicros
  }

  #tell(event: string, text: string): void {
    this.events.push({ micros: this.#now, event, text })
  }
}

/** `[0, 1]`, in order. */
function partitionText(partitions: readonly TopicPartition[]): string {
  return `[${partitions.map(({ partition }) => partition).sort((left, right) => left - right).join(', ')}]`
}
