import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import { partitionName, type TopicPartition } from '../../kafka/consumer/topic-partition.ts'
import type { Destination } from '../../ledger/lane-ledger.ts'
import type { Lane } from '../../ledger/lane.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import type { PartitionOffset, PutResult, SinkConnectorTask, SinkRecords } from '../runtime/sink-connector.ts'
import type { OutputDirectory, TemporaryFile } from './output-directory.ts'

/** What an HDFS sink's task is made from. */
export interface HdfsSinkOptions {
  readonly lane: Lane
  readonly name: string
  readonly directory: OutputDirectory
  readonly topicsDir: string
  /** Records of a file (flush.size). */
  readonly flushSize: number
  /** A file is ended so long after its first record (rotate.interval.ms); undefined for never. */
  readonly rotateMicros: number | undefined
  readonly destinations: () => readonly Destination[]
  /** Part of temporary names: no two lives of a task share one. */
  readonly lifeNumber: number
}

/** What has become of a file: whether its records are delivered, and which of them the file system has lost before that. */
interface FileFate {
  isDelivered: boolean
  readonly gone: { readonly run: RecordRun; readonly cause: string }[]
}

interface PartitionWriter {
  readonly partition: TopicPartition
  /** Offset behind the last file; undefined before the first record where there is no file. */
  committed: number | undefined
  /** Offset of the next record that is to be written. */
  next: number | undefined
  file: { readonly out: TemporaryFile; readonly path: string; readonly start: number; readonly openedMicros: number; readonly runs: RecordRun[]; readonly fate: FileFate } | undefined
}

const DIGITS = 10

/**
 * The task of an HDFS sink in the manner of Confluent's: temporary files that get a name with topic, partition, first and last
 * offset when they are full. The names say where to go on, so a record is in one file only, whatever the group has committed.
 */
export class HdfsSink implements SinkConnectorTask {
  readonly #options: HdfsSinkOptions
  readonly #writers = new Map<string, PartitionWriter>()
  #files = 0

  constructor(options: HdfsSinkOptions) {
    this.#options = options
  }

