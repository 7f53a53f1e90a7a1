import type { KafkaAdminClient } from '../../../../engine/kafka/admin/kafka-admin-client.ts'
import type { KafkaProducer } from '../../../../engine/kafka/producer/kafka-producer.ts'
import type { RecordStream } from '../../../../engine/ledger/record-stream.ts'
import type { Process } from '../../../../engine/sim/process.ts'
import type { JsonObject } from '../../../json.ts'
import type { ClientRecords } from './client-records.ts'
import type { ReplayConsumer } from './replay-consumer.ts'
import type { ReplayMember } from './replay-member.ts'
import type { SendLog } from './send-log.ts'

/** A client of a run, with what it sent and received. */
export interface ReplayClient {
  readonly id: string
  /** Its entry in `setup.clients`. */
  readonly spec: JsonObject
  readonly type: string
  readonly process: Process
  readonly records: ClientRecords
  readonly stream: RecordStream
  readonly sendLog: SendLog
  producer: KafkaProducer | undefined
  consumer: ReplayConsumer | undefined
  admin: KafkaAdminClient | undefined
  member: ReplayMember | undefined
  /** Stops the flow that runs, if one does. */
  stopFlow: (() => void) | undefined
}
