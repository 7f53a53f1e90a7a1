import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import { KafkaProducer } from '../../kafka/producer/kafka-producer.ts'
import type { SendResult } from '../../kafka/producer/producer-batch.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import { connectException } from '../data/connect-exceptions.ts'
import { SourceConversion, type OutgoingRecords, type SentRecords } from './convert-source-records.ts'
import type { SourceConnectorTask, SourceRecords } from './source-connector.ts'
import { caughtException, clientProperties, millisOf, taskName, traceOf, type ConnectTask, type TaskContext } from './task-context.ts'
import { TopicCreation } from './topic-creation.ts'

/** Records handed to the producer, in order; `left` have no answer yet. */
interface Submitted {
  /** Of the records that the connector gave: the number behind the last of these. */
  readonly end: number
  left: number
}

/** What Connect's worker sets for the producers of its sources (Worker.baseProducerConfigs). */
const PRODUCER = {
  'request.timeout.ms': '30000', 'max.block.ms': '9223372036854775807', 'enable.idempotence': 'false', acks: 'all',
  'max.in.flight.requests.per.connection': '1', 'delivery.timeout.ms': '2147483647',
} as const

/**
 * A source's task: asks the connector for records and sends them; every offset.flush.interval.ms the connector writes down
 * how far the brokers have acknowledged without a gap (WorkerSourceTask, SubmittedRecords).
 */
export class SourceTask implements ConnectTask {
  readonly #context: TaskContext
  readonly #name: string
  readonly #connector: SourceConnectorTask
  readonly #conversion: SourceConversion
  readonly #producer: KafkaProducer
  readonly #topics: TopicCreation
  readonly #incarnation: number
  readonly #isTolerant: boolean
  #submitted: Submitted[] = []
  #given = 0
  #acknowledged = 0
  /** Taken from the connector, and not handed to the producer yet. */
  #inHand: OutgoingRecords[] = []
  #isPaused = false
  #phase: 'idle' | 'polling' | 'sending' = 'idle'
  #isOver = false
  #onStopped: (() => void) | undefined

  /** @throws KafkaException for a configuration that its parts refuse */
  constructor(context: TaskContext, makeConnector: (context: TaskContext) => SourceConnectorTask) {
    this.#context = context
    this.#name = taskName(context)
    const { lane, process, properties, connector, number } = context
    this.#incarnation = process.incarnation
    this.#isTolerant = properties.get('errors.tolerance') === 'all'
    this.#conversion = new SourceConversion(context)
    this.#topics = new TopicCreation(context)
    this.#connector = makeConnector(context)
    const clientId = `connector-producer-${connector}-${String(number)}`
    const everywhere = () => lane.ledger.destinations.map(({ index }) => index)
    this.#producer = new KafkaProducer({
      context: { lane, process, name: `${this.#name}/producer`, clientId },
      properties: clientProperties(context, 'producer', { ...PRODUCER, 'client.id': clientId }),
      ...(this.#connector.isRepeatable ? {} : { relay: { destinations: everywhere } }),
    })
    lane.ledger.addHolder({ place: this.#name, walk: (visit) => { this.#walk(visit) } })
    const stopListening = process.onEnd(() => {
      stopListening()
      if (!this.#isOver) this.#giveUp('the worker died')
    })
    this.#flushLater()
    this.#poll()
  }

  pause(): void {
    this.#isPaused = true
    this.#context.onState('PAUSED')
  }

  resume(): void {
    if (!this.#isPaused) return
    this.#isPaused = false
    this.#context.onState('RUNNING')
    this.#poll()
  }

  /** What it has in hand still goes out, as long as that can be waited for. */
  stop(done: () => void): void {
    if (this.#isOver) {
      done()
      return
    }
    this.#onStopped = done
    if (this.#phase !== 'sending') this.#end()
    else this.#context.process.after(millisOf(this.#context.worker, 'task.shutdown.graceful.timeout.ms', 5000) * 1000, () => { this.#end() })
  }

  #end(): void {
    if (this.#isDead()) return
    this.#giveUp('the task was stopped')
    this.#producer.flush(() => {
      this.#connector.commit(this.#acknowledged)
      this.#producer.close(30_000, () => { this.#onStopped?.() })
    })
  }

  #isDead(): boolean {
    return this.#isOver || this.#context.process.incarnation !== this.#incarnation || !this.#context.process.isAlive
  }

  #poll(): void {
    if (this.#isDead() || this.#isPaused || this.#phase !== 'idle') return
    this.#phase = 'polling'
    this.#connector.poll((records) => { if (!this.#isDead()) this.#take(records) })
  }

  #take(records: readonly SourceRecords[]): void {
    this.#phase = 'sending'
    const outgoing = caughtException(() => this.#conversion.convert(records))
    if (outgoing instanceof KafkaException) {
      this.#inHand = records.map(({ run }) => ({ given: run }))
      this.#fail(outgoing)
      return
    }
    this.#inHand = [...outgoing]
    this.#sendNext()
  }

  /** Sends what a poll has brought; the next poll begins when the last `send()` has returned. */
  #sendNext(): void {
    if (this.#isDead()) return
    while (this.#inHand[0] !== undefined && this.#inHand[0].sent === undefined) this.#drop()
    const sent = this.#inHand[0]?.sent
    if (sent !== undefined) this.#send(sent)
    else if (this.#onStopped !== undefined) this.#end()
    else {
      this.#phase = 'idle'
      this.#poll()
    }
  }

  #send(sent: SentRecords): void {
    this.#topics.ensure(sent.topic, (error) => {
      if (this.#isDead()) return
      if (error !== undefined) {
        this.#fail(error)
        return
      }
      const submitted = this.#submit()
      this.#producer.send(sent, (result) => { this.#settled(submitted, result) }, () => { this.#sendNext() })
    })
  }

  /** Takes the next records out of its hand; their answer counts once those before have theirs. */
  #submit(): Submitted {
    const count = this.#inHand.shift()?.given.count ?? 0
    this.#given += count
    const submitted: Submitted = { end: this.#given, left: count }
    this.#submitted.push(submitted)
    return submitted
  }

  #drop(): void {
    const [outgoing] = this.#inHand
    if (outgoing === undefined) return
    const { given, problem } = outgoing
    this.#answered(this.#submit(), given.count)
    const cause = problem === undefined ? 'a transformation dropped it' : `passed over: ${problem.message}`
    this.#context.lane.ledger.copyEnded(given, { fate: problem === undefined ? 'filtered' : 'dropped', place: this.#name, cause })
  }