  open(partitions: readonly TopicPartition[], done: (offsets: readonly PartitionOffset[]) => void): void {
    const offsets: PartitionOffset[] = []
    let left = partitions.length
    for (const partition of partitions) {
      this.#options.directory.list(this.#directoryOf(partition), (names) => {
        const committed = names instanceof KafkaException ? undefined : nextOffset(names, partition)
        this.#writers.set(partitionName(partition), { partition, committed, next: committed, file: undefined })
        if (committed !== undefined) offsets.push({ ...partition, offset: committed })
        if (--left === 0) done(offsets)
      })
    }
  }

  put(records: readonly SinkRecords[], done: (result?: PutResult) => void): void {
    // What is read again after a failure begins here, also for partitions that the failure comes before.
    for (const { origin } of records) {
      const writer = this.#writers.get(partitionName(origin))
      if (writer !== undefined) writer.committed ??= origin.offset
    }
    let index = 0
    const next = (error?: KafkaException): void => {
      const batch = records[index++]
      if (error !== undefined) this.#giveUp(error, done)
      else if (batch === undefined) this.#rotate([...this.#writers.values()], done)
      else this.#write(batch, next)
    }
    next()
  }

  preCommit(): readonly PartitionOffset[] {
    return [...this.#writers.values()].flatMap(({ partition, committed }) => (committed === undefined ? [] : [{ ...partition, offset: committed }]))
  }

  close(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#writers.delete(partitionName(partition))
  }

  #directoryOf({ topic, partition }: TopicPartition): string {
    return `/${this.#options.topicsDir}/${topic}/partition=${String(partition)}`
  }

  /** Writes what fits into the file, and the rest into the next ones. */
  #write({ origin, run, text }: SinkRecords, done: (error?: KafkaException) => void): void {
    const writer = this.#writers.get(partitionName(origin))
    const passed = Math.min(run.count, Math.max(0, (writer?.next ?? 0) - origin.offset))
    const offset = origin.offset + passed
    const rest = { first: run.first + passed, count: run.count - passed }
    if (writer === undefined || rest.count === 0) {
      done()
      return
    }
    this.#ensureFile(writer, offset, (error) => {
      const { file } = writer
      if (error !== undefined || file === undefined) {
        done(error)
        return
      }
      const part = { first: rest.first, count: Math.min(rest.count, this.#options.flushSize - (offset - file.start)) }
      file.out.append(part, text, (failed) => {
        if (failed !== undefined) {
          done(failed)
          return
        }
        file.runs.push(part)
        writer.next = offset + part.count
        const goOn = (broken?: KafkaException) => {
          if (broken !== undefined) done(broken)
          else this.#write({ topic: origin.topic, origin, run, ...(text === undefined ? {} : { text }) }, done)
        }
        if (writer.next - file.start >= this.#options.flushSize) this.#commit(writer, goOn)
        else goOn()
      })
    })
  }

  #ensureFile(writer: PartitionWriter, offset: number, done: (error?: KafkaException) => void): void {
    if (writer.file !== undefined) {
      done()
      return
    }
    const { topic, partition } = writer.partition
    const path = `/${this.#options.topicsDir}/+tmp/${topic}/partition=${String(partition)}/${String(this.#options.lifeNumber)}-${String(++this.#files)}_tmp.txt`
    const fate: FileFate = { isDelivered: false, gone: [] }
    this.#options.directory.create(path, (out) => {
      if (out instanceof KafkaException) {
        done(out)
        return
      }
      writer.file = { out, path, start: offset, openedMicros: this.#options.lane.simulation.nowMicros, runs: [], fate }
      done()
    }, (run, cause) => {
      if (fate.isDelivered) this.#gone(run, cause)
      else fate.gone.push({ run, cause })
    })
  }

  /** Ends a file and gives it its name; only then are its records delivered. */
  #commit(writer: PartitionWriter, done: (error?: KafkaException) => void): void {
    const { file, next, partition } = writer
    if (file === undefined || next === undefined) {
      done()
      return
    }
    const { directory, lane, name, destinations } = this.#options
    file.out.close((error) => {
      if (error !== undefined) {
        done(error)
        return
      }
      const offset = (number: number) => String(number).padStart(DIGITS, '0')
      const path = `${this.#directoryOf(partition)}/${partition.topic}+${String(partition.partition)}+${offset(file.start)}+${offset(next - 1)}.txt`
      directory.rename(file.path, path, (failed) => {
        if (failed === undefined) {
          writer.file = undefined
          writer.committed = next
          for (const run of file.runs) for (const destination of destinations()) lane.ledger.delivered(destination, run, name)
          file.fate.isDelivered = true
          for (const { run, cause } of file.fate.gone) this.#gone(run, cause)
        }
        done(failed)
      })
    })
  }

  /** The topic may still have the records; the names of the files say that nobody needs them. */
  #gone(run: RecordRun, cause: string): void {
    const { lane, name, destinations } = this.#options
    for (const destination of destinations()) lane.ledger.undelivered(destination, run, { fate: 'lost', place: name, cause: `${cause}, in HDFS`, isStored: true })
  }

  #rotate([writer, ...others]: readonly PartitionWriter[], done: (result?: PutResult) => void): void {
    const { rotateMicros, lane } = this.#options
    if (writer === undefined) {
      done()
      return
    }
    const isDue = rotateMicros !== undefined && writer.file !== undefined && lane.simulation.nowMicros - writer.file.openedMicros >= rotateMicros
    if (!isDue) this.#rotate(others, done)
    else {
      this.#commit(writer, (error) => {
        if (error === undefined) this.#rotate(others, done)
        else this.#giveUp(error, done)
      })
    }
  }

  /** Leaves the temporary files behind and reads again what was in them. */
  #giveUp(error: KafkaException, done: (result?: PutResult) => void): void {
    const rewindTo: PartitionOffset[] = []
    for (const writer of this.#writers.values()) {
      writer.file = undefined
      writer.next = writer.committed
      if (writer.committed !== undefined) rewindTo.push({ ...writer.partition, offset: writer.committed })
    }
    done({ error: new KafkaException('org.apache.kafka.connect.errors.RetriableException', `${error.className}: ${error.message}`, error), rewindTo })
  }
}

/** Offset behind the last file of a partition, by the names; undefined for no file. */
function nextOffset(names: readonly string[], { topic, partition }: TopicPartition): number | undefined {
  const ends = names.flatMap((name) => {
    const [foundTopic, foundPartition, , end] = name.replace(/\.[^.]*$/, '').split('+')
    return foundTopic === topic && foundPartition === String(partition) && end !== undefined ? [Number(end)] : []
  })
  return ends.length === 0 ? undefined : Math.max(...ends) + 1
}
