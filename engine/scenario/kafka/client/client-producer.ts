import { KafkaProducer } from '../../../kafka/producer/kafka-producer.ts'
import type { SendResult } from '../../../kafka/producer/producer-batch.ts'
import type { KafkaClient, RecordMetadata } from '../../api/kafka-client-types.ts'
import { describe, OptionError, OptionReader } from '../../check-options.ts'
import type { ClientApplication } from './client-application.ts'
import { clientTransaction } from './client-transaction.ts'
import { checkMessage, ClientRecords } from './client-records.ts'

/**
 * A producer with KafkaJS's methods for the reader's own code, over the simulated Java producer.
 * @param kind its name within its process
 */
export function clientProducer(application: ClientApplication, kind: string, properties: Readonly<Record<string, string>>): ReturnType<KafkaClient['producer']> {
  const { scope, addStream } = application.ground
  const { play, lane } = scope
  const records = new Map<string, ClientRecords>()
  let producer: KafkaProducer | undefined
  const recordsFor = (topic: string): ClientRecords => {
    let known = records.get(topic)
    if (known === undefined) {
      known = new ClientRecords(play, `${application.name} to ${topic}`)
      records.set(topic, known)
      addStream(topic, known.load.stream.index)
    }
    return known
  }
  const send = (topic: string, messages: readonly unknown[]): Promise<RecordMetadata[]> => {
    const connected = producer
    if (connected === undefined) throw new OptionError('send: the producer is not connected.', undefined, 'await producer.connect() first.')
    const checked = messages.map(checkMessage)
    return play.promise((resolve, reject) => {
      const collect = resultCollector(checked.length, resolve, reject)
      if (checked.length === 0) resolve([])
      for (const message of checked) {
        const run = { first: recordsFor(topic).add(message), count: 1 }
        lane.ledger.offered(run, application.process.name)
        connected.send({ topic, run, ...(message.partition === undefined ? {} : { partition: message.partition }) }, collect)
      }
    })
  }
  const sendRequest = async (request: unknown): Promise<RecordMetadata[]> => {
    const reader = new OptionReader('send', request, ['topic', 'messages'])
    const messages = reader.raw('messages')
    if (!Array.isArray(messages)) throw new OptionError(`send: 'messages' must be an array, and is ${describe(messages)}.`, 'messages')
    return send(reader.text('topic'), messages)
  }
  let hasBegun = false
  return Object.freeze({
    connect: () => play.promise<undefined>((resolve) => {
      application.whenRunning(() => {
        producer ??= new KafkaProducer({ context: application.context(kind), properties })
        resolve(undefined)
      })
    }),
    send: sendRequest,
    transaction: () => {
      if (producer === undefined) throw new OptionError('transaction: the producer is not connected.', undefined, 'await producer.connect() first.')
      const isFirst = !hasBegun
      hasBegun = true
      return clientTransaction(play, producer, sendRequest, isFirst)
    },
    disconnect: () => play.promise<undefined>((resolve) => {
      const open = producer
      producer = undefined
      if (open === undefined) resolve(undefined)
      else open.close(undefined, () => { resolve(undefined) })
    }),
  })
}

/** Gathers the results of single records into one answer: by partition, or the first exception. */
function resultCollector(count: number, resolve: (result: RecordMetadata[]) => void, reject: (error: Error) => void): (result: SendResult) => void {
  const stored = new Map<number, RecordMetadata>()
  let left = count
  let error: Error | undefined
  return (result) => {
    if (result.kind === 'failed') error ??= result.error
    else if (!stored.has(result.partition)) stored.set(result.partition, { topicName: result.topic, partition: result.partition, baseOffset: String(result.offset) })
    left -= result.run.count
    if (left > 0) return
    if (error === undefined) resolve([...stored.values()])
    else reject(error)
  }
}
