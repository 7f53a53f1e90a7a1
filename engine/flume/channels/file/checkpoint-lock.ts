import type { Process } from '../../../sim/process.ts'
import { uninterruptible, type Flow } from '../../thread/java-thread.ts'

/**
 * Keeps a checkpoint from being taken between a commit's record in the log and the change of the queue that it stands for:
 * a replay from such a checkpoint would skip the commit. Commits share it; a checkpoint waits for those under way, and
 * commits that come later wait for the checkpoint. Source: Log.lockShared, Log.checkpointWriterLock.
 */
export class CheckpointLock {
  readonly #process: Process
  #commits = 0
  readonly #checkpoints: (() => void)[] = []
  readonly #waitingCommits: (() => void)[] = []

  constructor(process: Process) {
    this.#process = process
  }

  /** Before a commit; `leaveCommit` has to follow. */
  *enterCommit(): Flow<void> {
    if (this.#checkpoints.length > 0) yield uninterruptible((wake) => this.#waitingCommits.push(wake))
    this.#commits++
  }

  leaveCommit(): void {
    this.#commits--
    this.#serve()
  }

  /** Waits until no commit is under way; what follows at once sees the queue and the log agree. */
  *awaitCommits(): Flow<void> {
    while (this.#commits > 0) yield uninterruptible((wake) => this.#checkpoints.push(wake))
  }

  #serve(): void {
    if (this.#commits > 0) return
    for (const wake of [...this.#checkpoints.splice(0), ...this.#waitingCommits.splice(0)]) this.#process.after(0, wake)
  }
}
