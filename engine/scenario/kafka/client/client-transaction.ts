import type { KafkaProducer } from '../../../kafka/producer/kafka-producer.ts'
import type { KafkaTransaction } from '../../api/kafka-client-types.ts'
import { describe, OptionError, OptionReader } from '../../check-options.ts'
import type { Play } from '../../play/play.ts'
import { readOffset } from './client-requests.ts'

/** Begins a transaction with KafkaJS's methods over the simulated Java producer. `send` is the producer's own; the first transaction fences older producers. */
export function clientTransaction(play: Play, producer: KafkaProducer, send: KafkaTransaction['send'], isFirst: boolean): Promise<KafkaTransaction> {
  const settle = (call: (done: (error: Error | undefined) => void) => void): Promise<void> => play.promise<undefined>((resolve, reject) => {
    call((error) => {
      if (error === undefined) resolve(undefined)
      else reject(error)
    })
  })
  const transaction = Object.freeze({
    send,
    sendOffsets: (request: unknown) => settle((done) => { producer.transactions.sendOffsetsToTransaction(offsetsIn(request), groupIn(request), done) }),
    commit: () => settle((done) => { producer.transactions.commitTransaction(done) }),
    abort: () => settle((done) => { producer.transactions.abortTransaction(done) }),
  })
  return play.promise((resolve, reject) => {
    const begin = (error?: Error): void => {
      if (error !== undefined) {
        reject(error)
        return
      }
      producer.transactions.beginTransaction()
      resolve(transaction)
    }
    if (isFirst) producer.transactions.initTransactions(begin)
    else begin()
  })
}

/** KafkaJS names the group only: offsets are taken without looking at its members. */
function groupIn(request: unknown): { readonly groupId: string; readonly generationId: number; readonly memberId: string; readonly groupInstanceId: null } {
  const groupId = new OptionReader('sendOffsets', request, ['consumerGroupId', 'topics']).text('consumerGroupId')
  return { groupId, generationId: -1, memberId: '', groupInstanceId: null }
}

function offsetsIn(request: unknown) {
  const topics = new OptionReader('sendOffsets', request, ['consumerGroupId', 'topics']).raw('topics')
  if (!Array.isArray(topics)) throw new OptionError(`sendOffsets: 'topics' must be an array, and is ${describe(topics)}.`, 'topics')
  return topics.flatMap((entry: unknown) => {
    const reader = new OptionReader('sendOffsets', entry, ['topic', 'partitions'])
    const partitions = reader.raw('partitions')
    if (!Array.isArray(partitions)) throw new OptionError(`sendOffsets: 'partitions' must be an array, and is ${describe(partitions)}.`, 'partitions')
    return partitions.map((partition: unknown) => {
      const one = new OptionReader('sendOffsets', partition, ['partition', 'offset'])
      return { topic: reader.text('topic'), partition: one.number('partition', Number.NaN, { min: 0, whole: true }), offset: readOffset(one, 0), leaderEpoch: -1, metadata: '' }
    })
  })
}
