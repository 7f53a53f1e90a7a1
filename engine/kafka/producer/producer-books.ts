import type { RecordRun } from '../../ledger/record-run.ts'
import type { ClientContext } from '../client/client-context.ts'
import type { KafkaException } from '../protocol/kafka-exception.ts'
import type { ProducerBatch, SendResult } from './producer-batch.ts'

/** A producer that passes on what others have made: its outcome is no news to whoever made the records. */
export interface RecordRelay {
  /** Indexes of the destinations that its records are on the way to. */
  readonly destinations: () => readonly number[]
}

/** What a producer tells the ledger about its records. */
export class ProducerBooks {
  readonly #context: ClientContext
  readonly #relay: RecordRelay | undefined

  constructor(context: ClientContext, relay: RecordRelay | undefined) {
    this.#context = context
    this.#relay = relay
  }

  /** A batch was written to the socket. */
  sent(batch: ProducerBatch, node: number): void {
    for (const run of batch.runs) {
      this.#context.lane.ledger.note('sent', run, this.#context.name, `to broker ${String(node)}, ${batch.topicPartition}`)
    }
  }

  /** An attempt failed, and will be made again. */
  refused(batch: ProducerBatch, reason: string): void {
    for (const run of batch.runs) this.#context.lane.ledger.refusedAttempt(run, this.#context.name, reason)
  }

  /** The application hears what became of its records. */
  settled(result: SendResult): void {
    const { ledger } = this.#context.lane
    if (this.#relay !== undefined) {
      if (result.kind === 'failed') ledger.note('refused', result.run, this.#context.name, textOf(result.error))
    } else if (result.kind === 'acknowledged') ledger.accepted(result.run, this.#context.name)
    else ledger.toldFailed(result.run, this.#context.name, textOf(result.error))
  }

  /** The process died with records in its memory. */
  diedWith(run: RecordRun): void {
    this.#context.lane.ledger.copyEnded(run, {
      fate: 'lost', place: this.#context.name, cause: 'the producer died with it in its buffer',
      ...(this.#relay === undefined ? {} : { destinations: this.#relay.destinations() }),
    })
  }
}

/** An exception as a log line has it: class and message. */
function textOf(error: KafkaException): string {
  return `${error.className}: ${error.message}`
}
