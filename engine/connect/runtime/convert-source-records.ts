import { bodyOf, eachEvent, type EventRun } from '../../flume/event/event-run.ts'
import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import { utf8Encode } from '../../kafka/record/utf8-encode.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import { connectException } from '../data/connect-exceptions.ts'
import { schemaOf } from '../data/schema.ts'
import { headerText } from '../data/values/header-text.ts'
import { utf8Decode } from '../data/values/utf8-decode.ts'
import type { ConnectRecord } from '../transform/connect-record.ts'
import type { Transform } from '../transform/transformation.ts'
import type { MadeRecord } from '../../ledger/made-forms.ts'
import type { SourceRecords } from './source-connector.ts'
import type { TaskContext } from './task-context.ts'
import { taskConverters, type TaskConverters } from './task-converters.ts'
import { transformationChain } from './transformation-chain.ts'

/** Records as they are sent, and where to. */
export interface SentRecords {
  readonly run: RecordRun
  readonly topic: string
}

/** Records on their way from a source to a topic. */
export interface OutgoingRecords {
  /** As the source gave them. */
  readonly given: RecordRun
  /** What they have become; absent for those that go nowhere. */
  readonly sent?: SentRecords
  /** Why a bad record is passed over. */
  readonly problem?: KafkaException
}

/** What makes records of a topic of what a source gives: transformations first, converters then (convertTransformedRecord). */
export class SourceConversion {
  readonly #context: TaskContext
  readonly #topic: string
  readonly #converters: TaskConverters
  readonly #transform: Transform
  /** Whether values pass as they are: text, and no transformation. */
  readonly #isPlain: boolean
  readonly #isTolerant: boolean

  /** @throws KafkaException for a configuration that its parts refuse */
  constructor(context: TaskContext) {
    const { worker, properties } = context
    this.#context = context
    this.#topic = properties.get('topic') ?? ''
    this.#converters = taskConverters(worker, properties)
    this.#transform = transformationChain(properties)
    const valueClass = properties.get('value.converter') ?? worker.get('value.converter') ?? ''
    this.#isPlain = valueClass.endsWith('.StringConverter') && (properties.get('transforms') ?? '') === ''
    this.#isTolerant = properties.get('errors.tolerance') === 'all'
  }

  /** @throws KafkaException a ConnectException for the first bad record, unless errors are tolerated */
  convert(records: readonly SourceRecords[]): OutgoingRecords[] {
    const outgoing: OutgoingRecords[] = []
    for (const { run, prefix } of records) {
      if (this.#isPlain && run.body === undefined) outgoing.push({ given: run, sent: { run: this.#context.forms.plain(run, prefix), topic: this.#topic } })
      else for (const one of eachEvent([run])) addOutgoing(outgoing, this.#convertOne(one, prefix))
    }
    return outgoing
  }

  #convertOne(one: EventRun, prefix: string): OutgoingRecords {
    const { lane, forms } = this.#context
    const given = { first: one.first, count: 1 }
    try {
      const record = this.#transform({
        topic: this.#topic, partition: null, keySchema: null, key: null, valueSchema: schemaOf('string'), value: prefix + bodyOf(lane.streams, one),
        timestamp: lane.nowMs, headers: [],
      })
      if (record === null) return { given }
      return { given, sent: { run: forms.made(one.first, this.#made(record)), topic: record.topic } }
    } catch (error) {
      if (!(error instanceof KafkaException)) throw error
      if (!this.#isTolerant) throw connectException('Tolerance exceeded in error handler', error)
      return { given, problem: error }
    }
  }

  #made({ keySchema, key, valueSchema, value, headers }: ConnectRecord): MadeRecord {
    const keyBytes = this.#converters.key.fromConnect(keySchema, key)
    const valueBytes = this.#converters.value.fromConnect(valueSchema, value) ?? utf8Encode('')
    return {
      key: keyBytes === null ? undefined : utf8Decode(keyBytes),
      value: utf8Decode(valueBytes),
      valueBytes: valueBytes.length,
      headers: headers.length === 0 ? undefined : new Map(headers.map((header) => [header.key, header.value === null ? '' : headerText(header.value)])),
    }
  }
}

/** Adds records, to the last ones where they go on from them in every way. */
function addOutgoing(outgoing: OutgoingRecords[], next: OutgoingRecords): void {
  const last = outgoing.at(-1)
  const isNext = (before: RecordRun | undefined, after: RecordRun | undefined) => (before === undefined ? after === undefined : before.first + before.count === after?.first)
  const goesOn = last !== undefined && last.problem === undefined && next.problem === undefined && last.sent?.topic === next.sent?.topic &&
    isNext(last.given, next.given) && isNext(last.sent?.run, next.sent?.run)
  if (!goesOn) {
    outgoing.push(next)
    return
  }
  const longer = ({ first, count }: RecordRun): RecordRun => ({ first, count: count + 1 })
  outgoing[outgoing.length - 1] = { given: longer(last.given), ...(last.sent === undefined ? {} : { sent: { topic: last.sent.topic, run: longer(last.sent.run) } }) }
}
