import type { ClientContext } from '../client/client-context.ts'
import type { GroupProgress } from '../coordinator/group-progress.ts'
import type { PositionJump } from './position-requests.ts'
import type { SubscriptionState } from './subscription-state.ts'

/** What a member of a group tells the books: from where it reads, and what it skips. */
export class GroupBooks {
  readonly #context: ClientContext
  readonly #groupId: string
  readonly #progress: GroupProgress

  constructor(context: ClientContext, groupId: string, progress: GroupProgress) {
    this.#context = context
    this.#groupId = groupId
    this.#progress = progress
  }

  /** A position was set by policy: what lies below it and is not committed will not be read. */
  skipped({ partition: { topic, partition }, to, cause }: PositionJump): void {
    this.#progress.skipped({ groupId: this.#groupId, topic, partition }, to, this.#context.name, `skipped: ${cause}`)
  }

  /** It reads the assigned partitions for its group as long as it lives and owns them. */
  follow(subscriptions: SubscriptionState): void {
    const { process } = this.#context
    const { incarnation } = process
    for (const assigned of subscriptions.assigned) {
      this.#progress.follow({ groupId: this.#groupId, topic: assigned.topic, partition: assigned.partition }, () =>
        (process.isAlive && process.incarnation === incarnation && subscriptions.of(assigned) === assigned ? assigned.position?.offset : undefined))
    }
  }
}
