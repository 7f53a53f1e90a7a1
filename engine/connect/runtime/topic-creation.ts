import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import { connectException } from '../data/connect-exceptions.ts'
import type { TaskContext } from './task-context.ts'

/** Creates the topics of a source where its configuration says how (topic.creation.default.*, KIP-158). */
export class TopicCreation {
  readonly #context: TaskContext
  readonly #known = new Set<string>()

  constructor(context: TaskContext) {
    this.#context = context
  }

  /** Calls back when the topic is there, or when nobody has asked to create it; with an exception when it cannot be made. */
  ensure(topic: string, done: (error?: KafkaException) => void): void {
    const { properties, worker, admin, process } = this.#context
    const partitions = properties.get('topic.creation.default.partitions')
    const replicationFactor = properties.get('topic.creation.default.replication.factor')
    if (this.#known.has(topic) || partitions === undefined || replicationFactor === undefined || worker.get('topic.creation.enable') === 'false') {
      done()
      return
    }
    this.#known.add(topic)
    const configs = [...properties].flatMap(([key, value]) => {
      const name = /^topic\.creation\.default\.(.+)$/.exec(key)?.[1]
      return name === undefined || name === 'partitions' || name === 'replication.factor' ? [] : [{ name, value }]
    })
    admin.createTopic({ name: topic, numPartitions: Number(partitions), replicationFactor: Number(replicationFactor), assignments: [], configs }, (result) => {
      const isFailure = result instanceof KafkaException && !result.className.endsWith('.TopicExistsException')
      process.after(0, () => { done(isFailure ? connectException(`Error while attempting to create/find topic '${topic}'`, result) : undefined) })
    })
  }
}
