import type { Flow } from '../../flow.ts'
import { HadoopException } from '../../hadoop-exception.ts'
import type { InputDirectory } from '../files.ts'
import { belongsToSplit, linesOf } from './line-ranges.ts'
import { listInput, nameOf, type ListInputOptions } from './list-input.ts'
import type { InputFormat, InputSplit } from './map-input.ts'
import { computeSplitSize, isSplittable, splitFile, type FileRange } from './split-size.ts'

/** Which text a job reads, and how it is cut. */
export interface TextInputOptions extends ListInputOptions {
  readonly paths: readonly string[]
  /** mapreduce.input.fileinputformat.split.minsize and .maxsize, in bytes. */
  readonly minSize: number
  readonly maxSize: number
}

/** Lines of text files, a split or more for each file. Source: mapreduce.lib.input.TextInputFormat. */
export class TextInputFormat implements InputFormat {
  readonly #directory: InputDirectory<string>
  readonly #options: TextInputOptions

  constructor(directory: InputDirectory<string>, options: TextInputOptions) {
    this.#directory = directory
    this.#options = options
  }

  /** @throws HadoopException InvalidInputException for missing input, NullPointerException for a directory among the files */
  *splits(): Flow<readonly InputSplit[]> {
    const splits: InputSplit[] = []
    const listed = yield* listInput(this.#directory, this.#options.paths, this.#options)
    for (const file of listed) {
      if (file.isDirectory) throw new HadoopException('java.lang.NullPointerException', 'Cannot read the array length because "blkLocations" is null')
      const minSize = Math.max(1, this.#options.minSize)
      const splitSize = computeSplitSize({ blockSize: file.blockSize, minSize, maxSize: this.#options.maxSize })
      for (const range of splitFile(file.length, splitSize, isSplittable(nameOf(file.path)))) {
        splits.push({ name: `${file.path}:${range.start}+${range.length}`, length: range.length, read: () => this.#read(file.path, range) })
      }
    }
    return splits
  }

  *#read(path: string, range: FileRange): ReturnType<InputSplit['read']> {
    const text = yield* this.#directory.read(path)
    return linesOf(text).filter((line) => belongsToSplit(line.start, range)).map((line) => ({ value: line.text, runs: [] }))
  }
}
