import { HadoopException, ioFailure } from '../../../engine/hadoop/hadoop-exception.ts'
import { TextInputFormat } from '../../../engine/hadoop/mapreduce/input/text-input-format.ts'
import type { JobCode, KeyValue } from '../../../engine/hadoop/mapreduce/job/job.ts'
import { runLocalJob, type JobResult } from '../../../engine/hadoop/mapreduce/job/local-job-runner.ts'
import { mapredDefaults } from '../../../engine/hadoop/mapreduce/mapred-defaults.ts'
import type { FileTree } from '../../../engine/hadoop/mapreduce/output/file-tree.ts'
import { plainText, property, type Json } from '../../json.ts'
import { runAtOnce } from './run-at-once.ts'

/** What a fact asks of the word count. */
export interface WordCount {
  readonly input: readonly string[]
  readonly output: string | undefined
  readonly reduces: number
  readonly hasCombiner: boolean
  readonly config: Json | undefined
}

/** Runs the word count of the facts. @throws HadoopException what submitting it throws */
export function runWordCount(files: FileTree<string>, { input, output, reduces, hasCombiner, config }: WordCount): JobResult {
  const value = (key: string): string => plainText(property(config, key)) || (mapredDefaults[key] ?? '')
  return runAtOnce(runLocalJob({
    code: hasCombiner ? { ...wordCount, combine: sum } : wordCount,
    input: new TextInputFormat(files, {
      paths: input, minSize: Number(value('mapreduce.input.fileinputformat.split.minsize')), maxSize: Number(value('mapreduce.input.fileinputformat.split.maxsize')) || Number.POSITIVE_INFINITY,
      isRecursive: value('mapreduce.input.fileinputformat.input.dir.recursive') === 'true',
      ignoresSubdirs: value('mapreduce.input.fileinputformat.input.dir.nonrecursive.ignore.subdirs') === 'true',
    }),
    output: files, outputPath: output, reduces,
    committerVersion: value('mapreduce.fileoutputcommitter.algorithm.version') === '1' ? 1 : 2,
    contentOf: (pairs) => pairs.map(lineOf).join(''),
  }))
}

/** What a call threw, as facts have it; other errors go on. */
export function thrown(error: unknown): Json {
  if (error instanceof HadoopException) return { class: error.className, message: error.message }
  throw error
}

/** Lines of a text. */
export function lines(text: string | undefined): readonly string[] {
  return (text ?? '').split('\n').slice(0, -1)
}

const sum = (key: string, values: readonly string[], emit: (key: string, value: string) => void): void => {
  if (key === 'RBOOM') throw ioFailure('rboom')
  emit(key, String(values.reduce((total, value) => total + Number(value), 0)))
}

const wordCount: JobCode = {
  map: ({ value }, emit) => {
    if (value === 'BOOM') throw ioFailure('boom')
    for (const word of value.split(' ').filter((one) => one !== '')) emit(word, '1')
  },
  reduce: sum,
}

function lineOf({ key, value }: KeyValue): string {
  return `${key}\t${value}\n`
}
