import { KafkaException } from '../../../../engine/kafka/protocol/kafka-exception.ts'
import type { SendResult } from '../../../../engine/kafka/producer/producer-batch.ts'
import { numberInStream } from '../../../../engine/ledger/record-stream.ts'
import { NotReplayable } from '../../replayer.ts'
import type { ReplayClient } from './replay-client.ts'
import type { RunWorld } from './run-world.ts'

/** One record to send. */
export interface OneRecord {
  readonly topic: string
  /** Its number in the client's life. */
  readonly number: number
  readonly partition: number | undefined
  readonly timestampMs?: number
}

/** `<class>: <message>`, as recorders wrote exceptions. */
export function thrownText({ className, message }: KafkaException): string {
  return `${className}: ${message}`
}

/** Hands one record to the client's producer and notes its fate in the client's log. */
export function sendRecord(world: RunWorld, client: ReplayClient, record: OneRecord, onReturned?: () => void): void {
  const { producer, sendLog, stream } = client
  if (producer === undefined) throw new NotReplayable(`the client ${client.id} is no producer`)
  const run = { first: stream.base + record.number, count: 1 }
  sendLog.sent(record.number, world.clock.nowMicros)
  world.lane.ledger.offered(run, producer.name)
  const { topic, partition, timestampMs } = record
  const request = { topic, run, ...(partition === undefined ? {} : { partition }), ...(timestampMs === undefined ? {} : { timestampMs }) }
  try {
    producer.send(request, (result) => { settle(world, client, result) }, onReturned)
  } catch (error) {
    if (!(error instanceof KafkaException)) throw error
    sendLog.failed(record.number, world.clock.nowMicros, thrownText(error))
    onReturned?.()
  }
}

function settle(world: RunWorld, { sendLog }: ReplayClient, result: SendResult): void {
  const now = world.clock.nowMicros
  const first = numberInStream(result.run.first)
  for (let index = 0; index < result.run.count; index++) {
    if (result.kind === 'acknowledged') {
      sendLog.acked(first + index, now, { partition: result.partition, offset: result.offset < 0 ? -1 : result.offset + index })
    } else sendLog.failed(first + index, now, thrownText(result.error))
  }
}
