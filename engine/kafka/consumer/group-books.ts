import type { ClientContext } from '../client/client-context.ts'
import type { GroupProgress } from '../coordinator/group-progress.ts'
import type { PositionJump } from './position-requests.ts'
import type { AssignedPartition, SubscriptionState } from './subscription-state.ts'

/** What the books hear of a group's reading. */
export type ReadingProgress = Pick<GroupProgress, 'follow' | 'moved' | 'skipped'>

/** What a member of a group tells the books: from where it reads, and what it skips. */
export class GroupBooks {
  readonly #context: ClientContext
  readonly #groupId: string
  readonly #progress: ReadingProgress
  /** Positions from which the application seeks to the start or the end, until that is found. */
  readonly #sought = new Map<AssignedPartition, number>()

  constructor(context: ClientContext, groupId: string, progress: ReadingProgress) {
    this.#context = context
    this.#groupId = groupId
    this.#progress = progress
  }

  /** A position was set by policy: what lies below it and is not committed will not be read. */
  skipped({ partition: assigned, to, cause }: PositionJump): void {
    const { topic, partition } = assigned
    const from = this.#sought.get(assigned)
    this.#sought.delete(assigned)
    if (from !== undefined) this.#progress.moved({ groupId: this.#groupId, topic, partition }, { from, to }, this.#context.name)
    else this.#progress.skipped({ groupId: this.#groupId, topic, partition }, to, this.#context.name, `skipped: ${cause}`)
  }

  /** The application moves its position; `to` undefined: to a start or an end that is not known yet. */
  seeks(assigned: AssignedPartition, to: number | undefined): void {
    const { topic, partition, position } = assigned
    const from = position?.offset ?? this.#sought.get(assigned)
    if (from === undefined) return
    if (to === undefined) this.#sought.set(assigned, from)
    else this.#progress.moved({ groupId: this.#groupId, topic, partition }, { from, to }, this.#context.name)
  }

  /** It reads the assigned partitions for its group as long as it lives and owns them. */
  follow(subscriptions: SubscriptionState): void {
    const { process } = this.#context
    const { incarnation } = process
    for (const assigned of subscriptions.assigned) {
      this.#progress.follow({ groupId: this.#groupId, topic: assigned.topic, partition: assigned.partition }, () =>
        (process.isAlive && process.incarnation === incarnation && subscriptions.of(assigned) === assigned ? nextOffset(assigned) : undefined))
    }
  }
}

/** Where it reads on; while a reset is asked for, that may be anywhere from the first offset on, whatever is committed. */
function nextOffset({ state, position }: AssignedPartition): number | undefined {
  return state === 'await reset' ? 0 : position?.offset
}
