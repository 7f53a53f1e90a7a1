import type { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import { KafkaProducer } from '../../kafka/producer/kafka-producer.ts'
import type { SendResult } from '../../kafka/producer/producer-batch.ts'
import type { LineFile } from '../../flume/files/line-file.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import type { Timer } from '../../sim/process.ts'
import { connectException } from '../data/connect-exceptions.ts'
import { schemaOf } from '../data/schema.ts'
import type { Transform } from '../transform/transformation.ts'
import { clientProperties, millisOf, taskName, traceOf, type ConnectTask, type TaskContext } from './task-context.ts'
import { transformationChain } from './transformation-chain.ts'
import { TopicCreation } from './topic-creation.ts'

/** Lines handed to the producer, in order; `left` have no answer yet. */
interface Submitted {
  readonly endLine: number
  left: number
}

const pollWaitMicros = 1_000_000

/** What Connect's worker sets for the producers of its sources (Worker.baseProducerConfigs). */
const PRODUCER = {
  'request.timeout.ms': '30000', 'max.block.ms': '9223372036854775807', 'enable.idempotence': 'false', acks: 'all',
  'max.in.flight.requests.per.connection': '1', 'delivery.timeout.ms': '2147483647',
} as const

/**
 * The task of a FileStreamSource: a record for each whole line, sent to a topic; the position behind the last line that the
 * brokers have acknowledged without a gap is written down every offset.flush.interval.ms (WorkerSourceTask, SubmittedRecords).
 */
export class SourceTask implements ConnectTask {
  readonly #context: TaskContext
  readonly #name: string
  readonly #path: string
  readonly #producer: KafkaProducer
  readonly #topics: TopicCreation
  readonly #transform: Transform
  readonly #incarnation: number
  #submitted: Submitted[] = []
  #line: number | undefined
  #acknowledgedLine: number | undefined
  #isPaused = false
  #isOver = false
  #timer: Timer | undefined
  readonly #isTolerant: boolean

  constructor(context: TaskContext) {
    this.#context = context
    this.#name = taskName(context)
    const { lane, process, properties, connector, number } = context
    this.#path = properties.get('file') ?? ''
    this.#incarnation = process.incarnation
    this.#isTolerant = properties.get('errors.tolerance') === 'all'
    this.#transform = transformationChain(properties)
    this.#topics = new TopicCreation(context)
    this.#producer = new KafkaProducer({
      context: { lane, process, name: `${this.#name}/producer`, clientId: `connector-producer-${connector}-${String(number)}` },
      properties: clientProperties(context, 'producer', { ...PRODUCER, 'client.id': `connector-producer-${connector}-${String(number)}` }),
    })
    lane.ledger.addHolder({ place: this.#name, walk: (visit) => { this.#walk(visit) } })
    this.#file()?.addReader({ onAppend: () => undefined })
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
    if (this.#timer === undefined) this.#poll()
  }

  stop(done: () => void): void {
    if (this.#isOver) {
      done()
      return
    }
    this.#isOver = true
    this.#producer.flush(() => {
      this.#commit()
      this.#producer.close(30_000, done)
    })
  }

  #isDead(): boolean {
    return this.#isOver || this.#context.process.incarnation !== this.#incarnation || !this.#context.process.isAlive
  }

  #file(): LineFile | undefined {
    return this.#context.files.find(this.#path)
  }

  #again(): void {
    this.#timer = this.#context.process.after(pollWaitMicros, () => { this.#poll() })
  }

  #poll(): void {
    this.#timer = undefined
    if (this.#isDead() || this.#isPaused) return
    const file = this.#file()
    if (file === undefined) {
      this.#context.process.log(this.#name, 'WARN', `Couldn't find file ${this.#path} for FileStreamSourceTask, sleeping to wait for it to be created`)
      this.#again()
      return
    }
    this.#line ??= this.#savedLine(file)
    this.#acknowledgedLine ??= this.#line
    const from = this.#line
    const runs = file.read(from, Number(this.#context.properties.get('batch.size') ?? '2000'))
    if (runs.length === 0) {
      this.#again()
      return
    }
    this.#sendAll(runs)
  }

  #savedLine(file: LineFile): number {
    return file.lineOfByte(this.#context.offsets.read(this.#context.connector, this.#path) ?? 0)
  }

  /** Sends a poll's records; the next poll begins when the last `send()` has returned. */
  #sendAll(runs: readonly RecordRun[]): void {
    const parts = runs.flatMap((run) => this.#routed(run))
    let index = 0
    const next = (): void => {
      const part = parts[index++]
      if (this.#isDead()) return
      if (part === undefined) {
        this.#poll()
        return
      }
      this.#line = (this.#line ?? 0) + part.run.count
      const submitted: Submitted = { endLine: this.#line, left: part.run.count }
      this.#submitted.push(submitted)
      if (part.topic === undefined) {
        submitted.left = 0
        this.#drop(part.run)
        next()
        return
      }
      const { topic, run } = part
      this.#topics.ensure(topic, (error) => {
        if (error === undefined) this.#producer.send({ topic, run }, (result) => { this.#settled(submitted, result) }, next)
        else this.#fail(error)
      })
    }
    next()
  }

  /** The topics that records go to after the transformations, in stretches; undefined for those that are dropped. */
  #routed(run: RecordRun): { readonly run: RecordRun; readonly topic: string | undefined }[] {
    const topic = this.#context.properties.get('topic') ?? ''
    if ((this.#context.properties.get('transforms') ?? '') === '') return [{ run, topic }]
    const { lane } = this.#context
    return Array.from({ length: run.count }, (_, offset) => {
      const record = this.#transform({
        topic, partition: null, keySchema: null, key: null, valueSchema: schemaOf('string'), value: lane.streams.valueOf(run.first + offset),
        timestamp: lane.nowMs, headers: [],
      })
      return { run: { first: run.first + offset, count: 1 }, topic: record?.topic }
    })
  }

  #drop(run: RecordRun): void {
    this.#context.lane.ledger.copyEnded(run, { fate: 'filtered', place: this.#name, cause: 'a transformation dropped it' })
  }

  #settled(submitted: Submitted, result: SendResult): void {
    if (result.kind === 'failed' && !this.#isTolerant) {
      this.#fail(connectException('Unrecoverable exception from producer send callback', result.error))
      return
    }
    submitted.left -= result.run.count
    while (this.#submitted[0]?.left === 0) this.#acknowledgedLine = this.#submitted.shift()?.endLine ?? this.#acknowledgedLine
  }

  #fail(error: KafkaException): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#context.process.log(this.#name, 'ERROR', `WorkerSourceTask{id=${this.#context.connector}-${String(this.#context.number)}} Task threw an uncaught and unrecoverable exception. Task is being killed and will not recover until manually restarted`)
    this.#context.onState('FAILED', traceOf(error))
    this.#producer.close(0, () => undefined)
  }

  #flushLater(): void {
    this.#context.process.after(millisOf(this.#context.worker, 'offset.flush.interval.ms', 60_000) * 1000, () => {
      if (this.#isDead()) return
      this.#commit()
      this.#flushLater()
    })
  }

  #commit(): void {
    const file = this.#file()
    if (file === undefined || this.#acknowledgedLine === undefined) return
    const position = file.byteOfLine(this.#acknowledgedLine)
    const { offsets, connector } = this.#context
    if (offsets.read(connector, this.#path) !== position && position > 0) offsets.write(connector, this.#path, position)
  }

  /** What can still be read: from the saved position on, or from the position of the running task. */
  #walk(visit: (run: RecordRun) => void): void {
    const file = this.#file()
    if (file === undefined || this.#context.process.incarnation !== this.#incarnation) return
    const from = this.#savedLine(file)
    for (const run of file.read(from, file.lineCount - from)) visit(run)
  }
}
