import { waitUntil, type Flow } from '../../hadoop/flow.ts'
import { HadoopException } from '../../hadoop/hadoop-exception.ts'
import type { InputFormat, InputSplit, MapInput } from '../../hadoop/mapreduce/input/map-input.ts'
import { KafkaConsumer } from '../../kafka/consumer/kafka-consumer.ts'
import type { FoundOffset } from '../../kafka/consumer/offset-lookup.ts'
import type { PollResult } from '../../kafka/consumer/poll-result.ts'
import { partitionName, type TopicPartition } from '../../kafka/consumer/topic-partition.ts'
import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import type { Lane } from '../../ledger/lane.ts'
import type { Process } from '../../sim/process.ts'

/** Offsets [from, to) of a partition. */
export interface OffsetRange extends TopicPartition {
  readonly from: number
  readonly to: number
}

/** What a job reads of topics. */
export interface TopicInputOptions {
  readonly lane: Lane
  readonly master: Process
  readonly bootstrapServers: string
  readonly partitions: () => readonly TopicPartition[]
  /** The offset behind the last record of a partition that earlier output has; undefined when it has none. */
  readonly reached: (partition: TopicPartition) => number | undefined
  /** Whether each record is a map input of its own. */
  readonly isRecordByRecord: boolean
  /** The ranges that the job's splits are. */
  readonly onSplits: (ranges: readonly OffsetRange[]) => void
}

const pollMs = 100
const earliestTimestamp = -2
const latestTimestamp = -1

/** A split for each partition: from where earlier output ends to the end of the log when the job was submitted. */
export class TopicInputFormat implements InputFormat {
  readonly #options: TopicInputOptions

  constructor(options: TopicInputOptions) {
    this.#options = options
  }

  /** @throws HadoopException what Kafka's consumer throws */
  *splits(): Flow<readonly InputSplit[]> {
    const { master, partitions, reached, onSplits } = this.#options
    const all = partitions()
    const consumer = this.#consumer(master, 'splits')
    const starts = yield* this.#offsets(consumer, all, earliestTimestamp)
    const ends = yield* this.#offsets(consumer, all, latestTimestamp)
    consumer.close(() => undefined)
    const ranges = all.flatMap(({ topic, partition }): readonly OffsetRange[] => {
      const name = partitionName({ topic, partition })
      const from = Math.max(reached({ topic, partition }) ?? 0, starts.get(name) ?? 0)
      const to = ends.get(name) ?? 0
      return to > from ? [{ topic, partition, from, to }] : []
    })
    onSplits(ranges)
    return ranges.map((range) => ({ name: `${partitionName(range)} [${range.from}, ${range.to})`, length: range.to - range.from, read: (task) => this.#read(task ?? master, range) }))
  }

  *#read(task: Process, range: OffsetRange): ReturnType<InputSplit['read']> {
    const consumer = this.#consumer(task, 'input')
    consumer.assign([range])
    consumer.seek(range, range.from)
    const inputs: MapInput[] = []
    while ((consumer.position(range) ?? range.from) < range.to) {
      const polled = yield* poll(consumer)
      if (polled.error !== undefined) throw hadoopException(polled.error)
      for (const { offset, run } of polled.records) {
        const count = Math.min(run.count, range.to - offset)
        if (count > 0) inputs.push(...this.#inputs({ first: run.first, count }))
      }
    }
    consumer.close(() => undefined)
    return inputs
  }

  #inputs(run: { readonly first: number; readonly count: number }): readonly MapInput[] {
    const { lane, isRecordByRecord } = this.#options
    if (!isRecordByRecord) return [{ value: '', runs: [run] }]
    return Array.from({ length: run.count }, (_, index) => ({ value: lane.streams.valueOf(run.first + index), runs: [{ first: run.first + index, count: 1 }] }))
  }

  *#offsets(consumer: KafkaConsumer, partitions: readonly TopicPartition[], timestamp: number): Flow<ReadonlyMap<string, number>> {
    const answer: { found: readonly FoundOffset[] | KafkaException } = { found: [] }
    yield waitUntil((wake) => {
      consumer.listOffsets(partitions.map((partition) => ({ partition, timestamp })), (found) => {
        answer.found = found
        wake()
      })
    })
    const { found } = answer
    if (found instanceof KafkaException) throw hadoopException(found)
    return new Map(found.map((one) => [partitionName(one), one.offset]))
  }

  #consumer(process: Process, name: string): KafkaConsumer {
    const { lane, bootstrapServers } = this.#options
    const context = { lane, process, name: `${process.name}/${name}`, clientId: name }
    return new KafkaConsumer({ context, properties: { 'bootstrap.servers': bootstrapServers, 'enable.auto.commit': 'false', 'auto.offset.reset': 'none' } })
  }
}

function* poll(consumer: KafkaConsumer): Flow<PollResult> {
  const answer: { result: PollResult } = { result: { records: [], error: undefined } }
  yield waitUntil((wake) => {
    consumer.poll(pollMs, (result) => {
      answer.result = result
      wake()
    })
  })
  return answer.result
}

function hadoopException({ className, message }: KafkaException): HadoopException {
  return new HadoopException(className, message)
}