  #settled(submitted: Submitted, result: SendResult): void {
    const { ledger } = this.#context.lane
    if (!this.#connector.isRepeatable) {
      if (result.kind === 'acknowledged') ledger.accepted(result.run, this.#name)
      else ledger.copyEnded(result.run, { fate: 'dropped', place: this.#name, cause: `${result.error.className}: ${result.error.message}` })
    }
    if (result.kind === 'failed' && !this.#isTolerant) this.#fail(connectException('Unrecoverable exception from producer send callback', result.error))
    else this.#answered(submitted, result.run.count)
  }

  #answered(submitted: Submitted, count: number): void {
    submitted.left -= count
    while (this.#submitted[0]?.left === 0) this.#acknowledged = this.#submitted.shift()?.end ?? this.#acknowledged
  }

  #fail(error: KafkaException): void {
    if (this.#isOver) return
    const { process, connector, number, onState } = this.#context
    process.log(this.#name, 'ERROR', `WorkerSourceTask{id=${connector}-${String(number)}} Task threw an uncaught and unrecoverable exception. Task is being killed and will not recover until manually restarted`)
    this.#giveUp('the task failed')
    onState('FAILED', traceOf(error))
    this.#producer.close(0, () => undefined)
    this.#onStopped?.()
  }

  /** Takes and sends no more; what nobody can give again is gone. */
  #giveUp(cause: string): void {
    this.#isOver = true
    this.#connector.stop(cause)
    const inHand = this.#inHand.splice(0)
    if (this.#connector.isRepeatable) return
    for (const { given } of inHand) this.#context.lane.ledger.copyEnded(given, { fate: 'lost', place: this.#name, cause: `${cause} with it in hand` })
  }

  #flushLater(): void {
    this.#context.process.after(millisOf(this.#context.worker, 'offset.flush.interval.ms', 60_000) * 1000, () => {
      if (this.#isDead()) return
      this.#connector.commit(this.#acknowledged)
      this.#flushLater()
    })
  }

  #walk(visit: (run: RecordRun) => void): void {
    this.#connector.walk(visit)
    if (!this.#connector.isRepeatable) for (const { given } of this.#inHand) visit(given)
  }
}
