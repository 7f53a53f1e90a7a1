import { ConsumerLoop } from '../../../kafka/consumer/consumer-loop.ts'
import type { ConsumedRun } from '../../../kafka/consumer/consumed-run.ts'
import { KafkaConsumer } from '../../../kafka/consumer/kafka-consumer.ts'
import type { Lane } from '../../../ledger/lane.ts'
import type { KafkaClient, ReceivedMessage } from '../../api/kafka-client-types.ts'
import { describe, OptionError, OptionReader } from '../../check-options.ts'
import type { ClientApplication } from './client-application.ts'

const pollTimeoutMs = 100

/**
 * A consumer with KafkaJS's methods for the reader's own code: `eachMessage` is called for one record after the other of
 * each poll of the simulated Java consumer; a promise that it returns is waited for.
 */
export function clientConsumer(application: ClientApplication, kind: string, groupId: string, properties: Readonly<Record<string, string>>): ReturnType<KafkaClient['consumer']> {
  const { scope, progress, addReader } = application.ground
  const { play, lane } = scope
  const topics: string[] = []
  let offsetReset: string | undefined
  let loop: ConsumerLoop | undefined
  const run = (eachMessage: (received: ReceivedMessage) => unknown): void => {
    const destination = lane.ledger.destination(groupId)
    const context = application.context(kind)
    for (const topic of topics) addReader(groupId, topic, destination.index)
    const consumer = new KafkaConsumer({ context, progress, properties: offsetReset === undefined ? properties : { 'auto.offset.reset': offsetReset, ...properties } })
    const deliver = (record: number): void => { lane.ledger.delivered(destination, { first: record, count: 1 }, context.name) }
    loop = new ConsumerLoop({
      context, consumer, destination, pollMs: pollTimeoutMs, commit: consumer.config.enableAutoCommit ? 'auto' : 'after', handlerMicros: 0,
      isDeliveredElsewhere: true,
      handler: (records, done) => { handleOneByOne({ lane, records, eachMessage, deliver, fail: (error) => { play.fail(error) }, resume: (next) => { application.process.after(0, next) } }, done) },
    })
    consumer.subscribe(topics)
    loop.start()
  }
  return Object.freeze({
    connect: () => play.promise<undefined>((resolve) => { application.whenRunning(() => { resolve(undefined) }) }),
    subscribe: async (request: unknown) => {
      const reader = new OptionReader('subscribe', request, ['topics', 'fromBeginning'])
      const wanted = reader.raw('topics')
      if (!Array.isArray(wanted)) throw new OptionError(`subscribe: 'topics' must be an array of names, and is ${describe(wanted)}.`, 'topics')
      topics.push(...wanted.map(String))
      if (reader.has('fromBeginning')) offsetReset = reader.raw('fromBeginning') === true ? 'earliest' : 'latest'
      return Promise.resolve()
    },
    run: async (options: unknown) => {
      const eachMessage = new OptionReader('run', options, ['eachMessage']).raw('eachMessage')
      if (typeof eachMessage !== 'function') throw new OptionError(`run: 'eachMessage' must be a function, and is ${describe(eachMessage)}.`, 'eachMessage')
      run(eachMessage as (received: ReceivedMessage) => unknown)
      return Promise.resolve()
    },
    disconnect: () => play.promise<undefined>((resolve) => {
      if (loop === undefined) resolve(undefined)
      else loop.stop(() => { resolve(undefined) })
      loop = undefined
    }),
  })
}

interface Handling {
  readonly lane: Lane
  readonly records: ConsumedRun
  readonly eachMessage: (received: ReceivedMessage) => unknown
  readonly deliver: (record: number) => void
  readonly fail: (error: unknown) => void
  /** Goes on within the process, if it still lives. */
  readonly resume: (next: () => void) => void
}

/** Calls the reader's function for each record; only a promise costs a turn of the event loop. */
function handleOneByOne({ lane, records, eachMessage, deliver, fail, resume }: Handling, done: () => void): void {
  let index = 0
  const goOn = (): void => {
    for (; index < records.run.count; index++) {
      const record = records.run.first + index
      const result = eachMessage(messageOf(lane, records, index))
      if (result instanceof Promise) {
        index++
        lane.simulation.readerWaits = true
        result.then(() => { resume(() => { deliver(record); goOn() }) }, fail)
        return
      }
      deliver(record)
    }
    done()
  }
  try {
    goOn()
  } catch (error) {
    fail(error)
  }
}

function messageOf(lane: Lane, { topic, partition, offset, run, timestampMs }: ConsumedRun, index: number): ReceivedMessage {
  const record = run.first + index
  return {
    topic,
    partition,
    message: {
      key: lane.streams.keyOf(record) ?? null,
      value: lane.streams.valueOf(record),
      headers: Object.fromEntries(lane.streams.headersOf(record) ?? []),
      offset: String(offset + index),
      timestamp: String(timestampMs),
    },
  }
}
