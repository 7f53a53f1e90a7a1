import type { KafkaConsumer } from '../../kafka/consumer/kafka-consumer.ts'
import { noAssignment } from '../../kafka/consumer/consumer-misuse.ts'
import { partitionName, type TopicPartition } from '../../kafka/consumer/topic-partition.ts'
import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import type { Lane } from '../../ledger/lane.ts'
import type { ConsumerHandle } from '../api/lane-types.ts'
import { OptionReader } from '../check-options.ts'
import type { Play } from '../play/play.ts'
import type { ConsumingApplication } from './consuming-application.ts'
import { readTargetPosition, timestampOf, type TargetPosition } from './target-position.ts'

/** What the verbs work with. */
export interface VerbGround {
  readonly application: ConsumingApplication
  readonly play: Play
  readonly lane: Lane
  readonly edit: (text: string, action: () => void) => void
  /** The consumer of the running application. @throws OptionError when it does not run */
  readonly running: (call: string) => KafkaConsumer
}

/** `pauses`, `resumes` and `seeks` of a consuming application: done by its own thread before its next poll. */
export function positionVerbs({ application, play, lane, edit, running }: VerbGround): Pick<ConsumerHandle, 'pauses' | 'resumes' | 'seeks'> {
  const ofAssigned = (call: string, options: unknown, verb: string, act: (consumer: KafkaConsumer, partition: TopicPartition) => void): void => {
    const reader = new OptionReader(call, options ?? {}, ['topic', 'partition'])
    const partitions = chosen(running(call), reader)
    edit(`${verb} ${partitions.map(partitionName).join(', ')}`, () => { later(application, partitions, act) })
  }
  return {
    pauses: (options) => { ofAssigned('pauses', options, 'pauses', (consumer, partition) => { consumer.pause(partition) }) },
    resumes: (options) => { ofAssigned('resumes', options, 'resumes', (consumer, partition) => { consumer.resume(partition) }) },
    seeks: (options) => {
      const reader = new OptionReader('seeks', options, ['topic', 'partition', 'to'])
      const to = readTargetPosition(play, reader)
      reader.text('topic')
      const partitions = chosen(running('seeks'), reader)
      edit(`seeks to ${to.text} in ${partitions.map(partitionName).join(', ')}`, () => {
        later(application, partitions, (consumer, partition) => { seek(lane, consumer, partition, to) })
      })
    },
  }
}

/** The partitions that the options mean. @throws KafkaException IllegalStateException for what is not assigned, as in Java */
function chosen(consumer: KafkaConsumer, reader: OptionReader): readonly TopicPartition[] {
  const topic = reader.has('topic') ? reader.text('topic') : undefined
  const partition = reader.has('partition') ? reader.number('partition', 0, { min: 0, whole: true }) : undefined
  const found = consumer.assignment.filter((one) => (topic ?? one.topic) === one.topic && (partition ?? one.partition) === one.partition)
  if (found.length === 0 && (topic !== undefined || partition !== undefined)) throw noAssignment({ topic: topic ?? '', partition: partition ?? 0 })
  return found
}

function later(application: ConsumingApplication, partitions: readonly TopicPartition[], act: (consumer: KafkaConsumer, partition: TopicPartition) => void): void {
  application.request((consumer) => {
    for (const partition of partitions) {
      try {
        act(consumer, partition)
      } catch (error) {
        if (!(error instanceof KafkaException)) throw error
        application.process.log(consumer.name, 'ERROR', `${error.className}: ${error.message}`)
      }
    }
  })
}

function seek(lane: Lane, consumer: KafkaConsumer, partition: TopicPartition, to: TargetPosition): void {
  if (to.kind === 'offset') consumer.seek(partition, to.offset)
  else if (to.kind !== 'moment') consumer.seekTo(partition, to.kind)
  else {
    consumer.listOffsets([{ partition, timestamp: timestampOf(lane, to) }], (found) => {
      const [first] = found instanceof KafkaException ? [] : found
      const isAssigned = consumer.assignment.some((one) => partitionName(one) === partitionName(partition))
      if (first === undefined || !isAssigned) return
      if (first.offset < 0) consumer.seekTo(partition, 'latest')
      else consumer.seek(partition, first.offset)
    })
  }
}
