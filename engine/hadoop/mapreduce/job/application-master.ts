import type { RecordRun } from '../../../ledger/record-run.ts'
import type { Host } from '../../../sim/host.ts'
import type { Process, Program } from '../../../sim/process.ts'
import { runFlow, Signal, type Flow } from '../../flow.ts'
import { HadoopException } from '../../hadoop-exception.ts'
import type { OutputDirectory } from '../files.ts'
import type { InputFormat, InputSplit, MapInput } from '../input/map-input.ts'
import { mapredDefaults } from '../mapred-defaults.ts'
import { FileOutputCommitter, type CommitterVersion } from '../output/file-output-committer.ts'
import { checkOutput } from './check-output.ts'
import { TaskAttemptProcess, type AttemptEnd, type RecordFile } from './task-attempt-process.ts'

/** A job of maps only, as it is submitted to a cluster. */
export interface MapOnlyJob {
  readonly name: string
  /** @param master the process that asks for the splits */
  readonly input: (master: Process) => InputFormat
  readonly output: OutputDirectory<RecordFile>
  readonly outputPath: string
  readonly committerVersion: CommitterVersion
  /** mapreduce.map.maxattempts */
  readonly maxAttempts: number
  readonly map: (input: MapInput) => void
  readonly recordMicros: number
  /** Machines that run containers. */
  readonly nodes: readonly Host[]
  /** A task's files have been committed, for the first time. */
  readonly onTaskCommitted: (runs: readonly RecordRun[]) => void
  /** The job is over; with the records of all its tasks if it has succeeded. */
  readonly onEnd: (committed: readonly RecordRun[] | undefined) => void
}

/** From the launch of the container to the master's first line: a JVM (modelling parameter). */
const bootMicros = 3_000_000
/** After so long without a sign of life an attempt has failed. */
const taskTimeoutMicros = Number(mapredDefaults['mapreduce.task.timeout']) * 1000

/**
 * Runs one job: asks for the splits, runs a task for each of them, tries a failed one again on another machine, and commits
 * the job. A job whose master dies has failed. Source: org.apache.hadoop.mapreduce.v2.app.MRAppMaster.
 */
export class ApplicationMaster implements Program {
  readonly process: Process
  readonly #job: MapOnlyJob
  readonly #changed = new Signal()
  #committed: readonly RecordRun[] | undefined
  #attempts = 0

  constructor(host: Host, job: MapOnlyJob) {
    this.#job = job
    this.process = host.process(this, { name: `${job.name}-master`, bootMicros, startsWithHost: false })
    this.process.start('submitted')
  }

  onStart(): void {
    runFlow(this.process, this.#run(), (outcome) => {
      if (outcome.isOk) this.#committed = outcome.value
      else if (outcome.error instanceof HadoopException) this.#log('ERROR', `Job failed: ${outcome.error.className}: ${outcome.error.message}`)
      else throw outcome.error
      this.process.exit()
    })
  }

  onEnd(): void {
    this.#job.onEnd(this.#committed)
  }

  /** The records of all tasks; undefined when one has failed too often. */
  *#run(): Flow<readonly RecordRun[] | undefined> {
    const { output, outputPath, committerVersion } = this.#job
    yield* checkOutput(output, outputPath)
    const splits = [...(yield* this.#job.input(this.process).splits())].sort((left, right) => right.length - left.length)
    const committer = new FileOutputCommitter({ directory: output, outputPath, version: committerVersion, empty: { runs: [] } })
    yield* committer.setupJob()
    const ends = new Map<number, AttemptEnd>()
    splits.forEach((split, task) => { this.#attempt({ split, task, committer, ends }, 0) })
    while (ends.size < splits.length) yield this.#changed.wait()
    const all: RecordRun[] = []
    for (const end of ends.values()) {
      if ('error' in end) {
        yield* committer.abortJob()
        return undefined
      }
      all.push(...end.runs)
    }
    yield* committer.commitJob()
    return all
  }

  #attempt(task: RunningTask, attempt: number): void {
    const { nodes, map, recordMicros, output, maxAttempts, name } = this.#job
    const live = nodes.filter(({ hasPower }) => hasPower)
    const node = live[this.#attempts++ % Math.max(1, live.length)]
    if (node === undefined) {
      this.process.after(bootMicros, () => { this.#attempt(task, attempt) })
      return
    }
    const { incarnation } = this.process
    const id = { kind: 'm' as const, task: task.task, attempt }
    const ended = (end: AttemptEnd): void => {
      // What a task commits stays committed when nobody hears of it.
      if ('runs' in end) this.#job.onTaskCommitted(end.runs)
      if (!this.process.isAlive || this.process.incarnation !== incarnation) return
      if ('error' in end) this.#log('WARN', `attempt_m_${String(task.task).padStart(6, '0')}_${attempt} failed: ${end.error}`)
      if ('error' in end && attempt + 1 < maxAttempts) this.process.after(end.isSilent ? taskTimeoutMicros : 0, () => { this.#attempt(task, attempt + 1) })
      else {
        task.ends.set(task.task, end)
        this.#changed.notify()
      }
    }
    new TaskAttemptProcess(node, `${name}-m-${task.task}-${attempt}`, id, { split: task.split, output, committer: task.committer, map, recordMicros }, ended)
  }

  #log(level: 'WARN' | 'ERROR', message: string): void {
    this.process.log(this.process.name, level, message)
  }
}

interface RunningTask {
  readonly split: InputSplit
  readonly task: number
  readonly committer: FileOutputCommitter<RecordFile>
  readonly ends: Map<number, AttemptEnd>
}
