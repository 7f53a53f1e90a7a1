import type { KafkaConsumer } from '../../../../engine/kafka/consumer/kafka-consumer.ts'
import type { TopicPartition } from '../../../../engine/kafka/consumer/topic-partition.ts'
import type { Process } from '../../../../engine/sim/process.ts'

/** What a poll brings: records, or an exception. */
export type PollResult = Parameters<Parameters<KafkaConsumer['poll']>[1]>[0]

/** One record that a consumer got from `poll`. */
export interface ReceivedRecord {
  readonly record: number
  readonly offset: number
  readonly partition: number
  readonly micros: number
}

/** How a loop polls. */
export interface LoopOptions {
  readonly pollMs: number
  /** Milliseconds of work for each record. */
  readonly workMs: number
}

/** Pause of a recorder's loop after a poll that threw, in microseconds. */
const afterErrorMicros = 200_000

/** A consumer of a run, with everything that it received. */
export class ReplayConsumer {
  readonly consumer: KafkaConsumer
  readonly received: ReceivedRecord[] = []
  readonly #process: Process
  #isLooping = false

  /** @param assigned partitions that it takes at once; it seeks nothing, so its policy decides where it begins */
  constructor(consumer: KafkaConsumer, process: Process, assigned: readonly TopicPartition[]) {
    this.consumer = consumer
    this.#process = process
    if (assigned.length > 0) consumer.assign(assigned)
  }

  /** Polls until `stopLoop`. */
  startLoop(options: LoopOptions): void {
    this.#isLooping = true
    this.#pollAgain(options)
  }

  /** Lets the poll that runs be the last. */
  stopLoop(): void {
    this.#isLooping = false
  }

  /** One poll; what it brings is kept. */
  poll(timeoutMs: number, done: (result: PollResult) => void): void {
    this.consumer.poll(timeoutMs, (result) => {
      this.#keep(result)
      done(result)
    })
  }

  /** Closes the consumer. */
  close(done: () => void): void {
    this.#isLooping = false
    this.consumer.close(done)
  }

  #pollAgain(options: LoopOptions): void {
    if (!this.#isLooping) return
    this.poll(options.pollMs, (result) => {
      const count = result.records.reduce((sum, { run }) => sum + run.count, 0)
      const pauseMicros = result.error === undefined ? count * options.workMs * 1000 : afterErrorMicros
      this.#process.after(pauseMicros, () => { this.#pollAgain(options) })
    })
  }

  #keep({ records }: PollResult): void {
    const micros = this.#process.simulation.nowMicros
    for (const { run, offset, partition } of records) {
      for (let index = 0; index < run.count; index++) this.received.push({ record: run.first + index, offset: offset + index, partition, micros })
    }
  }
}
