import type { GroupIdentity } from './offset-requests.ts'

/** A consumer's place in its group, whichever protocol the group has. */
export interface Membership {
  /** Who it is for commits. */
  readonly identity: GroupIdentity
  /** Whether it may commit: only an active member may; one that is rebalancing may try again. */
  readonly standing: 'active' | 'rebalancing' | 'outside'
  /** The application polls: moves the rebalance on. @returns whether the assignment is settled */
  poll(): boolean
  /** The subscription has changed. */
  requestRejoin(reason: string): void
  /** Leaves the group; a static member only as its protocol has it. */
  leave(reason: string, done: () => void): void
  /** Stops heartbeats for good. */
  stop(): void
}
