import type { RecordStream } from '../../ledger/record-stream.ts'
import { Counters } from '../agent/counters.ts'
import { isChannelException } from '../exceptions.ts'
import type { Status } from '../sinks/sink.ts'
import { compute, type Flow, type JavaThread } from '../thread/java-thread.ts'
import { sequenceContent } from './sequence-content.ts'
import type { PollableSource } from './source.ts'
import type { SourceContext } from './source-context.ts'

const LOGGER = 'SequenceGeneratorSource'

/** What is known of a seq source beyond the life of its process: the numbers it makes, and how far it is. */
class GeneratedNumbers {
  readonly stream: RecordStream
  nextNumber = 0
  offered = 0
  isRunning = false

  constructor(context: SourceContext) {
    const { lane } = context.agent
    this.stream = lane.streams.add(sequenceContent(context.id, 0))
    lane.ledger.addHolder({
      place: context.id,
      destinations: () => context.destinations,
      walk: (visit) => {
        const from = this.isRunning ? this.nextNumber : 0
        if (from < this.offered) visit({ first: this.stream.base + from, count: this.offered - from })
      },
    })
  }
}

/** Makes events of the numbers from 0 on; a new process begins at 0 again. Source: org.apache.flume.source.SequenceGeneratorSource. */
export class SequenceGeneratorSource implements PollableSource {
  readonly name: string
  readonly counters: Counters
  readonly backoffSleepIncrementMs: number
  readonly maxBackoffSleepMs: number
  readonly #context: SourceContext
  readonly #batchSize: number
  readonly #totalEvents: number
  readonly #numbers: GeneratedNumbers
  #eventsSent = 0

  constructor(context: SourceContext) {
    const { settings, batchSize } = context.loaded
    this.#context = context
    this.name = context.name
    this.counters = new Counters(context.agent, 'SOURCE', context.name)
    this.backoffSleepIncrementMs = Number(settings['backoffSleepIncrement'] ?? 1000)
    this.maxBackoffSleepMs = Number(settings['maxBackoffSleep'] ?? 5000)
    this.#batchSize = batchSize ?? 1
    this.#totalEvents = Number(settings['totalEvents'] ?? Number.MAX_SAFE_INTEGER)
    this.#numbers = context.agent.lasting(`seq ${context.id}`, () => new GeneratedNumbers(context))
  }

  agentEnded(): void {
    this.#numbers.isRunning = false
  }

  get description(): string {
    return `org.apache.flume.source.SequenceGeneratorSource{name:${this.name},state:START}`
  }

  *start(): Flow<void> {
    this.#context.log('INFO', { logger: LOGGER, message: 'Sequence generator source do starting' })
    this.counters.start()
    this.#numbers.nextNumber = this.#eventsSent
    this.#numbers.isRunning = true
    this.#context.agent.lane.ledger.owe(this.#numbers.stream.index, this.#context.destinations)
  }

  *stop(): Flow<void> {
    this.#context.log('INFO', { logger: LOGGER, message: 'Sequence generator source do stopping' })
    this.counters.stop()
    this.#context.log('INFO', { logger: LOGGER, message: `Sequence generator source do stopped. Metrics:${this.name}` })
  }

  *process(thread: JavaThread): Flow<Status> {
    const count = Math.min(this.#batchSize, this.#totalEvents - this.#eventsSent)
    if (count > 0) yield* this.#send(thread, count)
    return count < this.#batchSize ? 'BACKOFF' : 'READY'
  }

  *#send(thread: JavaThread, count: number): Flow<void> {
    const { agent, processor, id } = this.#context
    const run = { first: this.#numbers.stream.base + this.#eventsSent, count }
    agent.lane.ledger.offered(run, id)
    this.#numbers.offered = Math.max(this.#numbers.offered, this.#eventsSent + count)
    try {
      if (this.#batchSize === 1) yield* processor.processEvent(thread, run)
      else yield* processor.processEventBatch(thread, [run])
    } catch (error) {
      if (!isChannelException(error)) throw error
      this.#context.log('ERROR', { logger: LOGGER, message: `${this.name} source could not write to channel.`, thrown: error })
      this.counters.add('ChannelWriteFail')
      yield* compute(agent.process, agent.costs.exceptionMicros)
      return
    }
    if (this.#batchSize > 1) this.counters.add('AppendBatchAcceptedCount')
    this.counters.add('EventAcceptedCount', count)
    this.#eventsSent += count
    this.#numbers.nextNumber = this.#eventsSent
    this.#context.accepted([run])
  }
}
