import type { RecordRun } from '../../../ledger/record-run.ts'
import type { Process } from '../../../sim/process.ts'
import type { Flow } from '../../flow.ts'
import type { DfsClient } from '../../hdfs/client/dfs-client.ts'
import { recordsOf, type PlacedData } from '../../hdfs/file-data.ts'
import type { FileStatus } from '../../hdfs/protocol/name-node-protocol.ts'
import type { InputDirectory, MapReduceFileStatus } from '../files.ts'
import { belongsToSplit } from './line-ranges.ts'
import { listInput, nameOf, type ListInputOptions } from './list-input.ts'
import type { InputFormat, InputSplit, MapInput } from './map-input.ts'
import { computeSplitSize, isSplittable, splitFile, type FileRange } from './split-size.ts'

/** Which files of HDFS a job reads. */
export interface HdfsInputOptions extends ListInputOptions {
  readonly paths: readonly string[]
  /** mapreduce.input.fileinputformat.split.minsize and .maxsize, in bytes. */
  readonly minSize: number
  readonly maxSize: number
  /** The process that asks for the splits. */
  readonly master: Process
  /** A client in a process. */
  readonly clientOf: (process: Process) => DfsClient
}

/** What a reader takes at once to get to the end of a split's last line (io.file.buffer.size of TextInputFormat's reader). */
const bufferBytes = 65_536

/**
 * Records in files of HDFS, a split or more for each file. A file that is still written has the length that the name node
 * knows, and a line that begins at that length is read, too, if a data node has it.
 */
export class HdfsInputFormat implements InputFormat {
  readonly #options: HdfsInputOptions

  constructor(options: HdfsInputOptions) {
    this.#options = options
  }

  /** A directory among the files is a split without bytes, whose task fails. @throws HadoopException InvalidInputException for missing input */
  *splits(): Flow<readonly InputSplit[]> {
    const { clientOf, master, paths, minSize, maxSize } = this.#options
    const splits: InputSplit[] = []
    const listed = yield* listInput(new HdfsDirectory(clientOf(master)), paths, this.#options)
    for (const file of listed) {
      const splitSize = computeSplitSize({ blockSize: file.blockSize, minSize: Math.max(1, minSize), maxSize })
      for (const range of splitFile(file.length, splitSize, isSplittable(nameOf(file.path)))) {
        splits.push({ name: `${file.path}:${range.start}+${range.length}`, length: range.length, read: (task) => read(clientOf(task ?? master), file.path, range) })
      }
    }
    return splits
  }
}

/** Looks into HDFS for input; its contents are read split by split. */
class HdfsDirectory implements InputDirectory<never> {
  readonly #client: DfsClient

  constructor(client: DfsClient) {
    this.#client = client
  }

  *status(path: string): Flow<MapReduceFileStatus | undefined> {
    return (yield* this.#client.exists(path)) ? statusOf(yield* this.#client.getFileStatus(path)) : undefined
  }

  *list(path: string): Flow<readonly MapReduceFileStatus[]> {
    return (yield* this.#client.listStatus(path)).map(statusOf)
  }

  *read(path: string): Flow<never> {
    yield* this.status(path)
    throw new RangeError('files of HDFS are read split by split')
  }
}

function statusOf({ path, isDirectory, lengthBytes, blockSizeBytes }: FileStatus): MapReduceFileStatus {
  return { path, isDirectory, length: lengthBytes, blockSize: blockSizeBytes }
}

/** The records that begin in a split: from its first byte on until one is found that begins behind it. */
function* read(client: DfsClient, path: string, range: FileRange): Flow<readonly MapInput[]> {
  const stream = yield* client.open(path)
  const end = range.start + range.length
  const inputs: MapInput[] = []
  if (range.start > stream.visibleLengthBytes) return inputs
  stream.seek(range.start)
  for (;;) {
    const part = yield* stream.read(Math.max(bufferBytes, end - stream.positionBytes))
    if (part.bytes < 0) return inputs
    for (const data of part.data) {
      const run = recordsIn(data, range)
      if (run !== undefined) inputs.push({ value: data.text ?? '', runs: [run] })
    }
    if (part.data.some((data) => data.start + data.bytes * (data.count - 1) > end)) return inputs
  }
}

/** The records among alike items that begin in a split. */
function recordsIn(data: PlacedData, range: FileRange): RecordRun | undefined {
  const records = recordsOf(data)
  if (records === undefined) return undefined
  const isIn = (index: number): boolean => belongsToSplit(data.start + index * data.bytes, range)
  const guess = data.bytes === 0 ? 0 : Math.max(0, Math.floor((range.start - data.start) / data.bytes))
  let first = guess
  while (first < data.count && !isIn(first) && data.start + first * data.bytes <= range.start + range.length) first++
  const last = data.bytes === 0 ? data.count - 1 : Math.min(data.count - 1, Math.floor((range.start + range.length - data.start) / data.bytes))
  return first > last || !isIn(first) ? undefined : { first: records.first + first, count: last - first + 1 }
}
