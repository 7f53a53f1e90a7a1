import type { Flow } from '../../flow.ts'
import { HadoopException } from '../../hadoop-exception.ts'
import type { OutputDirectory } from '../files.ts'
import type { InputFormat } from '../input/map-input.ts'
import { FileOutputCommitter, partFileName, type CommitterVersion, type TaskAttempt } from '../output/file-output-committer.ts'
import { checkOutput } from './check-output.ts'
import { noCounts, type JobCode, type JobCounters, type KeyValue } from './job.ts'
import { runMap, runReduce } from './tasks.ts'

/** A job as it is submitted. */
export interface LocalJob<Content> {
  readonly code: JobCode
  readonly input: InputFormat
  readonly output: OutputDirectory<Content>
  readonly outputPath: string | undefined
  readonly reduces: number
  readonly committerVersion: CommitterVersion
  /** The content of a part file. */
  readonly contentOf: (pairs: readonly KeyValue[]) => Content
}

/** How a job ended. */
export interface JobResult {
  readonly isSuccessful: boolean
  readonly counters: JobCounters
  readonly splits: number
}

/**
 * Runs a job in one process: all maps one after the other, the largest split first, then the reduces; no task is tried
 * twice, and the other maps run also after one has failed.
 * @throws HadoopException for wrong input or output, before anything runs
 * Source: org.apache.hadoop.mapred.LocalJobRunner and mapreduce.JobSubmitter.
 */
export function* runLocalJob<Content>(job: LocalJob<Content>): Flow<JobResult> {
  const outputPath = yield* checkOutput(job.output, job.outputPath)
  const splits = [...(yield* job.input.splits())].sort((left, right) => right.length - left.length)
  const counters = noCounts()
  const committer = new FileOutputCommitter({ directory: job.output, outputPath, version: job.committerVersion, empty: job.contentOf([]) })
  yield* committer.setupJob()
  const shuffled: KeyValue[][] = Array.from({ length: job.reduces }, () => [])
  let hasFailed = false
  for (const [task, split] of splits.entries()) {
    const inputs = yield* split.read(undefined)
    const isDone = yield* attempt(job, committer, { kind: 'm', task, attempt: 0 }, () => {
      const partitions = runMap(job.code, inputs, job.reduces, counters)
      if (job.reduces === 0) return partitions[0]
      partitions.forEach((pairs, reduce) => shuffled[reduce]?.push(...pairs))
      return undefined
    })
    hasFailed ||= !isDone
  }
  for (const [task, pairs] of hasFailed ? [] : shuffled.entries()) {
    const isDone = yield* attempt(job, committer, { kind: 'r', task, attempt: 0 }, () => runReduce(job.code, pairs, counters))
    hasFailed ||= !isDone
  }
  if (hasFailed) yield* committer.abortJob()
  else yield* committer.commitJob()
  return { isSuccessful: !hasFailed, counters, splits: splits.length }
}

/** Runs a task and commits what it has written; whether it succeeded. */
function* attempt<Content>(job: LocalJob<Content>, committer: FileOutputCommitter<Content>, id: TaskAttempt, run: () => readonly KeyValue[] | undefined): Flow<boolean> {
  try {
    const pairs = run()
    if (pairs !== undefined) yield* job.output.write(`${committer.workPath(id)}/${partFileName(id)}`, job.contentOf(pairs))
  } catch (error) {
    if (!(error instanceof HadoopException)) throw error
    yield* committer.abortTask(id)
    return false
  }
  if (yield* committer.needsTaskCommit(id)) yield* committer.commitTask(id)
  return true
}
