import type { RecordRun } from '../../../ledger/record-run.ts'
import type { Host } from '../../../sim/host.ts'
import type { Process, ProcessEnd, Program } from '../../../sim/process.ts'
import { pause, runFlow, type Flow } from '../../flow.ts'
import { HadoopException } from '../../hadoop-exception.ts'
import type { OutputDirectory } from '../files.ts'
import type { InputSplit, MapInput } from '../input/map-input.ts'
import { partFileName, type FileOutputCommitter, type TaskAttempt } from '../output/file-output-committer.ts'

/** What a task of a job with maps only writes: its records, as they are. */
export interface RecordFile {
  readonly runs: readonly RecordRun[]
}

/** What a map task does. */
export interface MapTask {
  readonly split: InputSplit
  readonly output: OutputDirectory<RecordFile>
  readonly committer: FileOutputCommitter<RecordFile>
  /** Looks at the records of one input. @throws HadoopException what fails the attempt */
  readonly map: (input: MapInput) => void
  /** What the work on one record takes, in microseconds. */
  readonly recordMicros: number
}

/** How an attempt ended: with the records that it has committed, an exception, or the death of its process. */
export type AttemptEnd = { readonly runs: readonly RecordRun[] } | {
  readonly error: string
  /** Its machine has gone dark: the master hears nothing. */
  readonly isSilent: boolean
}

/** From the launch of a container to the task's first line: a JVM (modelling parameter). */
const bootMicros = 2_000_000

/** One attempt at a map task, in a container of its own. Source: org.apache.hadoop.mapred.YarnChild and MapTask. */
export class TaskAttemptProcess implements Program {
  readonly process: Process
  readonly #id: TaskAttempt
  readonly #task: MapTask
  readonly #onEnd: (end: AttemptEnd) => void
  #end: AttemptEnd | undefined

  constructor(host: Host, name: string, id: TaskAttempt, task: MapTask, onEnd: (end: AttemptEnd) => void) {
    this.#id = id
    this.#task = task
    this.#onEnd = onEnd
    this.process = host.process(this, { name, bootMicros, startsWithHost: false })
    this.process.start('launched by the application master')
  }

  onStart(): void {
    runFlow(this.process, this.#run(), (outcome) => {
      if (outcome.isOk) this.#end = { runs: outcome.value }
      else if (outcome.error instanceof HadoopException) this.#end = { error: `${outcome.error.className}: ${outcome.error.message}`, isSilent: false }
      else throw outcome.error
      this.process.exit()
    })
  }

  onEnd(end: ProcessEnd): void {
    this.#onEnd(this.#end ?? { error: `its container was lost (${end})`, isSilent: end === 'power loss' })
  }

  *#run(): Flow<readonly RecordRun[]> {
    const { split, output, committer, map, recordMicros } = this.#task
    const inputs = yield* split.read(this.process)
    const runs = inputs.flatMap((input) => input.runs)
    const records = runs.reduce((sum, { count }) => sum + count, 0)
    if (records * recordMicros > 0) yield* pause(this.process, Math.round(records * recordMicros))
    try {
      inputs.forEach(map)
    } catch (error) {
      yield* committer.abortTask(this.#id)
      throw error
    }
    yield* output.write(`${committer.workPath(this.#id)}/${partFileName(this.#id)}`, { runs })
    yield* committer.commitTask(this.#id)
    return runs
  }
}
