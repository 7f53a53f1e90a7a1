import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import { KafkaProducer } from '../../kafka/producer/kafka-producer.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import { clientProperties, taskName, type TaskContext } from './task-context.ts'

/** Sends bad records as they were read to the topic errors.deadletterqueue.topic.name (DeadLetterQueueReporter). */
export class DeadLetterQueue {
  readonly topic: string
  readonly #producer: KafkaProducer

  /** Creates the topic with one partition where it is missing. */
  constructor(context: TaskContext, topic: string) {
    this.topic = topic
    const { lane, process, admin, properties, connector, number } = context
    const clientId = `connector-dlq-producer-${connector}-${String(number)}`
    this.#producer = new KafkaProducer({
      context: { lane, process, name: `${taskName(context)}/dead-letter-queue`, clientId },
      properties: clientProperties(context, 'producer', { 'client.id': clientId, 'enable.idempotence': 'false', acks: 'all', 'max.in.flight.requests.per.connection': '1', 'delivery.timeout.ms': '2147483647', 'max.block.ms': '9223372036854775807' }),
      relay: { destinations: () => [] },
    })
    const replicationFactor = Number(properties.get('errors.deadletterqueue.topic.replication.factor') ?? '3')
    admin.createTopic({ name: topic, numPartitions: 1, replicationFactor, assignments: [], configs: [] }, (result) => {
      if (result instanceof KafkaException && !result.className.endsWith('.TopicExistsException')) process.log(taskName(context), 'ERROR', `Could not initialize dead letter queue with topic=${topic}: ${result.className}: ${result.message}`)
    })
  }

  /** Hands a record to the producer; nobody waits for it. */
  report(run: RecordRun): void {
    this.#producer.send({ topic: this.topic, run })
  }

  /** Sends what is left and hangs up. */
  close(done: () => void): void {
    this.#producer.close(30_000, done)
  }
}
