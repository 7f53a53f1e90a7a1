import type { Process } from '../../../sim/process.ts'
import type { ValueFile } from '../../../sim/value-file.ts'
import type { PersistedQuorumState } from './quorum-types.ts'

/** Epoch, leader and vote of a node, in memory and in its quorum-state file (QuorumState). */
export class QuorumState {
  readonly #process: Process
  readonly #file: ValueFile<PersistedQuorumState>
  #epoch: number
  #leaderId: number | null = null
  #votedFor: number | null

  /** @param logEpoch the epoch of the last record in the log */
  constructor(process: Process, file: ValueFile<PersistedQuorumState>, logEpoch: number) {
    this.#process = process
    this.#file = file
    const persisted = file.read()
    this.#epoch = Math.max(persisted?.epoch ?? 0, logEpoch)
    this.#votedFor = persisted?.epoch === this.#epoch ? persisted.votedFor : null
  }

  get epoch(): number {
    return this.#epoch
  }

  get leaderId(): number | null {
    return this.#leaderId
  }

  get votedFor(): number | null {
    return this.#votedFor
  }

  /** Enters an epoch, or learns of its leader; a new epoch begins without a vote. */
  enter(epoch: number, leaderId: number | null): void {
    if (epoch > this.#epoch) this.#votedFor = null
    this.#epoch = epoch
    this.#leaderId = leaderId
  }

  /** The leader does not answer: look for it anew. */
  forgetLeader(): void {
    this.#leaderId = null
  }

  /** Gives this node's vote; calls back when it is on the disk, before which nobody may hear of it. */
  vote(candidateId: number, done: () => void): void {
    this.#votedFor = candidateId
    this.persist(done)
  }

  /** Writes the state and calls back when it is on the disk. */
  persist(done: () => void = () => undefined): void {
    const before = this.#file.read()
    const { epoch, leaderId, votedFor } = this
    if (before?.epoch === epoch && before.leaderId === leaderId && before.votedFor === votedFor) {
      done()
      return
    }
    this.#file.write({ epoch, leaderId, votedFor })
    this.#file.sync(this.#process, done)
  }
}
