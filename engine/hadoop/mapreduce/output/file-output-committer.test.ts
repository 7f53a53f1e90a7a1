import { describe, expect, it } from 'vitest'
import type { Flow } from '../../flow.ts'
import { FileOutputCommitter, partFileName, type CommitterVersion, type TaskAttempt } from './file-output-committer.ts'
import { FileTree } from './file-tree.ts'

const now = <Result>(flow: Flow<Result>): Result => {
  const step = flow.next()
  if (step.done !== true) throw new Error('it waits')
  return step.value
}

interface Stage {
  readonly committer: FileOutputCommitter<string>
  readonly write: (id: TaskAttempt) => void
  readonly visible: () => readonly string[]
}

function stage(version: CommitterVersion): Stage {
  const files = new FileTree<string>({ lengthOf: (text) => text.length, blockSize: 100 })
  const committer = new FileOutputCommitter({ directory: files, outputPath: '/out', version, empty: '' })
  now(committer.setupJob())
  return {
    committer,
    write: (id) => { now(files.write(`${committer.workPath(id)}/${partFileName(id)}`, `attempt ${id.attempt}`)) },
    visible: () => files.filesBelow('/out').filter(({ path }) => !path.includes('_temporary')).map(({ path, content }) => `${path.slice(5)}=${content}`),
  }
}

const first: TaskAttempt = { kind: 'm', task: 0, attempt: 0 }
const second: TaskAttempt = { ...first, attempt: 1 }

describe('a file output committer', () => {
  it('shows a committed task at once with version 2, and keeps it when the job fails', () => {
    const { committer, write, visible } = stage(2)
    write(first)
    expect(visible()).toEqual([])
    now(committer.commitTask(first))
    now(committer.abortJob())
    expect(visible()).toEqual(['part-m-00000=attempt 0'])
  })

  it('shows tasks with version 1 when the job is committed, and nothing when it fails', () => {
    for (const isAborted of [true, false]) {
      const { committer, write, visible } = stage(1)
      write(first)
      now(committer.commitTask(first))
      expect(visible()).toEqual([])
      now(isAborted ? committer.abortJob() : committer.commitJob())
      expect(visible()).toEqual(isAborted ? [] : ['_SUCCESS=', 'part-m-00000=attempt 0'])
    }
  })

  it('has a task’s output once, whichever of its attempts commit', () => {
    for (const version of [1, 2] as const) {
      const { committer, write, visible } = stage(version)
      write(first)
      write(second)
      now(committer.commitTask(first))
      now(committer.commitTask(second))
      now(committer.abortTask(first))
      now(committer.commitJob())
      expect(visible()).toEqual(['_SUCCESS=', 'part-m-00000=attempt 1'])
    }
  })

  it('commits nothing of an attempt that wrote nothing', () => {
    const { committer, visible } = stage(2)
    expect(now(committer.needsTaskCommit(first))).toBe(false)
    now(committer.commitTask(first))
    expect(visible()).toEqual([])
  })
})
