import type { Flow } from '../../flow.ts'
import type { OutputDirectory } from '../files.ts'

/** A task attempt: `m` or `r`, the task's number, and the attempt's. */
export interface TaskAttempt {
  readonly kind: 'm' | 'r'
  readonly task: number
  readonly attempt: number
}

/** mapreduce.fileoutputcommitter.algorithm.version */
export type CommitterVersion = 1 | 2

/** What a committer is made from. */
export interface FileOutputCommitterOptions<Content> {
  readonly directory: OutputDirectory<Content>
  readonly outputPath: string
  readonly version: CommitterVersion
  /** Number of the application master's attempt, 0 when absent: what an earlier one left is elsewhere. */
  readonly jobAttempt?: number
  /** The content of an empty file. */
  readonly empty: Content
}

/**
 * Lets a job's output appear. Version 1 keeps committed tasks aside until the job is committed; version 2 moves a task's
 * files to their place when the task is committed, and leaves them there if the job fails.
 * Source: mapreduce.lib.output.FileOutputCommitter.
 */
export class FileOutputCommitter<Content> {
  readonly #directory: OutputDirectory<Content>
  readonly #outputPath: string
  readonly #version: CommitterVersion
  readonly #jobAttempt: number

  readonly #empty: Content

  constructor(options: FileOutputCommitterOptions<Content>) {
    this.#directory = options.directory
    this.#outputPath = options.outputPath
    this.#version = options.version
    this.#jobAttempt = options.jobAttempt ?? 0
    this.#empty = options.empty
  }

  /** Makes the output directory with its `_temporary`. */
  *setupJob(): Flow<void> {
    yield* this.#directory.mkdirs(this.#jobAttemptPath)
  }

  /** Where an attempt writes. */
  workPath(attempt: TaskAttempt): string {
    return `${this.#jobAttemptPath}/_temporary/${attemptName(attempt)}`
  }

  /** Whether an attempt has written anything. */
  *needsTaskCommit(attempt: TaskAttempt): Flow<boolean> {
    return (yield* this.#directory.status(this.workPath(attempt))) !== undefined
  }

  /** Commits an attempt's files; one that has written nothing has none. */
  *commitTask(attempt: TaskAttempt): Flow<void> {
    const workPath = this.workPath(attempt)
    if ((yield* this.#directory.status(workPath)) === undefined) return
    if (this.#version === 2) {
      yield* this.#merge(workPath, this.#outputPath)
      return
    }
    const committedPath = `${this.#jobAttemptPath}/${taskName(attempt)}`
    yield* this.#directory.delete(committedPath)
    yield* this.#directory.rename(workPath, committedPath)
  }

  /** Deletes what an attempt has written and not committed. */
  *abortTask(attempt: TaskAttempt): Flow<void> {
    yield* this.#directory.delete(this.workPath(attempt))
  }

  /** Version 1 moves the committed tasks' files; both tidy up and leave `_SUCCESS`. */
  *commitJob(): Flow<void> {
    if (this.#version === 1) {
      const listed = yield* this.#directory.list(this.#jobAttemptPath)
      for (const { path } of listed) {
        if (!path.endsWith('/_temporary')) yield* this.#merge(path, this.#outputPath)
      }
    }
    yield* this.abortJob()
    yield* this.#directory.write(`${this.#outputPath}/_SUCCESS`, this.#empty)
  }

  /** Deletes everything that is not committed. */
  *abortJob(): Flow<void> {
    yield* this.#directory.delete(`${this.#outputPath}/_temporary`)
  }

  get #jobAttemptPath(): string {
    return `${this.#outputPath}/_temporary/${this.#jobAttempt}`
  }

  /** Moves files to their place over those that are there. */
  *#merge(from: string, to: string): Flow<void> {
    const source = yield* this.#directory.status(from)
    if (source === undefined) return
    const target = yield* this.#directory.status(to)
    if (!source.isDirectory || target === undefined || !target.isDirectory) {
      if (target !== undefined) yield* this.#directory.delete(to)
      yield* this.#directory.rename(from, to)
      return
    }
    const listed = yield* this.#directory.list(from)
    for (const { path } of listed) yield* this.#merge(path, `${to}/${path.slice(from.length + 1)}`)
  }
}

function taskName({ kind, task }: TaskAttempt): string {
  return `task_${kind}_${String(task).padStart(6, '0')}`
}

function attemptName(attempt: TaskAttempt): string {
  return `${taskName(attempt).replace('task', 'attempt')}_${attempt.attempt}`
}

/** The name of a task's part file. Source: FileOutputFormat.getUniqueFile. */
export function partFileName({ kind, task }: TaskAttempt): string {
  return `part-${kind}-${String(task).padStart(5, '0')}`
}
